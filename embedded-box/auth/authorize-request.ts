// An authorization request, checked in the contract's order: nothing redirects before the redirect itself is known to be good.
// SMART App Launch 2.2 "Obtain authorization code"; RFC 6749 4.1.1, 7636, 9700.
import { narrowScopes, splitScopes } from '../../vocabulary/scopes.ts'
import type { Box } from '../box.ts'
import { type Answer, PageFault, RedirectFault } from './authorize-faults.ts'
import {
  activeClient,
  isOperationsOnly,
  isRegisteredRedirect,
  type KnownClient,
  needsChallenge,
} from './clients.ts'
import { type ReadLaunch, readLaunchToken } from './launch-token.ts'
import { given, isFault, type Parameters, readParameters } from './parameters.ts'
import { sha256 } from './secrets.ts'
import { audienceOf } from './tokens.ts'

export interface AuthorizeRequest {
  /** As it came, without `?`: the request is the same only if this is. */
  query: string
  queryHash: string
  client: KnownClient
  /** Where the answer goes. */
  answer: Answer & { state: string }
  /** What may be granted; for operations-only clients identity words at most. */
  offered: readonly string[]
  prompt: ReadonlySet<string>
  maxAge?: number
  challenge?: string
  nonce?: string
  loginHint?: string
  launch?: ReadLaunch
}

const longestQuery = 8 * 1024
const longestScope = 3 * 1024
const identityWords = ['openid', 'fhirUser', 'profile', 'email'] as const
const prompts: ReadonlySet<string> = new Set(['none', 'login', 'consent', 'select_account'])

/** Reads and checks `/auth/authorize?…`; throws PageFault or RedirectFault. */
export const readAuthorizeRequest = async (box: Box, query: string): Promise<AuthorizeRequest> => {
  const parameters = readQuery(query) //                                             1
  const client = await readClient(box, parameters) //                                2
  const redirectUri = readRedirect(client, parameters) //                            3
  const state = given(parameters, 'state')
  const answer = { redirectUri, ...(isOperationsOnly(client) ? { iss: box.config.baseUrl } : {}) }
  const refuse: Refuse = (error, description) => {
    throw new RedirectFault(error, description, { ...answer, state })
  }
  refuseRequestObjects(parameters, refuse) //                                        4
  checkResponse(parameters, refuse) //                                               5
  if (state === undefined) return refuse('invalid_request', 'state is missing') //   6
  checkAudience(box, client, parameters, refuse) //                                  7
  const challenge = readChallenge(client, parameters, refuse) //                     8
  const { prompt, maxAge } = readPrompt(parameters, refuse) //                       9
  const scopes = readScopes(client, parameters, refuse) //                          10
  const launch = await readLaunch(box, client, parameters, refuse) //               11
  const offered = launch ? scopes : scopes.filter(scope => scope !== 'launch')
  const nonce = given(parameters, 'nonce')
  const loginHint = given(parameters, 'login_hint')
  return {
    query,
    queryHash: sha256(query),
    client,
    answer: { ...answer, state },
    offered,
    prompt,
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(challenge ? { challenge } : {}),
    ...(nonce ? { nonce } : {}),
    ...(loginHint ? { loginHint } : {}),
    ...(launch ? { launch } : {}),
  }
}

type Refuse = (error: string, description: string) => never

const readQuery = (query: string): Parameters => {
  if (query.length > longestQuery) throw new PageFault('badRequest')
  const parameters = readParameters(query)
  if (isFault(parameters)) throw new PageFault('badRequest')
  return parameters
}

const readClient = async (box: Box, parameters: Parameters): Promise<KnownClient> => {
  const client = await activeClient(box, given(parameters, 'client_id') ?? '')
  if (!client?.auth?.authorization_code) throw new PageFault('unknownClient')
  return client
}

