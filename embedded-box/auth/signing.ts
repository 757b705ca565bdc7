// Signs the box's JWTs in the compact form (RFC 7515 3.1) with RS256 and nothing else.
// On this thread: handing a signature to another and waking it again costs a third of the signature itself.
import { type KeyObject, sign } from 'node:crypto'
import type { JWTPayload } from 'jose'

export interface SigningKey {
  kid: string
  /** RSA, 2048 bits or more. */
  key: KeyObject
}

/** A signed JWT of this `typ`; which algorithm signs is not up to anyone who asks. */
export const signJwt = ({ kid, key }: SigningKey, typ: string, claims: JWTPayload): string => {
  const text = `${encoded({ alg: 'RS256', typ, kid })}.${encoded(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

const encoded = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')
