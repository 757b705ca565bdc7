// POST /auth/introspect (RFC 7662, SMART's fields): what a token says, to the confidential client it belongs to.
import type { Request, Response } from 'express'
import type { Client } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import type { AccessClaims } from '../context.ts'
import { authenticateClient } from './client-authentication.ts'
import { identityClaims } from './identity-claims.ts'
import { invalidClient, invalidRequest } from './oauth-error.ts'
import { given } from './parameters.ts'
import { idIn } from './patients.ts'
import { findRefreshToken } from './refresh-tokens.ts'
import { bodyOf } from './request-body.ts'
import { isCutShort, liveSession } from './sessions.ts'
import { verifyAccessToken } from './tokens.ts'

/** Says whether a token is good, and no more than `{"active":false}` when it is not. */
export const introspect =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const form = bodyOf(request)
    const caller = await authenticateClient(box, request, form)
    if (!caller || caller.by === 'none') throw invalidClient()
    const token = given(form, 'token')
    if (!token) throw invalidRequest('token is missing')
    response.json((await facts(box, token, caller.client)) ?? { active: false })
  }

const facts = async (box: Box, token: string, caller: Client & { id: string }) => {
  const claims = await verifyAccessToken(box, token)
  const refresh = claims ? undefined : await findRefreshToken(box, token)
  const id =
    claims?.jti ?? (refresh && !refresh.isUsed && !refresh.isOver ? refresh.session.id : '')
  const live = await liveSession(box, id)
  if (!live || (live.client.id !== caller.id && !isResourceServer(caller))) return undefined
  const { session, client, user } = live
  if (claims && isCutShort(box, session)) return undefined
  const scope = claims?.scope ?? session.scope?.join(' ') ?? ''
  return {
    active: true,
    scope,
    client_id: client.id,
    sub: user?.id ?? client.id,
    iss: box.config.baseUrl,
    ...(claims
      ? { aud: claims.aud, exp: claims.exp, iat: claims.iat, token_type: 'Bearer' }
      : { exp: session.refresh_token_exp, token_type: 'refresh_token' }),
    jti: session.id,
    ...pickText(session.ctx ?? {}, ['patient', 'encounter', 'intent']),
    ...(user
      ? await identityClaims(
          box,
          user,
          scope.split(' ').filter(isFhirUser),
          idIn(session.patient, 'Patient'),
        )
      : {}),
  } satisfies Partial<AccessClaims> & Record<string, unknown>
}

const isFhirUser = (scope: string): boolean => scope === 'fhirUser'

const pickText = (from: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(
    names.filter(name => typeof from[name] === 'string').map(name => [name, from[name]]),
  )

// A mark that only the operator's bundle sets: `details` of vendors' Clients is written by the App from fixed fields.
const isResourceServer = (client: Client): boolean => client.details?.resourceServer === true
