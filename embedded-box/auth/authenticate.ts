// Who asks: a bearer token of this box or a Client's Basic credentials; without credentials nobody, with bad ones 401.
import type { User } from '../../vocabulary/aidbox.ts'
import type { RefusalReason } from '../../vocabulary/refusal-reasons.ts'
import { scopeTable } from '../../vocabulary/scope-table.ts'
import type { Box } from '../box.ts'
import type { AccessClaims, Caller, Exchange } from '../context.ts'
import { type BoxError, fail } from '../errors.ts'
import { basicCandidates, type Credentials } from './basic.ts'
import { activeClient, type KnownClient, mayUse } from './clients.ts'
import { recordEvent } from './events.ts'
import { liveCaller } from './live-callers.ts'
import { recordRefusal } from './refusals.ts'
import { secretMatches } from './secrets.ts'
import { isCutShort, liveSession } from './sessions.ts'
import { countFailure, throttleOf } from './throttle.ts'
import { verifyAccessToken } from './tokens.ts'

/** The caller of an API request. A cookie never counts here; bad credentials are never quietly nobody. */
export const authenticate = async (box: Box, exchange: Exchange): Promise<Caller> => {
  refuseTokenInQuery(exchange)
  const header = exchange.headers.authorization
  if (header === undefined) return {}
  const [, scheme, credentials] = /^([A-Za-z]+) +(\S+) *$/.exec(header) ?? []
  if (scheme?.toLowerCase() === 'bearer' && credentials)
    return liveCaller(box, credentials, () => byBearer(box, credentials, exchange))
  if (scheme?.toLowerCase() === 'basic' && credentials)
    return byBasic(box, credentials, exchange.remoteAddress)
  throw unauthorized(
    'Send `Authorization: Bearer <access token>`, or Basic with a client id and secret',
  )
}

const byBearer = async (box: Box, token: string, exchange: Exchange): Promise<Caller> => {
  let over: AccessClaims | undefined
  const jwt = await verifyAccessToken(box, token, claims => {
    over = claims
  })
  const live = jwt ? await liveSession(box, jwt.jti) : undefined
  const isCut = live !== undefined && isCutShort(box, live.session)
  if (!jwt || !live || isCut || jwt.client_id !== live.client.id || jwt.sub !== subjectOf(live)) {
    const reason = !jwt || isCut ? 'token-over' : 'token-ended'
    await rememberDeadToken(box, jwt ?? over, reason, exchange)
    throw unauthorized('The access token is unknown, over or revoked: get a new one')
  }
  const { session, client, user } = live
  return {
    jwt,
    session,
    client: withoutSecret(client),
    ...(user ? { user: withoutPassword(user) } : {}),
  }
}

/** The app's vendor finds it in the request log; of a token that this box never signed nobody is told. */
const rememberDeadToken = async (
  box: Box,
  claims: AccessClaims | undefined,
  reason: RefusalReason,
  { path, remoteAddress }: Exchange,
): Promise<void> => {
  if (!claims?.client_id) return
  const type = /^\/fhir\/([A-Za-z]+)/.exec(path)?.[1] ?? ''
  await recordRefusal(box, {
    kind: 'access-token-refused',
    client: claims.client_id,
    session: claims.jti,
    address: remoteAddress,
    error: 'login',
    reason,
    ...(Object.hasOwn(scopeTable, type) ? { type } : {}),
  })
}

const byBasic = async (box: Box, credentials: string, address: string): Promise<Caller> => {
  for (const candidate of basicCandidates(credentials)) {
    const client = await clientWith(box, candidate)
    if (client) return { client: withoutSecret(client) }
  }
  const id = basicCandidates(credentials)[0]?.id ?? ''
  const key = throttleOf('client', `${id} ${address}`)
  const { retryAfter } = await countFailure(box, key, 'clientFailuresPerMinute')
  if (retryAfter !== undefined)
    throw fail(
      'throttled',
      'Too many failed attempts of this client: wait, then use the right secret',
      {
        headers: { 'Retry-After': String(retryAfter) },
      },
    )
  await recordEvent(box, {
    kind: 'client-authentication-failed',
    client: (await activeClient(box, id))?.id,
    address,
  })
  throw unauthorized(
    'Client id or secret is wrong, or this client may not use Basic',
    'Basic realm="fhir", charset="UTF-8"',
  )
}

const clientWith = async (box: Box, { id, secret }: Credentials) => {
  const client = await activeClient(box, id)
  const matches = secretMatches(secret, client?.secret)
  return client && matches && mayUse(client, 'basic') ? client : undefined
}

// Session has a documented search parameter of this name; everywhere else it would be a token in a log (RFC 9700 4.3.2).
const refuseTokenInQuery = ({ path, queryString }: Exchange): void => {
  if (/\/Session$/.test(path) || !queryString.includes('access_token')) return
  if (new URLSearchParams(queryString).has('access_token'))
    throw unauthorized(
      'An access token in the URL is never accepted: send it in the Authorization header',
    )
}

const subjectOf = ({ client, user }: { client: { id: string }; user?: { id: string } }): string =>
  user?.id ?? client.id

// Copied once for each version in memory: what is worked out of a Client or User is then found again by its identity.
const clients = new WeakMap<object, KnownClient>()
const users = new WeakMap<object, User>()

const withoutSecret = (client: KnownClient): KnownClient => {
  const known = clients.get(client) ?? { ...client, secret: undefined }
  clients.set(client, known)
  return known
}

const withoutPassword = (user: User): User => {
  const known = users.get(user) ?? { ...user, password: undefined, twoFactor: undefined }
  users.set(user, known)
  return known
}

/** 401 of the API, with the challenge that RFC 6750 asks for. */
export const unauthorized = (
  diagnostics: string,
  challenge = 'Bearer error="invalid_token"',
): BoxError => fail('login', diagnostics, { headers: { 'WWW-Authenticate': challenge } })
