// The password in Aidbox's stored form.
import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { passwordMatches } from './password-check.ts'

const salt = Buffer.from('0123456789abcdef')
const hash = scryptSync('correct horse', salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 })
const stored = `$s0$f0801$${salt.toString('base64')}$${hash.toString('base64')}`

test('the right password matches, another does not', async () => {
  expect(await passwordMatches('correct horse', stored)).toBe(true)
  expect(await passwordMatches('correct horsf', stored)).toBe(false)
})

test.each([
  undefined,
  '',
  'correct horse',
  '$s0$f0801$$',
  '$s0$ff0801$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA',
])(
  'nothing matches %s: it is no stored password, or one that costs too much to check',
  async text => {
    expect(await passwordMatches('correct horse', text)).toBe(false)
    expect(await passwordMatches('', text)).toBe(false)
  },
)
