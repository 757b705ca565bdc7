// When a delegation holds: its period, and the day a child comes of age.
import { expect, test } from 'vitest'
import { type Delegation, holds } from './delegation.ts'

const at = (delegation: Partial<Delegation>, day: string, age = 18): boolean =>
  holds({ relationship: [], ...delegation }, new Date(`${day}T12:00:00Z`), age)

test('a delegation holds within its period, the last day included', () => {
  const period = { start: '2026-01-01', end: '2026-06-30' }
  expect(at({ period }, '2025-12-31')).toBe(false)
  expect(at({ period }, '2026-01-01')).toBe(true)
  expect(at({ period }, '2026-06-30')).toBe(true)
  expect(at({ period }, '2026-07-01')).toBe(false)
  expect(at({ period: { end: '2026' } }, '2026-12-31')).toBe(true)
  expect(at({ period: { end: 'soon' } }, '2026-01-01')).toBe(true)
  expect(at({ period: { end: '2026-06-30Tsoon' } }, '2026-01-01')).toBe(false)
})

test("a parent's access ends on the day the child comes of age, at the configured age", () => {
  const child = { relationship: ['MTH'], birthDate: '2010-05-20' }
  expect(at(child, '2028-05-19')).toBe(true)
  expect(at(child, '2028-05-20')).toBe(false)
  expect(at(child, '2026-05-20', 16)).toBe(false)
  expect(at({ ...child, birthDate: '2010' }, '2028-01-01')).toBe(false)
  expect(at({ ...child, birthDate: 'unknown' }, '2012-01-01')).toBe(false)
})

test('who was chosen by a grown-up, or given the task anew, keeps it', () => {
  const grown = { birthDate: '1950-01-01' }
  expect(at({ ...grown, relationship: ['CHILD'] }, '2026-01-01')).toBe(true)
  expect(at({ ...grown, relationship: ['SPS'] }, '2026-01-01')).toBe(true)
  const anew = { relationship: ['MTH'], birthDate: '2000-01-01', period: { start: '2020-02-01' } }
  expect(at(anew, '2026-01-01')).toBe(true)
})
