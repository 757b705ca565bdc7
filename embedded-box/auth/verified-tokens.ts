// Access tokens whose signature was found good, so that it is checked once a token and not once a request.
// Only the signature is remembered: the end of the token and the state of its Session are looked at each time.
import type { Box } from '../box.ts'
import type { AccessClaims } from '../context.ts'
import { sha256 } from './secrets.ts'

export interface VerifiedTokens {
  /** The claims of exactly this token, unless it is over by now. */
  get(token: string, now: number): AccessClaims | undefined
  /** Remembers, and gives the claims back. */
  keep(token: string, claims: AccessClaims): AccessClaims
}

const atMost = 5_000
const boxes = new WeakMap<Box, VerifiedTokens>()

/** Those of one box: its keys do not change while it runs. Tokens are kept by their hash alone. */
export const verifiedTokens = (box: Box): VerifiedTokens => {
  const known = boxes.get(box)
  if (known) return known
  const made = memory()
  boxes.set(box, made)
  return made
}

const memory = (): VerifiedTokens => {
  const kept = new Map<string, AccessClaims>()
  return {
    get: (token, now) => {
      const key = sha256(token)
      const claims = kept.get(key)
      if (claims === undefined || claims.exp > now) return claims
      kept.delete(key)
      return undefined
    },
    keep: (token, claims) => {
      const [oldest] = kept.keys()
      if (kept.size >= atMost && oldest !== undefined) kept.delete(oldest)
      kept.set(sha256(token), claims)
      return claims
    },
  }
}
