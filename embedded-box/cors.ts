// Which pages of other origins may read answers: any page FHIR's (a bearer token is what opens it), our portals the rest.
// Never with credentials: no cookie counts on these routes. `/auth` and the discovery documents have rules of their own.
import type { RequestHandler } from 'express'
import type { BoxConfig } from './box.ts'

const exposed = 'ETag, Location, Last-Modified, X-Request-Id, Retry-After, WWW-Authenticate'
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const requestHeaders =
  'authorization, content-type, accept, prefer, if-match, if-none-match, if-none-exist, if-modified-since, x-request-id'

/** Sets the headers and answers preflight requests. */
export const cors = ({ corsOrigins }: Pick<BoxConfig, 'corsOrigins'>): RequestHandler => {
  const portals = new Set(corsOrigins)
  return (request, response, next) => {
    if (/^\/(auth|\.well-known|fhir\/\.well-known)(\/|$)/.test(request.path)) return next()
    const { origin } = request.headers
    const isFhir = /^\/(fhir|metadata)(\/|$)/.test(request.path)
    if (!isFhir) response.vary('Origin')
    const allowed = isFhir ? '*' : origin && portals.has(origin) ? origin : undefined
    if (allowed) {
      response.setHeader('Access-Control-Allow-Origin', allowed)
      response.setHeader('Access-Control-Expose-Headers', exposed)
    }
    if (request.method !== 'OPTIONS') return next()
    if (allowed)
      response.set({
        'Access-Control-Allow-Methods': methods,
        'Access-Control-Allow-Headers': requestHeaders,
        'Access-Control-Max-Age': '600',
      })
    response.set('Allow', methods).status(204).end()
  }
}
