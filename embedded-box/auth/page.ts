// The box's own pages: server-rendered, no script, nothing from elsewhere, English or Spanish.
import type { Request, Response } from 'express'
import Handlebars from 'handlebars'
import type { Box } from '../box.ts'
import { lookOf } from './page-look.ts'
import { templates } from './page-templates.ts'
import { texts } from './page-texts.ts'

export type PageName = Exclude<keyof typeof templates, 'layout'>

export interface Page {
  page: PageName
  status: number
  view: Record<string, unknown>
  /** Of the authorization request, where one led here: it may ask for a language. */
  query?: string
  headers?: Record<string, string>
  /** Origins or schemes besides the box that a form of this page may lead to. */
  formTargets?: readonly string[]
}

const compiled = Object.fromEntries(
  Object.entries(templates).map(([name, source]) => [
    name,
    Handlebars.compile(source, { strict: false }),
  ]),
)

// Our own style sheet, and a page that its template has escaped already.
const rendered = (html: string) => new Handlebars.SafeString(html)

/**
 * The reader's language, of those the pages have: what the app asked for (`ui_locales`, OpenID Connect Core 3.1.2.1),
 * else what the browser prefers.
 */
export const languageOf = (request: Request, query = ''): 'en' | 'es' =>
  (new URLSearchParams(query).get('ui_locales') ?? '')
    .split(' ')
    .map(tag => tag.slice(0, 2).toLowerCase())
    .find(tag => tag === 'en' || tag === 'es') ??
  (request.acceptsLanguages('en', 'es') === 'es' ? 'es' : 'en')

/** Sends one page with the headers that every page has. */
export const sendPage = async (
  box: Box,
  request: Request,
  response: Response,
  page: Page,
): Promise<void> => {
  const look = lookOf(box)
  const brand = { name: await look.name(), logo: look.logo }
  const language = languageOf(request, page.query)
  const view = { ...page.view, t: texts[language], lang: language }
  const title = texts[language].titles[page.page]
  const body = compiled[page.page]?.(view)
  response
    .status(page.status)
    .set({ ...pageHeaders(box, page.formTargets ?? []), ...page.headers })
    .type('html')
    .send(
      compiled.layout?.({
        ...view,
        brand,
        title,
        css: rendered(look.css),
        body: rendered(body ?? ''),
      }),
    )
}

/** Headers of every page: not framed, no script, no referrer, not stored. */
const pageHeaders = (box: Box, formTargets: readonly string[]): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${lookOf(box).styleHash}'`,
    ...(box.config.look?.logo ? ["img-src 'self'"] : []),
    `form-action ${["'self'", ...new Set(formTargets)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
})
