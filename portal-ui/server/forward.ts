// Forwards the App's public pages: streaming, with the headers they need and no others.
import type { IncomingHttpHeaders } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler } from 'express'
import { Pool } from 'undici'
import { problem } from '../../vocabulary/outcome.ts'

/** What a consent page or a logo may know of the browser's request. */
const passed = [
  'accept',
  'accept-language',
  'content-type',
  'content-length',
  'if-none-match',
  'origin',
  'sec-fetch-site',
  'user-agent',
] as const

/** Headers that belong to one connection (RFC 9110, 7.6.1) and never travel on. */
const connectionOnly = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** A form on the consent page is small; anything larger is refused before it is read. */
const maxBody = 64 * 1024

/** A handler for the App's paths, and the way to close its connections. */
export const forwardToApp = (
  appUrl: string,
): { handler: RequestHandler; close: () => Promise<void> } => {
  const pool = new Pool(new URL(appUrl).origin, {
    connections: 16,
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  })

  const handler: RequestHandler = async (request, response) => {
    const { method } = request
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
      response.status(405).set('Allow', 'GET, HEAD, POST').end()
      return
    }
    if (!isBelowOwnPaths(request.originalUrl)) {
      response.status(404).json(problem('not-found', 'There is no such page here.'))
      return
    }
    const refused = method === 'POST' ? bodyProblem(request.headers) : undefined
    if (refused) {
      response.status(refused.status).set('Connection', 'close').json(refused.outcome)
      return
    }
    try {
      const answer = await pool.request({
        path: request.originalUrl,
        method,
        headers: headersFor(request),
        body: method === 'POST' ? request : null,
      })
      response.status(answer.statusCode)
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined && !connectionOnly.has(name)) response.set(name, value)
      }
      await pipeline(answer.body, response)
    } catch {
      // The cause is one of two, both outside this request: the App is down, or the browser left.
      if (response.headersSent) response.destroy()
      else
        response
          .status(503)
          .set('Retry-After', '5')
          .json(problem('transient', 'This page is not available just now: try again shortly.'))
    }
  }
  return { handler, close: () => pool.destroy() }
}

/** Only what lies below the two paths: a dot segment could climb out of them on the other side. */
const isBelowOwnPaths = (url: string): boolean =>
  /^\/(consent|logos)\/[^\\]*$/.test(url) && !/(^|\/|%2f)(\.|%2e)+(\/|%2f|\?|$)/i.test(url)

const headersFor = (request: Request): Record<string, string> => {
  const headers: Record<string, string> = {
    // Set, not appended: what a client claims about its address is not known to be true.
    'x-forwarded-for': request.socket.remoteAddress ?? '',
    'x-forwarded-proto': request.protocol,
    'x-forwarded-host': request.headers.host ?? '',
  }
  for (const name of passed) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  const cookies = ownCookies(request.headers.cookie)
  if (cookies) headers.cookie = cookies
  return headers
}

/** Cookies know no ports: the boxes' own session cookies arrive here too, and go no further. */
export const ownCookies = (header: string | undefined): string =>
  (header ?? '')
    .split(';')
    .map(cookie => cookie.trim())
    .filter(cookie => cookie !== '' && !/^asid\b/i.test(cookie))
    .join('; ')

const bodyProblem = (headers: IncomingHttpHeaders) => {
  const length = headers['content-length']
  if (length === undefined || headers['transfer-encoding'] !== undefined) {
    return {
      status: 411,
      outcome: problem('structure', 'A form must be sent with its Content-Length.'),
    }
  }
  if (!(Number(length) <= maxBody)) {
    return {
      status: 413,
      outcome: problem('too-long', `The form is larger than ${maxBody} bytes: send less.`),
    }
  }
  return undefined
}
