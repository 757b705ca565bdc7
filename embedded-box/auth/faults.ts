// One renderer for what goes wrong in auth: pages for people, redirects for apps, OAuth's JSON for clients. Never a stack trace, never a 5xx for input.
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express'
import type { Box } from '../box.ts'
import { BoxError } from '../errors.ts'
import { redirectTo, withAnswer } from './authorization-endpoint.ts'
import { PageFault, RedirectFault } from './authorize-faults.ts'
import { OAuthError } from './oauth-error.ts'
import { languageOf, sendPage } from './page.ts'
import { type PageTexts, texts } from './page-texts.ts'

type FaultText = keyof PageTexts['fault']

/** Faults of the pages (authorize, login, grant). */
export const pageFaults =
  (box: Box): ErrorRequestHandler =>
  (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error)
    if (error instanceof RedirectFault) {
      const answer = { error: error.error, error_description: error.message }
      return redirectTo(
        response,
        withAnswer(error.to, answer),
        request.method === 'POST' ? 303 : 302,
      )
    }
    if (error instanceof PageFault)
      return sendFault(box, request, response, error.text, error.status, error.headers)
    if (error instanceof BoxError && error.status < 500)
      return sendFault(box, request, response, 'badRequest', error.status, error.headers)
    if (error instanceof BoxError && error.status === 503)
      return sendFault(box, request, response, 'busy', 503, error.headers)
    const refused = bodyStatus(error)
    if (refused) return sendFault(box, request, response, 'badRequest', refused)
    box.log.error({ err: error, route: request.path }, 'auth page failed')
    return sendFault(box, request, response, 'broken', 500)
  }

/** Faults of the endpoints (token, introspection, revocation, userinfo). */
export const endpointFaults =
  (box: Box): ErrorRequestHandler =>
  (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error)
    response.set(notStored)
    if (error instanceof OAuthError)
      return void response
        .status(error.status)
        .set(error.headers)
        .json({ error: error.code, error_description: error.message })
    if (error instanceof BoxError)
      return void response.status(error.status).set(error.headers).json(error.outcome)
    const refused = bodyStatus(error)
    if (refused)
      return void response.status(refused === 413 ? 413 : 400).json({
        error: 'invalid_request',
        error_description: 'the body cannot be read or is too large',
      })
    box.log.error({ err: error, route: request.path }, 'auth endpoint failed')
    response
      .status(500)
      .json({ error: 'server_error', error_description: 'something went wrong here' })
  }

/** What every answer of the endpoints says to caches. */
export const notStored = {
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
}

/** 405 for other methods, with those that are. */
export const onlyMethods =
  (...methods: string[]): RequestHandler =>
  (_request, response) => {
    response
      .status(405)
      .set({ ...notStored, Allow: methods.join(', ') })
      .json({ error: 'invalid_request', error_description: `use ${methods.join(' or ')}` })
  }

const sendFault = (
  box: Box,
  request: Request,
  response: Response,
  text: FaultText,
  status: number,
  headers: Record<string, string> = {},
): Promise<void> => {
  const words = texts[languageOf(request)].fault[text]
  return sendPage(box, request, response, { page: 'fault', status, headers, view: { words } })
}

// What the body parser refuses: too large, unknown charset, broken encoding, a request that was cut off.
const bodyStatus = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
