// Which pages may read answers of auth: discovery is everybody's, token and revocation only the client's own origins (Fetch, CORS).
import type { Request, RequestHandler, Response } from 'express'
import type { Client } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { invalidRequest } from './oauth-error.ts'

/** Discovery and keys: readable from anywhere. */
export const anyOrigin: RequestHandler = (_request, response, next) => {
  response.set('Access-Control-Allow-Origin', '*')
  next()
}

/** Pre-flight of token and revocation: nothing is known of the client yet, so the answer itself decides who may read it. */
export const preflight: RequestHandler = (request, response) => {
  const origin = request.headers.origin
  response.vary('Origin')
  if (origin)
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'authorization, content-type',
      'Access-Control-Max-Age': '600',
    })
  response.status(204).end()
}

/** Names the caller's origin if it is this client's; another origin on a public client is refused before anything is used. */
export const allowOrigin = (
  box: Box,
  request: Request,
  response: Response,
  client: Client,
): void => {
  const origin = request.headers.origin
  response.vary('Origin')
  if (origin === undefined) return
  if (isOwnOrigin(box, client, origin)) {
    response.set('Access-Control-Allow-Origin', origin)
    return
  }
  throw invalidRequest('the Origin of this request is not registered for the client')
}

const isOwnOrigin = (box: Box, client: Client, origin: string): boolean => {
  const redirect = client.auth?.authorization_code?.redirect_uri
  const own = [...(client.allowed_origins ?? []), ...(redirect ? [redirect] : [])].map(webOrigin)
  if (client.first_party === true) own.push(...box.config.corsOrigins.map(webOrigin))
  return own.includes(origin)
}

const webOrigin = (url: string): string | undefined =>
  /^https?:\/\//.test(url) && URL.canParse(url) ? new URL(url).origin : undefined

/** For userinfo, logout and password change: pages of our portals and of the caller's client. */
export const portalOrigins =
  (box: Box): RequestHandler =>
  (request, response, next) => {
    const origin = request.headers.origin
    response.vary('Origin')
    if (origin && box.config.corsOrigins.includes(origin))
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': 'authorization, content-type',
        'Access-Control-Max-Age': '600',
      })
    next()
  }
