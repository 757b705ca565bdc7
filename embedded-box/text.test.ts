// Texts in pieces become the bytes of the whole, whatever characters they have.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, joined, lengthOf } from './text.ts'

const piece = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀'), maxLength: 3_000 }),
)

test('the bytes of a text in pieces are those of the text', () => {
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      expect(bytesOf(pieces).equals(Buffer.from(pieces.join(''), 'utf8'))).toBe(true)
      expect(lengthOf(pieces)).toBe(joined(pieces).length)
    }),
  )
})

test('many characters of several bytes at the end of a long text are not cut off', () => {
  const text = [`${'a'.repeat(100_000)}`, '€'.repeat(30_000), 'z']
  expect(bytesOf(text).toString()).toBe(text.join(''))
})
