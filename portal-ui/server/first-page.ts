// A portal's page as it is sent: with what it must know, and with the names of all files it begins with, so that nothing is asked for in turn.
import type { Brand } from '../src/brand.ts'
import { earlyFrame, earlyStyle, escaped, isBilingual, isFirstPage } from './early-frame.ts'

/** Files that a portal's first page needs, so that the browser asks for them at once and not one after the other. */
const firstFiles: Readonly<Record<string, readonly string[]>> = {
  '/vendor': ['src/vendor/portal.tsx'],
  '/admin': ['src/admin/portal.tsx'],
  '/member': ['src/member/portal.tsx', 'src/member/app-gallery.tsx'],
  '/directory': ['src/directory/portal.tsx', 'src/directory/search.tsx'],
  '/docs': ['src/docs/portal.tsx', 'src/docs/reference.tsx'],
}

/** What Vite writes of a file it built. */
export interface Chunk {
  file: string
  imports?: string[]
}

/** `<link>`s for a portal's first page, from the manifest that Vite wrote. */
const preloads = (manifest: Readonly<Record<string, Chunk>>, page: string): string => {
  const filesOf = (names: readonly string[]): Set<string> => {
    const found = new Set<string>()
    const follow = (name: string) => {
      const chunk = manifest[name]
      if (!chunk || found.has(chunk.file)) return
      found.add(chunk.file)
      for (const one of chunk.imports ?? []) follow(one)
    }
    for (const name of names) follow(name)
    return found
  }
  // What every page begins with is in the page already, before these.
  const begun = filesOf(['index.html'])
  return [...filesOf(firstFiles[page] ?? [])]
    .filter(file => !begun.has(file))
    .map(file => `<link rel="modulepreload" crossorigin href="/${file}">`)
    .join('\n    ')
}

/** The built page for a path; only the nonce is left to fill in. */
export const firstPage = (
  html: string,
  manifest: Readonly<Record<string, Chunk>>,
  page: string,
  told: { brand?: Brand },
): { first: string; below: string } => {
  const brand = told.brand ?? {}
  const mark = `/${manifest['src/icon.svg']?.file ?? ''}`
  // By functions: a plan's own words may hold what `replace` takes for a pattern.
  const below = html
    .replace('</head>', () => `  ${preloads(manifest, page)}\n  </head>`)
    .replace('%TOLD%', () => escaped(JSON.stringify(told)))
  if (!isFirstPage(page)) return { first: below, below }
  const first = below
    .replace('<!--frame-->', () => earlyFrame(page, brand, mark))
    // Painted whole or not at all: what is parsed half would jump.
    .replace(
      '</head>',
      () =>
        `  <link rel="expect" href="#portal" blocking="render">\n    ${earlyStyle(brand)}\n  </head>`,
    )
  return {
    below,
    first: isBilingual(page) ? first.replace('<html ', '<html data-bilingual ') : first,
  }
}
