// The page that our server wrote, shown until the portal's own is there.

/** Takes it away; before the browser paints, so that neither both nor none is seen. */
export const earlyPageIsOver = (): void => document.getElementById('early')?.remove()
