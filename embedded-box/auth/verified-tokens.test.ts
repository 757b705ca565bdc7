// What is remembered of an access token is its signature, never that it is still good.
import { expect, test } from 'vitest'
import type { Box } from '../box.ts'
import type { AccessClaims } from '../context.ts'
import { verifiedTokens } from './verified-tokens.ts'

// the memory looks at nothing of a box but which one it is
const someBox = (): Box => Object.create(null)
const claims: AccessClaims = { iss: 'i', sub: 's', iat: 1, exp: 100, jti: 'j' }

test('a token that was checked is known again until the second it ends', () => {
  const tokens = verifiedTokens(someBox())
  expect(tokens.keep('a.b.c', claims)).toBe(claims)
  expect(tokens.get('a.b.c', 99)).toBe(claims)
  expect(tokens.get('a.b.c', 100)).toBeUndefined()
  expect(tokens.get('a.b.c', 99)).toBeUndefined()
})

test('a token that differs in one letter, or of another box, is not known', () => {
  const tokens = verifiedTokens(someBox())
  tokens.keep('a.b.c', claims)
  expect(tokens.get('a.b.d', 50)).toBeUndefined()
  expect(verifiedTokens(someBox()).get('a.b.c', 50)).toBeUndefined()
})
