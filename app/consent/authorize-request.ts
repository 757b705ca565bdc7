// The authorize request a box sent the browser here with: whose it is, and whether its redirect is really theirs.
// SMART contract, section 4: nothing leaves for a redirect that is not registered.
import type { Client, Stored } from '../../vocabulary/aidbox.ts'
import { splitScopes } from '../../vocabulary/scopes.ts'
import type { BoxClient } from '../box-client.ts'
import { ConsentProblem } from './problem.ts'

export interface AuthorizeRequest {
  client: Stored<Client>
  redirectUri: string
  state: string | undefined
  scopes: readonly string[]
  /** Patient of the launch token, if one came along; the box verifies the token itself. */
  launchPatient: string | undefined
}

const longestQuery = 8192

/** Reads the query and the Client; throws ConsentProblem where a box would not redirect either. */
export const readAuthorizeRequest = async (
  box: BoxClient,
  query: string,
): Promise<AuthorizeRequest> => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (query.length > longestQuery || /%0[0-9a-f]|%1[0-9a-f]|%7f|[\u0000-\u001f]/i.test(query))
    throw new ConsentProblem('bad-request')
  const params = new URLSearchParams(query)
  const names = [...params.keys()]
  if (new Set(names).size !== names.length) throw new ConsentProblem('bad-request')

  const id = params.get('client_id') ?? ''
  const client = /^[A-Za-z0-9._-]{1,64}$/.test(id) ? await box.read('Client', id) : undefined
  // First-party clients have no consent page: a box never sends one here.
  if (!client || client.active === false || client.first_party === true)
    throw new ConsentProblem('unknown-app')
  const redirectUri = params.get('redirect_uri') ?? ''
  if (!isRegisteredRedirect(client, redirectUri)) throw new ConsentProblem('unknown-redirect')
  return {
    client,
    redirectUri,
    state: params.get('state') ?? undefined,
    scopes: splitScopes(params.get('scope') ?? ''),
    launchPatient: patientOfLaunch(params.get('launch') ?? ''),
  }
}

/** The redirect as registered; public clients on loopback addresses may vary the port (RFC 8252). */
export const isRegisteredRedirect = (client: Client, asked: string): boolean => {
  const code = client.auth?.authorization_code
  const registered = code?.redirect_uri
  if (!registered || registered.includes('#')) return false
  if (registered === asked) return true
  const isPublic = code?.secret_required !== true && client.secret === undefined
  const [mine, theirs] = [withoutPort(registered), withoutPort(asked)]
  return isPublic && mine !== undefined && mine === theirs
}

/** Where the browser goes when the answer is no; `state` comes back as it was sent. */
export const deniedUrl = ({ redirectUri, state }: AuthorizeRequest): string =>
  [
    `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}error=access_denied`,
    'error_description=The%20member%20said%20no',
    ...(state === undefined ? [] : [`state=${encodeURIComponent(state)}`]),
  ].join('&')

/** What `form-action` must allow for the redirect: its origin, or its scheme. */
export const redirectSource = (redirectUri: string): string => {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}

/** The host a person returns to, or the app's own scheme. */
export const redirectHost = (redirectUri: string): string => {
  const { host, protocol } = new URL(redirectUri)
  return /^https?:$/.test(protocol) ? host : protocol.slice(0, -1)
}

// `localhost` is a name that others may answer to, so only addresses count.
const withoutPort = (url: string): string | undefined => {
  const match = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([1-9]\d{0,4}))?((?:\/[^#\s\\]*)?)$/.exec(
    url,
  )
  return match && Number(match[2] ?? 80) <= 65535 ? `${match[1]}${match[3]}` : undefined
}

const patientOfLaunch = (token: string): string | undefined => {
  const [, payload] = token.split('.')
  if (!payload) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const { ctx } = claims as { ctx?: { patient?: unknown } } // read as unknown below
    return typeof ctx?.patient === 'string' ? ctx.patient : undefined
  } catch {
    return undefined // not a token we can look into: all patients are offered, the box decides
  }
}
