// What a Session says of its last use: connected apps show it, and mails about unused apps go by it.
import { expect, test } from 'vitest'
import { lastUseOf } from './last-use.ts'

const session = {
  resourceType: 'Session' as const,
  id: 's',
  active: true,
  start: '2026-01-01T08:00:00.000Z',
  exp: Date.parse('2026-03-01T09:30:00.000Z') / 1000,
  meta: { versionId: '7', lastUpdated: '2026-03-01T09:00:00.000Z' },
}
const endedInMay = {
  ...session,
  active: false,
  meta: { versionId: '8', lastUpdated: '2026-05-20T12:00:00.000Z' },
}

test('an app was last used when it last came for a token', () => {
  expect(lastUseOf(session)).toBe('2026-03-01T09:00:00.000Z')
})

test('ending a Session is no use of the app: its last token is', () => {
  expect(lastUseOf(endedInMay)).toBe('2026-03-01T08:30:00.000Z')
})

test('a Session that was ended before its first token was over was used when it began, and never after its end', () => {
  const exp = Date.parse('2026-01-01T08:30:00.000Z') / 1000
  expect(lastUseOf({ ...endedInMay, exp })).toBe('2026-01-01T08:00:00.000Z')
  const farAway = Date.parse('2027-01-01T00:00:00.000Z') / 1000
  expect(lastUseOf({ ...endedInMay, exp: farAway })).toBe('2026-05-20T12:00:00.000Z')
})

test('an ended Session that does not say when it began tells nothing', () => {
  const { start: _start, ...unknown } = endedInMay
  expect(lastUseOf(unknown)).toBe('')
})
