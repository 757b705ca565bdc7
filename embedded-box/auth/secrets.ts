// Random secrets and their hashes: what the box hands out once and keeps only as SHA-256.
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** SHA-256 in hex: how codes, tokens, cookies and flow ids are kept. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex')

/**
 * A Client's secret as Aidbox stores it. A stored secret cannot be told from a clear one of 64 hex digits:
 * whoever writes a Client compares with the version before, not with the form.
 */
export const hashSecret = (clear: string): string => sha256(clear)

/** True when `clear` is the secret that was hashed; takes as long whatever differs. */
export const secretMatches = (clear: string, hash: string | undefined): boolean =>
  hash !== undefined && sameText(sha256(clear), hash)

/** Compares two texts in constant time; only their lengths may show. */
export const sameText = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** An unguessable text of `A-Za-z0-9_-`, 256 bits unless said otherwise. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url')
