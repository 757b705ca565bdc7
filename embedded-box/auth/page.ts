// The box's own pages: server-rendered, no script, nothing from elsewhere, English or Spanish.
import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import Handlebars from 'handlebars'
import { css, templates } from './page-templates.ts'
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
const styleHash = createHash('sha256').update(css).digest('base64')

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
export const sendPage = (request: Request, response: Response, page: Page): void => {
  const language = languageOf(request, page.query)
  const view = { ...page.view, t: texts[language], lang: language }
  const title = texts[language].titles[page.page]
  const body = compiled[page.page]?.(view)
  response
    .status(page.status)
    .set({ ...pageHeaders(page.formTargets ?? []), ...page.headers })
    .type('html')
    .send(compiled.layout?.({ ...view, title, css: rendered(css), body: rendered(body ?? '') }))
}

/** Headers of every page: not framed, no script, no referrer, not stored. */
export const pageHeaders = (formTargets: readonly string[]): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${["'self'", ...new Set(formTargets)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
})
