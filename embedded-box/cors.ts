// Which pages of other origins may read answers: any page FHIR's (a bearer token is what opens it), our portals the rest.
// Never with credentials: no cookie counts on these routes. `/auth` and the discovery documents have rules of their own.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoxConfig } from './box.ts'

const exposed = 'ETag, Location, Last-Modified, X-Request-Id, Retry-After, WWW-Authenticate'
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const requestHeaders =
  'authorization, content-type, accept, prefer, if-match, if-none-match, if-none-exist, if-modified-since, x-request-id'

/** Sets the headers and answers preflight requests; true when that was the answer. */
export const cors = ({ corsOrigins }: Pick<BoxConfig, 'corsOrigins'>) => {
  const portals = new Set(corsOrigins)
  return ({ method, url = '', headers }: IncomingMessage, response: ServerResponse): boolean => {
    if (/^\/(auth|\.well-known|fhir\/\.well-known)(?![^/?])/.test(url)) return false
    const { origin } = headers
    const isFhir = /^\/(fhir|metadata)(?![^/?])/.test(url)
    if (!isFhir) response.setHeader('Vary', 'Origin')
    const allowed = isFhir ? '*' : origin && portals.has(origin) ? origin : undefined
    if (allowed) {
      response.setHeader('Access-Control-Allow-Origin', allowed)
      response.setHeader('Access-Control-Expose-Headers', exposed)
    }
    if (method !== 'OPTIONS') return false
    if (allowed)
      response
        .setHeader('Access-Control-Allow-Methods', methods)
        .setHeader('Access-Control-Allow-Headers', requestHeaders)
        .setHeader('Access-Control-Max-Age', '600')
    response.writeHead(204, { Allow: methods }).end()
    return true
  }
}
