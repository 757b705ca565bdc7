// grant_type=refresh_token: a new access token and a new refresh token; presenting a used one ends the Session (RFC 9700 4.14).
import { narrowScopes, scopesWithin, splitScopes } from '../../../vocabulary/scopes.ts'
import type { Box } from '../../box.ts'
import { BoxError } from '../../errors.ts'
import { accessSeconds, activeClient, authenticationOf } from '../clients.ts'
import { eventOf } from '../events.ts'
import { tokenAnswer } from '../issue-tokens.ts'
import { invalidClient, invalidGrant, invalidRequest, OAuthError } from '../oauth-error.ts'
import { given } from '../parameters.ts'
import { idIn } from '../patients.ts'
import { findRefreshToken, replaceRefreshToken } from '../refresh-tokens.ts'
import { sha256 } from '../secrets.ts'
import { belongsTo, endSession, flowOf, type KnownSession, liveSession } from '../sessions.ts'
import type { TokenAnswer, TokenRequest } from '../token-request.ts'
import { secondsNow } from '../tokens.ts'

/** Refreshes. */
export const refreshTokenGrant = async (box: Box, request: TokenRequest): Promise<TokenAnswer> => {
  const presented = given(request.form, 'refresh_token')
  if (!presented) throw invalidRequest('refresh_token is missing')
  const found = await findRefreshToken(box, presented)
  const client = await clientFor(box, request, found?.session)
  if (!found || !belongsTo(found.session, client))
    throw invalidGrant('refresh token', 'refresh-unknown')
  if (client.auth?.authorization_code?.refresh_token !== true)
    throw new OAuthError('unauthorized_client', 'this client may not use refresh_token')
  if (found.isUsed) {
    const isEnded = found.session.active === false
    await endSession(box, found.session.id, { kind: 'refresh-reused' })
    throw invalidGrant('refresh token', isEnded ? 'access-ended' : 'refresh-used')
  }
  const live = await liveSession(box, found.session.id, found.session)
  if (found.isOver) throw invalidGrant('refresh token', 'refresh-over')
  if (!live?.user) throw invalidGrant('refresh token', 'access-ended')
  const scope = scopeFor(request, live.session.scope ?? [])

  const { session, user } = live
  const until = session.refresh_token_exp ?? 0
  const now = secondsNow(box)
  const exp = Math.min(now + accessSeconds(client.auth.authorization_code), until)
  const next = await box.resources
    .transaction(async tx => {
      const token = await replaceRefreshToken(tx, found, until)
      if (token === undefined) return undefined
      // If-Match: a Session that was ended in between is not made active again.
      await box.resources.update(
        { ...session, exp, refresh_token: sha256(token) },
        {
          tx,
          ifMatch: session.meta?.versionId ?? '',
          beside: eventOf(box, {
            kind: 'token-refreshed',
            user: user.id,
            client: client.id,
            patient: idIn(session.patient, 'Patient'),
            session: session.id,
            scope,
            flow: flowOf(session),
          }),
        },
      )
      return token
    })
    .catch(error => {
      if (error instanceof BoxError && error.status === 412)
        throw invalidGrant('refresh token', 'access-ended')
      throw error
    })
  if (!next) {
    await endSession(box, session.id, { kind: 'refresh-reused' }) // two used it at once: one of them stole it
    throw invalidGrant('refresh token', 'refresh-used')
  }
  return tokenAnswer(box, {
    session,
    client,
    user,
    scope,
    iat: now,
    exp,
    refreshToken: next,
  })
}

// Public clients may leave client_id out: then the token's own client counts, if it is public.
const clientFor = async (
  box: Box,
  { caller, checkOrigin }: TokenRequest,
  session: KnownSession | undefined,
) => {
  if (caller) return caller.client
  const owner = session && (await activeClient(box, idIn(session.client, 'Client') ?? ''))
  if (session && !owner) throw invalidClient()
  if (!owner) throw invalidGrant('refresh token', 'refresh-unknown')
  if (authenticationOf(owner) !== 'none') throw invalidClient()
  checkOrigin(owner)
  return owner
}

const scopeFor = ({ form }: TokenRequest, held: readonly string[]): readonly string[] => {
  const asked = given(form, 'scope')
  if (asked === undefined) return held
  const narrower = splitScopes(asked)
  // Within what was granted, and such that it could be granted: a query of unknown parameters narrows nothing.
  const grantable = new Set(narrowScopes(narrower, [...held]))
  const isNarrower = scopesWithin(narrower, held) && narrower.every(scope => grantable.has(scope))
  if (narrower.length === 0 || !isNarrower)
    throw new OAuthError('invalid_scope', 'scope may only be narrower than what was granted')
  return narrower
}