const readRedirect = (client: KnownClient, parameters: Parameters): string => {
  const asked = given(parameters, 'redirect_uri')
  if (!asked || !isRegisteredRedirect(client, asked)) throw new PageFault('badRedirect')
  return asked
}

const refuseRequestObjects = (parameters: Parameters, refuse: Refuse): void => {
  for (const name of ['request', 'request_uri', 'registration'] as const)
    if (parameters.has(name))
      refuse(`${name}_not_supported`, `${name} is not supported: leave it out`)
}

const checkResponse = (parameters: Parameters, refuse: Refuse): void => {
  const type = given(parameters, 'response_type')
  if (type === undefined) refuse('invalid_request', 'response_type is missing: send code')
  if (type !== 'code') refuse('unsupported_response_type', 'response_type must be code')
  const mode = given(parameters, 'response_mode')
  if (mode !== undefined && mode !== 'query')
    refuse('invalid_request', 'response_mode must be query, or be left out')
}

const checkAudience = (
  box: Box,
  client: KnownClient,
  parameters: Parameters,
  refuse: Refuse,
): void => {
  const asked = given(parameters, 'aud')
  if (asked === undefined && isOperationsOnly(client)) return
  const accepted = [audienceOf(box), ...(client.auth?.authorization_code?.audience ?? [])]
  if (asked === undefined || !accepted.includes(asked))
    refuse('invalid_request', `aud must be ${audienceOf(box)}, the FHIR server the app will call`)
}

const readChallenge = (
  client: KnownClient,
  parameters: Parameters,
  refuse: Refuse,
): string | undefined => {
  const challenge = given(parameters, 'code_challenge')
  const method = given(parameters, 'code_challenge_method')
  if (challenge === undefined && method === undefined) {
    if (needsChallenge(client))
      refuse('invalid_request', 'code_challenge is missing: this client must use PKCE with S256')
    return undefined
  }
  if (challenge === undefined || method === undefined)
    return refuse('invalid_request', 'code_challenge and code_challenge_method come together')
  if (method !== 'S256') refuse('invalid_request', 'code_challenge_method must be S256')
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    refuse('invalid_request', 'code_challenge must be 43 characters of base64url')
  return challenge
}

const readPrompt = (parameters: Parameters, refuse: Refuse) => {
  const prompt = new Set((given(parameters, 'prompt') ?? '').split(' ').filter(Boolean))
  const isKnown = [...prompt].every(word => prompts.has(word))
  if (!isKnown || (prompt.has('none') && prompt.size > 1))
    refuse('invalid_request', 'prompt must be none alone, or of login, consent, select_account')
  const written = given(parameters, 'max_age')
  if (written !== undefined && !/^[0-9]{1,9}$/.test(written))
    refuse('invalid_request', 'max_age must be a number of seconds, 0 or more')
  return { prompt, maxAge: written === undefined ? undefined : Number(written) }
}

const readScopes = (
  client: KnownClient,
  parameters: Parameters,
  refuse: Refuse,
): readonly string[] => {
  const asked = splitScopes(given(parameters, 'scope') ?? '')
  if (isOperationsOnly(client)) return identityWords.filter(word => asked.includes(word))
  const offered = narrowScopes(asked, client.scope)
  if (offered.length === 0)
    refuse('invalid_scope', 'none of the requested scopes may be granted to this app')
  if (offered.join(' ').length > longestScope)
    refuse('invalid_scope', 'the scopes are too long when written out: ask for fewer')
  return offered
}

const readLaunch = async (
  box: Box,
  client: KnownClient,
  parameters: Parameters,
  refuse: Refuse,
): Promise<ReadLaunch | undefined> => {
  const token = given(parameters, 'launch')
  if (token === undefined) return undefined
  const launch = await readLaunchToken(box, client, token)
  return (
    launch ??
    refuse(
      'invalid_request',
      'launch is unknown, over, used, or was made for another client_id: open the app again, with the Client ID it was launched for',
    )
  )
}
