// NPIs that nobody holds, with the check digit that everybody checks.
import { expect, test } from 'vitest'
import { isNpi, npi } from './npi.ts'

test('synthetic provider numbers have the right check digit and a first digit that is never issued', () => {
  expect([1, 2, 3, 10].map(npi)).toEqual(['9990000017', '9990000025', '9990000033', '9990000108'])
  for (let number = 1; number < 3000; number += 7) expect(isNpi(npi(number))).toBe(true)
})

test('a provider number with one wrong digit is recognised', () => {
  expect(isNpi('9990000018')).toBe(false)
  expect(isNpi('999000001')).toBe(false)
})
