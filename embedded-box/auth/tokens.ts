// The box's JWTs: access tokens (RFC 9068, with Aidbox's atv and context) and id tokens. One key signs both, `typ` parts them.
import { errors, type JWTPayload, jwtVerify } from 'jose'
import type { Box } from '../box.ts'
import type { AccessClaims } from '../context.ts'
import { keysOf } from './keys.ts'
import { signJwt } from './signing.ts'
import { verifiedTokens } from './verified-tokens.ts'

const idTokenSeconds = 600

/** The FHIR base: what access tokens are good for. */
export const audienceOf = (box: Box): string => `${box.config.baseUrl}/fhir`

/** Now, in whole seconds, by the box's clock. */
export const secondsNow = (box: Box): number => Math.floor(box.clock().getTime() / 1000)

/** Signs an access token, good from `iat` to `exp` (epoch seconds). Without a scope it is a plain session token that carries no SMART claims. */
export const signAccessToken = async (
  box: Box,
  claims: {
    sub: string
    jti: string
    iat: number
    exp: number
    client_id: string
    scope?: string
    atv?: 2
    context?: { patient?: string }
  },
): Promise<string> => {
  const { sign } = await keysOf(box)
  return signJwt(sign, 'at+jwt', { ...claims, iss: box.config.baseUrl, aud: audienceOf(box) })
}

/** Signs an id token for one client. */
export const signIdToken = async (
  box: Box,
  claims: {
    sub: string
    /** The client. */
    aud: string
    auth_time: number
    nonce?: string
    fhirUser?: string
    [claim: string]: unknown
  },
): Promise<string> => {
  const { sign } = await keysOf(box)
  const iat = secondsNow(box)
  const exp = iat + idTokenSeconds
  return signJwt(sign, 'JWT', { ...claims, iss: box.config.baseUrl, iat, exp })
}

/** The claims of an access token that this box signed and that is not over; undefined for anything else. `onOver` hears of one of ours that is over. */
export const verifyAccessToken = async (
  box: Box,
  token: string,
  onOver?: (claims: AccessClaims | undefined) => void,
): Promise<AccessClaims | undefined> => {
  if (token.length > 8192) return undefined
  const known = verifiedTokens(box).get(token, secondsNow(box))
  if (known) return known
  const { verify } = await keysOf(box)
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : verify.get(kid)
        if (!key) throw new Error('unknown key')
        return key
      },
      {
        algorithms: ['RS256'],
        typ: 'at+jwt',
        issuer: box.config.baseUrl,
        audience: audienceOf(box),
        currentDate: box.clock(),
        requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      },
    )
    const claims = complete(payload)
    return claims && verifiedTokens(box).keep(token, claims)
  } catch (error) {
    // Why a token is bad is nobody's business but its signer's; jose looks at the time after the signature.
    if (error instanceof errors.JWTExpired) onOver?.(complete(error.payload))
    return undefined
  }
}

const complete = (payload: JWTPayload): AccessClaims | undefined => {
  const { iss, sub, iat, exp, jti } = payload
  return iss && sub && iat && exp && jti ? { ...payload, iss, sub, iat, exp, jti } : undefined
}
