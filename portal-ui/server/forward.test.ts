// The cookies that travel on to the App.
import { expect, test } from 'vitest'
import { ownCookies } from './forward.ts'

test('a box’s own session cookie never reaches the App', () => {
  expect(ownCookies('asid-8080=secret; consent=flow; asid=older')).toBe('consent=flow')
  expect(ownCookies(undefined)).toBe('')
})
