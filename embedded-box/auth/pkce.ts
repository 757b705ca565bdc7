// PKCE with S256 (RFC 7636), both ways: a challenge needs its verifier, and a verifier without a challenge is a downgrade.
import { createHash } from 'node:crypto'
import { sameText } from './secrets.ts'

/** True when challenge and verifier belong together, or both are absent. */
export const challengeMatches = (
  challenge: string | undefined,
  verifier: string | undefined,
): boolean => {
  if (challenge === undefined || verifier === undefined) return challenge === verifier
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  return sameText(createHash('sha256').update(verifier).digest('base64url'), challenge)
}
