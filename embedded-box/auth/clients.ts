// How a Client resource is read: what it may do at authorize and token, with the contract's defaults and limits.
import type { Client, ClientAuth } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { lookupsOf } from './lookups.ts'

export type KnownClient = Client & { id: string }

const day = 24 * 60 * 60

/** An active Client by id; one that is switched off is unknown, everywhere and at once. */
export const activeClient = async (box: Box, id: string): Promise<KnownClient | undefined> => {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(id)) return undefined
  const client = await lookupsOf(box).Client.get(id)
  return client && isActive(client) ? client : undefined
}

/** True unless `active` says otherwise. */
export const isActive = ({ active }: Client): boolean => active === undefined || active === true

/** Whether a grant type is listed; `code` is Aidbox's synonym of `authorization_code`. */
export const mayUse = (
  { grant_types: listed = [] }: Client,
  grantType: 'authorization_code' | 'client_credentials' | 'basic',
): boolean =>
  listed.includes(grantType) || (grantType === 'authorization_code' && listed.includes('code'))

/** Our own portals' clients that call operations only: no SMART launch, no scopes, no patient. */
export const isOperationsOnly = (client: Client): boolean =>
  client.first_party === true && client.type !== 'smart-app'

/** How this client says who it is at the token endpoint. */
export const authenticationOf = (client: Client): 'none' | 'secret' | 'assertion' => {
  const { authorization_code: code, client_credentials: machine } = client.auth ?? {}
  if (code?.client_assertion_types?.length || machine?.client_assertion_types?.length)
    return 'assertion'
  const hasSecret = client.secret !== undefined && client.secret !== ''
  if (hasSecret && code?.secret_required !== false) return 'secret'
  // A client that must have a secret and has none can prove nothing: it is never taken for a public one.
  return code?.secret_required === true || !code ? 'secret' : 'none'
}

/** Whether a challenge is required: public clients always. */
export const needsChallenge = (client: Client): boolean =>
  client.auth?.authorization_code?.pkce === true || authenticationOf(client) === 'none'

/** Life of an access token in seconds: 1800 unless set, never above an hour (examples carry milliseconds). */
export const accessSeconds = ({ access_token_expiration: set }: ClientAuth): number =>
  set === undefined || set <= 0 ? 1800 : Math.min(set, 3600)

/** Life of a refresh token in seconds from consent: 13 months unless set. */
export const refreshSeconds = ({ refresh_token_expiration: set }: ClientAuth): number =>
  set === undefined || set <= 0 ? 396 * day : set

/** The registered redirect that `asked` names; loopback redirects of public clients may vary their port (RFC 8252). */
export const isRegisteredRedirect = (client: Client, asked: string): boolean => {
  const registered = client.auth?.authorization_code?.redirect_uri
  if (!registered || registered.includes('#')) return false
  if (registered === asked) return true
  if (authenticationOf(client) !== 'none') return false
  const [mine, theirs] = [loopback(registered), loopback(asked)]
  return mine !== undefined && theirs !== undefined && mine === theirs
}

// The URL without its port, or undefined when it is not plain http on a loopback address. `localhost` is a name, not one.
const loopback = (url: string): string | undefined => {
  const match =
    /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([1-9][0-9]{0,4}))?((?:\/[^#\s\\]*)?)$/.exec(url)
  if (!match || Number(match[2] ?? 80) > 65535) return undefined
  return `${match[1]}${match[3]}`
}

/** Origin of a redirect for CSP and CORS; custom schemes give `scheme:`. */
export const originOf = (url: string): string => {
  const { origin, protocol } = new URL(url)
  return origin === 'null' ? protocol : origin
}
