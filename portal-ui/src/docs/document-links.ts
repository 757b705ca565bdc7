// Where a link of one of our documents leads in the portals.

/** A page of the portals or an address of the web; undefined for files that only the repository has. */
export const documentPage = (href: string): string | undefined => {
  if (/^https?:\/\//.test(href)) return href
  if (/(^|\/)guide\.md$/.test(href)) return '/docs/guide'
  if (/(^|\/)CHANGELOG\.md$/.test(href)) return '/docs/changes'
  return undefined
}
