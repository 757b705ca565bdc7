// grant_type=refresh_token: a new access token and a new refresh token; presenting a used one ends the Session (RFC 9700 4.14).
import { narrowScopes, scopesWithin, splitScopes } from '../../../vocabulary/scopes.ts'
import type { Box } from '../../box.ts'
import type { CarryingClient } from '../client-authentication.ts'
import { accessSeconds, activeClient, authenticationOf } from '../clients.ts'
import { eventOf } from '../events.ts'
import { tokenAnswer } from '../issue-tokens.ts'
import { invalidClient, invalidGrant, invalidRequest, OAuthError } from '../oauth-error.ts'
import { given } from '../parameters.ts'
import { idIn } from '../patients.ts'
import {
  type FoundRefreshToken,
  findRefreshToken,
  isUsedNow,
  type RefreshRow,
  refreshQuestion,
  storedRefreshToken,
  takingRefreshToken,
} from '../refresh-tokens.ts'
import { randomToken, sha256 } from '../secrets.ts'
import { belongsTo, endSession, flowOf, type KnownSession, liveSession } from '../sessions.ts'
import type { TokenAnswer, TokenRequest } from '../token-request.ts'
import { secondsNow } from '../tokens.ts'

/** Refreshes. */
export const refreshTokenGrant = async (box: Box, request: TokenRequest): Promise<TokenAnswer> => {
  const presented = given(request.form, 'refresh_token')
  const caller = await request.authenticate<RefreshRow>(refreshQuestion(presented))
  if (!presented) throw invalidRequest('refresh_token is missing')
  const found = await foundFor(box, caller, presented)
  const client = caller?.client ?? (await ownerOf(box, request, found?.session))
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
  const next = randomToken()
  const isTaken = await box.resources.take(
    takingRefreshToken(found, next, until),
    { ...session, exp, refresh_token: sha256(next) },
    {
      replace: true,
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
  if (!isTaken) return refuseLate(box, found)
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

// What was found good is no longer there to take: somebody else came in between.
const refuseLate = async (box: Box, found: FoundRefreshToken): Promise<never> => {
  // A Session that was ended or changed in between is not made active again; the token is as good as it was.
  if (!(await isUsedNow(box, found))) throw invalidGrant('refresh token', 'access-ended')
  await endSession(box, found.session.id, { kind: 'refresh-reused' }) // two used it at once: one of them stole it
  throw invalidGrant('refresh token', 'refresh-used')
}

// Who did not say who it is could not be asked about together with its token.
const foundFor = async (
  box: Box,
  caller: CarryingClient<RefreshRow> | undefined,
  presented: string,
): Promise<FoundRefreshToken | undefined> => {
  if (!caller) return findRefreshToken(box, presented)
  return caller.found ? storedRefreshToken(box, caller.found) : undefined
}

// Public clients may leave client_id out: then the token's own client counts, if it is public.
const ownerOf = async (
  box: Box,
  { checkOrigin }: TokenRequest,
  session: KnownSession | undefined,
) => {
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
