// Secrets and passwords: only hashes are kept, in Aidbox's forms.
import { expect, test } from 'vitest'
import { hashPassword, isPasswordHash, passwordMatches } from './passwords.ts'
import { hashSecret, randomToken, sameText, secretMatches } from './secrets.ts'

test('a password is kept as Aidbox keeps it and only the right one matches', async () => {
  const stored = await hashPassword('correct horse battery')
  expect(stored).toMatch(/^\$s0\$f0801\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$/)
  expect(await passwordMatches('correct horse battery', stored)).toBe(true)
  expect(await passwordMatches('correct horse batterz', stored)).toBe(false)
  expect(await hashPassword('correct horse battery')).not.toBe(stored)
})

test('a hash of other parameters in this form is understood, one of absurd cost is not', async () => {
  // RFC 7914, the third test vector of scrypt: N = 2^14, r = 8, p = 1.
  const salt = Buffer.from('SodiumChloride').toString('base64')
  const hash = Buffer.from(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    'hex',
  ).toString('base64')
  expect(await passwordMatches('pleaseletmein', `$s0$e0801$${salt}$${hash}`)).toBe(true)
  expect(isPasswordHash(`$s0$1f0801$${salt}$${hash}`)).toBe(false)
  expect(isPasswordHash('plan-api-demo')).toBe(false)
})

test('a person without a password matches nothing', async () => {
  expect(await passwordMatches('anything', undefined)).toBe(false)
  expect(await passwordMatches('', 'not a hash')).toBe(false)
})

test('fifty wait for their turn; who comes when fifty wait is asked to come back', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 60 }, () => passwordMatches('x', undefined)),
  )
  const refused = all.filter(one => one.status === 'rejected')
  // besides those who wait, one to four are at it, by the number of cores
  expect(refused.length).toBeGreaterThanOrEqual(6)
  expect(refused.length).toBeLessThan(10)
  expect(refused[0]?.status === 'rejected' && refused[0].reason.status).toBe(503)
})

test('a client secret is kept as SHA-256 and compared whole', () => {
  expect(hashSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(secretMatches('abc', hashSecret('abc'))).toBe(true)
  expect(secretMatches('abd', hashSecret('abc'))).toBe(false)
  expect(secretMatches('abc', undefined)).toBe(false)
  expect(secretMatches(hashSecret('abc'), hashSecret('abc'))).toBe(false)
  expect(sameText('a', 'ab')).toBe(false)
  expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
})
