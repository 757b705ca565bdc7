// An address that asks too much waits; another one does not notice.
import { expect, test } from 'vitest'
import { createThrottle, networkOf } from './throttle.ts'

test('after so many requests in a minute an address waits, and is let in again as time goes on', () => {
  let now = 0
  const throttle = createThrottle(60, () => now)
  for (let count = 0; count < 60; count++) throttle.take('10.0.0.1')
  expect(() => throttle.take('10.0.0.1')).toThrow('Too many requests')
  throttle.take('10.0.0.2')
  now = 1_000
  throttle.take('10.0.0.1')
  expect(() => throttle.take('10.0.0.1')).toThrow('Too many requests')
})

test('the answer says how long to wait', () => {
  const throttle = createThrottle(2, () => 0)
  throttle.take('a')
  throttle.take('a')
  expect(() => throttle.take('a')).toThrow(
    expect.objectContaining({ status: 429, headers: { 'Retry-After': '30' } }),
  )
})

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.1'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
