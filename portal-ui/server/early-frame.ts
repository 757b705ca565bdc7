// The frame and heading of a portal's first page as plain HTML, so that a phone shows words one round trip after the address, not after all scripts.
import { type Brand, fontFamily, ourColor, ourName, quiet } from '../src/brand.ts'
import { type FirstPage, type FirstWords, firstPages, firstWords } from '../src/first-words.ts'
import { en, type Texts } from '../src/language/en.ts'
import { es } from '../src/language/es.ts'
import { withOwnWords } from '../src/language/own-words.ts'

/** A text in HTML, within the quotes of an attribute too. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** True for a page that is written before any script runs. */
export const isFirstPage = (page: string): page is FirstPage => firstPages.some(one => one === page)

/** True where members read, in English or Spanish. */
export const isBilingual = (page: FirstPage): boolean => page === '/member' || page === '/directory'
/** Behind these doors is another first page for who is signed in. */
const hasDoor = (page: FirstPage): boolean => page === '/vendor' || page === '/admin'

/** What the frame wears until the theme is there; `%CSP_NONCE%` is filled in for each answer. */
export const earlyStyle = (brand: Brand): string =>
  `<style nonce="%CSP_NONCE%">:root{--mantine-font-family:${fontFamily};--mantine-color-lake-8:${brand.color ?? ourColor}}` +
  (['light', 'dark'] as const)
    .map(
      look => `:root[data-mantine-color-scheme="${look}"]{--mantine-color-dimmed:${quiet[look]}}`,
    )
    .join('') +
  '</style>'

/** The frame; hidden from screen readers, who hear the portal itself a moment later. */
export const earlyFrame = (page: FirstPage, brand: Brand, mark: string): string => {
  const spoken: [language: 'en' | 'es', texts: Texts][] = [
    ['en', withOwnWords(en, brand.texts?.en ?? {})],
    ...(isBilingual(page)
      ? [['es', withOwnWords(es, brand.texts?.es ?? {})] satisfies ['es', Texts]]
      : []),
  ]
  const each = (words: (first: FirstWords, texts: Texts) => string): string =>
    spoken
      .map(
        ([language, texts]) =>
          `<span class="early-${language}">${words(firstWords[page](texts), texts)}</span>`,
      )
      .join('')
  const logo = escaped(brand.logo ?? mark)
  return [
    `<div id="early" class="frame" aria-hidden="true"><div class="frame-header"><div class="early-wide">`,
    `<div class="early-head"><span class="frame-brand"><img class="frame-mark" src="${logo}" alt="" height="28">`,
    `<span><b>${escaped(brand.name ?? ourName)}</b> <span class="early-quiet">${each(({ name }) => escaped(name))}</span></span></span>`,
    isBilingual(page) ? asideOf(page, each) : '',
    `</div>${each(({ links }) => `<span class="frame-nav">${links.map(linkOf).join('')}</span>`)}</div></div>`,
    `<div class="early-wide early-page${hasDoor(page) ? ' early-door' : ''}">`,
    `<div class="early-title words">${each(({ title }) => escaped(title))}</div>`,
    `<div class="early-lead early-quiet">${each(({ lead }) => escaped(lead))}</div></div></div>`,
  ].join('')
}

type Each = (words: (first: FirstWords, texts: Texts) => string) => string

/** Keeps the place of the choice of language, which needs the script, and of the way in for vendors. */
const asideOf = (page: FirstPage, each: Each): string =>
  `<span class="early-aside">${page === '/member' ? `<span class="early-vendors">${each((_, { portal }) => escaped(portal.vendorEnrollment))}</span>` : ''}<span class="early-language"></span></span>`

const linkOf = ({ label }: FirstWords['links'][number], place: number): string =>
  `<span class="frame-link"${place === 0 ? ' aria-current="page"' : ''}>${escaped(label)}</span>`
