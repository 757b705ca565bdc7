// Whose forms the consent page takes.
import { expect, test } from 'vitest'
import { isOwnForm } from './own-form.ts'

const portal = 'https://portal.test'
const form = (headers: Record<string, string>) => isOwnForm({ headers }, portal)

test('a form of our own page is taken, whether the browser shows its origin or hides it', () => {
  expect(form({ origin: portal })).toBe(true)
  expect(form({ origin: portal, 'sec-fetch-site': 'same-origin' })).toBe(true)
  expect(form({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(true)
})

test('a form of another site, or of nobody knows where, is refused', () => {
  expect(form({ origin: 'https://evil.test' })).toBe(false)
  expect(form({ origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' })).toBe(false)
  expect(form({ origin: 'null', 'sec-fetch-site': 'cross-site' })).toBe(false)
  expect(form({ origin: 'null' })).toBe(false)
  expect(form({ origin: portal, 'sec-fetch-site': 'same-site' })).toBe(false)
  expect(form({})).toBe(false)
})
