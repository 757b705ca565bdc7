// POST /auth/revoke (RFC 7009): a client gives back its own token, and the whole Session with it. Anything else is answered 200 without effect.
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import { authenticateClient } from './client-authentication.ts'
import { allowOrigin } from './cors.ts'
import { lookupsOf } from './lookups.ts'
import { invalidClient, invalidRequest } from './oauth-error.ts'
import { given } from './parameters.ts'
import { findRefreshToken } from './refresh-tokens.ts'
import { bodyOf } from './request-body.ts'
import { belongsTo, endSession } from './sessions.ts'
import { verifyAccessToken } from './tokens.ts'

/** Ends the Session of an access or refresh token of the calling client. */
export const revoke =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const form = bodyOf(request)
    const caller = await authenticateClient(box, request, form)
    if (!caller) throw invalidClient()
    allowOrigin(box, request, response, caller.client)
    const token = given(form, 'token')
    if (!token) throw invalidRequest('token is missing')
    const session = await sessionOf(box, token)
    if (session && belongsTo(session, caller.client)) await endSession(box, session.id)
    response.status(200).end()
  }

const sessionOf = async (box: Box, token: string) => {
  const refresh = await findRefreshToken(box, token)
  if (refresh) return refresh.session
  const claims = await verifyAccessToken(box, token)
  return claims && lookupsOf(box).Session.get(claims.jti)
}
