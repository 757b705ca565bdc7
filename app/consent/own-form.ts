// Whether a form was posted by our own page. The page sends no referrer, so browsers write `Origin: null` and say where
// the form came from in `Sec-Fetch-Site`.
import type { IncomingHttpHeaders } from 'node:http'

/** True when the browser says so: our origin, or same-origin where it hides the origin. */
export const isOwnForm = (
  { headers }: { headers: IncomingHttpHeaders },
  portalUrl: string,
): boolean => {
  const { origin, 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined || origin === 'null') return site === 'same-origin'
  return origin === new URL(portalUrl).origin
}
