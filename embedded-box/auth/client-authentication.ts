// Which client calls token, introspection or revocation, and the proof of it: a secret (Basic or body), an assertion, or a public client's id.
import type { Request } from 'express'
import type { Box } from '../box.ts'
import { assertionType, verifyAssertion } from './assertion.ts'
import { basicCandidates, type Credentials } from './basic.ts'
import { activeClient, authenticationOf, type KnownClient } from './clients.ts'
import { recordEvent } from './events.ts'
import { invalidClient, invalidRequest, OAuthError } from './oauth-error.ts'
import { given, type Parameters } from './parameters.ts'
import { secretMatches } from './secrets.ts'
import { countFailure, isThrottled, type Rider, throttleOf } from './throttle.ts'

export interface ProvenClient {
  client: KnownClient
  /** `none`: a public client, which proves nothing. */
  by: 'none' | 'secret' | 'assertion'
}

/** A client, and what its rider found: null when that was nothing, absent without a rider. */
export type CarryingClient<Row> = ProvenClient & { found?: Row | null }

/**
 * The calling client, proven as its registration says; undefined when it did not say who it is. Throws OAuthError.
 * What a rider found is handed out with the proof only.
 */
export const authenticateClient = async <Row extends object>(
  box: Box,
  request: Request,
  form: Parameters,
  rider?: Rider,
): Promise<CarryingClient<Row> | undefined> => {
  const basic = basicOf(request)
  const assertion = given(form, 'client_assertion')
  const secret = given(form, 'client_secret')
  const named = given(form, 'client_id')
  if ([basic, assertion, secret].filter(method => method !== undefined).length > 1)
    throw invalidRequest('the client proves who it is in two ways: use one')
  // Not a failed proof, but a request that cannot be read as one: kits ask for 400 here.
  if (assertion !== undefined && given(form, 'client_assertion_type') !== assertionType)
    throw invalidRequest(`client_assertion_type is ${assertionType}`)
  if (!basic && !assertion && named === undefined)
    return secret === undefined ? undefined : refuse(box, request, '')

  const id = basic?.[0]?.id ?? named ?? (await assertedId(assertion)) ?? ''
  const { found } = await refuseThrottled<Row>(box, request, id, rider)
  const proven = basic
    ? await bySecret(box, basic)
    : assertion
      ? await byAssertion(box, form, assertion)
      : secret !== undefined
        ? await bySecret(box, [{ id, secret }])
        : await byNothing(box, id)
  if (!proven || (named !== undefined && named !== proven.client.id))
    return refuse(box, request, id)
  return found === undefined ? proven : { ...proven, found }
}

const basicOf = (request: Request): Credentials[] | undefined => {
  const header = request.headers.authorization
  if (header === undefined) return undefined
  const [, encoded] = /^basic +(\S+) *$/i.exec(header) ?? []
  // Another scheme, or nothing readable, is a failed proof, not the absence of one.
  return encoded ? basicCandidates(encoded) : []
}

const bySecret = async (
  box: Box,
  candidates: readonly Credentials[],
): Promise<ProvenClient | undefined> => {
  for (const { id, secret } of candidates) {
    const client = await activeClient(box, id)
    const matches = secretMatches(secret, client?.secret)
    if (client && matches && authenticationOf(client) === 'secret') return { client, by: 'secret' }
  }
  return undefined
}

const byNothing = async (box: Box, id: string): Promise<ProvenClient | undefined> => {
  const client = await activeClient(box, id)
  return client && authenticationOf(client) === 'none' ? { client, by: 'none' } : undefined
}

const byAssertion = async (
  box: Box,
  form: Parameters,
  assertion: string,
): Promise<ProvenClient | undefined> => {
  const client = await verifyAssertion(box, given(form, 'client_assertion_type'), assertion)
  return client && authenticationOf(client) === 'assertion'
    ? { client, by: 'assertion' }
    : undefined
}

// Who the assertion says it is from; only for counting, it is not checked yet.
const assertedId = async (assertion: string | undefined): Promise<string | undefined> => {
  const [, payload] = assertion?.split('.') ?? []
  if (!payload) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const isNamed = typeof claims === 'object' && claims !== null && 'iss' in claims
    return isNamed && typeof claims.iss === 'string' ? claims.iss : undefined
  } catch {
    return undefined
  }
}

const counterOf = (request: Request, id: string): string =>
  throttleOf('client', `${id} ${request.ip ?? ''}`)

const refuseThrottled = async <Row extends object>(
  box: Box,
  request: Request,
  id: string,
  rider: Rider | undefined,
): Promise<{ found?: Row | null }> => {
  const counter = counterOf(request, id)
  const limit = 'clientFailuresPerMinute'
  const { retryAfter, ...carried } = await isThrottled<Row>(box, counter, limit, rider)
  if (retryAfter === undefined) return carried
  throw new OAuthError('slow_down', 'too many failed attempts of this client: wait', 429, {
    'Retry-After': String(retryAfter),
  })
}

const refuse = async (box: Box, request: Request, id: string): Promise<never> => {
  await countFailure(box, counterOf(request, id), 'clientFailuresPerMinute')
  const known = await activeClient(box, id)
  const address = request.ip
  await recordEvent(box, { kind: 'client-authentication-failed', client: known?.id, address })
  throw invalidClient()
}
