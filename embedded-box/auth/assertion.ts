// private_key_jwt: a client proves itself with a signed assertion, used once (RFC 7523; SMART "Client Authentication: Asymmetric").
import { decodeProtectedHeader, jwtVerify } from 'jose'
import type { Box } from '../box.ts'
import { clientKey } from './client-keys.ts'
import { activeClient, type KnownClient } from './clients.ts'
import { markUsed } from './schema.ts'
import { sha256 } from './secrets.ts'
import { secondsNow } from './tokens.ts'

/** The one type of assertion that is read. */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const longestSeconds = 300

/** The client that signed this assertion; undefined when anything about it is wrong. */
export const verifyAssertion = async (
  box: Box,
  type: string | undefined,
  assertion: string,
): Promise<KnownClient | undefined> => {
  if (type !== assertionType || assertion.length > 16_384) return undefined
  const client = await claimedClient(box, assertion)
  const accepted = client?.auth?.client_credentials ?? client?.auth?.authorization_code
  if (!client || !accepted?.client_assertion_types?.includes(assertionType)) return undefined
  const claims = await verify(box, client, assertion)
  if (!claims?.exp || !claims.jti || claims.jti.length > 256) return undefined
  if (claims.exp > secondsNow(box) + longestSeconds) return undefined
  const id = `assertion:${sha256(`${client.id} ${claims.jti}`)}`
  return (await markUsed(box.database, id, new Date(claims.exp * 1000))) ? client : undefined
}

// Whose keys to look at; what is read here is only believed after the signature is checked.
const claimedClient = async (box: Box, assertion: string): Promise<KnownClient | undefined> => {
  const [, payload] = assertion.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null || !('iss' in claims)) return undefined
    return typeof claims.iss === 'string' ? activeClient(box, claims.iss) : undefined
  } catch {
    return undefined
  }
}

const verify = async (box: Box, client: KnownClient, assertion: string) => {
  try {
    const { alg, kid, jku } = decodeProtectedHeader(assertion)
    if ((alg !== 'RS384' && alg !== 'ES384') || !kid) return undefined
    if (jku !== undefined && jku !== client.jwks_uri) return undefined
    const key = await clientKey(box, client, { kid, alg })
    if (!key) return undefined
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['RS384', 'ES384'],
      issuer: client.id,
      subject: client.id,
      audience: [`${box.config.baseUrl}/auth/token`, box.config.baseUrl],
      currentDate: box.clock(),
      requiredClaims: ['exp', 'jti'],
    })
    return payload
  } catch {
    return undefined
  }
}
