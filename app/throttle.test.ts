// Counting what an address did lately.
import { expect, test } from 'vitest'
import { createThrottle } from './throttle.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)

test('the third request in a minute waits until the first is a minute old; others are not affected', () => {
  const throttle = createThrottle(2, 60)
  expect(throttle.wait('a', at(0))).toBeUndefined()
  expect(throttle.wait('a', at(20))).toBeUndefined()
  expect(throttle.wait('a', at(30))).toBe(30)
  expect(throttle.wait('b', at(30))).toBeUndefined()
  expect(throttle.wait('a', at(60))).toBeUndefined()
  expect(throttle.wait('a', at(61))).toBe(19)
})

test('being refused does not make the wait longer', () => {
  const throttle = createThrottle(1, 10)
  throttle.wait('a', at(0))
  for (const second of [1, 2, 3]) expect(throttle.wait('a', at(second))).toBe(10 - second)
  expect(throttle.wait('a', at(10))).toBeUndefined()
})
