// grant_type=authorization_code: a code for tokens, once. A refused exchange uses nothing up; a second use ends what the first one made.
import type { Session } from '../../../vocabulary/aidbox.ts'
import type { Box } from '../../box.ts'
import { accessSeconds, type KnownClient, mayUse } from '../clients.ts'
import {
  type CodeDetails,
  type CodeRow,
  codeQuestion,
  type StoredCode,
  sessionOfCode,
  storedCode,
  takingCode,
} from '../codes.ts'
import { eventOf } from '../events.ts'
import { tokenAnswer } from '../issue-tokens.ts'
import { lookupsOf } from '../lookups.ts'
import { invalidClient, invalidGrant, invalidRequest, OAuthError } from '../oauth-error.ts'
import { given } from '../parameters.ts'
import { challengeMatches } from '../pkce.ts'
import { givesRefreshToken } from '../refresh-tokens.ts'
import { randomToken, sha256 } from '../secrets.ts'
import { endSession, isLive, mayEnter } from '../sessions.ts'
import type { TokenAnswer, TokenRequest } from '../token-request.ts'
import { audienceOf, secondsNow } from '../tokens.ts'

/** Exchanges a code. */
export const authorizationCodeGrant = async (
  box: Box,
  { form, authenticate }: TokenRequest,
): Promise<TokenAnswer> => {
  const presented = given(form, 'code')
  const caller = await authenticate<CodeRow>(codeQuestion(presented))
  if (!caller) throw invalidClient()
  const { client } = caller
  if (!mayUse(client, 'authorization_code'))
    throw new OAuthError('unauthorized_client', 'this client may not use authorization_code')
  const redirectUri = given(form, 'redirect_uri')
  if (!presented) throw invalidRequest('code is missing')
  if (!redirectUri) throw invalidRequest('redirect_uri is missing: send the same as to authorize')
  const code = storedCode(box, caller.found)
  if (!code || code.details.client !== client.id) throw invalidGrant('code', 'code-unknown')
  if (code.session) return replayed(box, code)
  const { details } = code
  if (code.isOver) throw invalidGrant('code', 'code-over')
  if (details.redirectUri !== redirectUri) throw invalidGrant('code', 'redirect-differs')
  const verifier = given(form, 'code_verifier')
  if (!challengeMatches(details.challenge, verifier))
    throw invalidGrant('code', verifier === undefined ? 'verifier-missing' : 'verifier-differs')
  const user = await lookupsOf(box).User.get(details.user)
  const now = secondsNow(box)
  const draft = sessionFor(box, client, code, presented, now)
  if (!user || !mayEnter(user) || !(await isLive(box, draft)))
    throw invalidGrant('code', 'access-ended')

  const refresh = givesRefreshToken(client, details.scope) ? randomToken() : undefined
  const session = refresh
    ? { ...draft, refresh_token: sha256(refresh), refresh_token_exp: details.until }
    : draft
  const isFirst = await box.resources.take(takingCode(code, draft.id, refresh), session, {
    replace: false,
    beside: eventOf(box, {
      kind: 'token-issued',
      user: user.id,
      client: client.id,
      patient: details.patient,
      session: draft.id,
      scope: details.scope,
      flow: details.flow,
    }),
  })
  if (!isFirst) return replayed(box, code)
  return tokenAnswer(box, {
    session: draft,
    client,
    user,
    scope: details.scope,
    iat: now,
    exp: draft.exp,
    login: details,
    ...(refresh ? { refreshToken: refresh } : {}),
  })
}

// RFC 6749 4.1.2: a code used twice may have been stolen, so nobody keeps what it gave.
const replayed = async (box: Box, code: StoredCode): Promise<never> => {
  const session = await sessionOfCode(box, code)
  if (session) await endSession(box, session, { kind: 'code-replayed', flow: code.details.flow })
  throw invalidGrant('code', 'code-used')
}

const sessionFor = (
  box: Box,
  client: KnownClient,
  { details }: { details: CodeDetails },
  presented: string,
  now: number,
): Session & { id: string; exp: number } => {
  const id = box.newId()
  const { patient, scope, until } = details
  // A first-party Session lives and ends with the browser's login; so does one with online_access alone.
  const isTied =
    client.first_party === true ||
    (scope.includes('online_access') && !scope.includes('offline_access'))
  return {
    resourceType: 'Session',
    id,
    type: 'authorization_code',
    active: true,
    jti: id,
    iss: box.config.baseUrl,
    audience: audienceOf(box),
    client: { reference: `Client/${client.id}` },
    user: { reference: `User/${details.user}` },
    'on-behalf': { reference: `User/${details.user}` },
    ...(patient ? { patient: { reference: `Patient/${patient}` } } : {}),
    ...(isTied ? { parent: { reference: `Session/${details.login}` } } : {}),
    scope: [...scope],
    start: box.clock().toISOString(),
    exp: Math.min(now + accessSeconds(client.auth?.authorization_code ?? {}), until),
    authorization_code: sha256(presented),
    ctx: {
      ...(patient ? { patient } : {}),
      sensitive: details.sensitive,
      ...details.context,
      ...(details.grant ? { grant: details.grant } : {}),
      flow: details.flow,
    },
  }
}
