// Due days: the day of sending does not count, nor do weekends and holidays, and the plan's own midnight is the end.
import { describe, expect, test } from 'vitest'
import { dueDay, isOverdue, isReminding } from './due.ts'
import { readReviewRules } from './rules.ts'

const faults: string[] = []
const rules = readReviewRules(undefined, faults)

test('the rules that come with the product have no faults', () => {
  expect(faults).toEqual([])
  expect(rules.rejectReasons.length).toBeGreaterThan(5)
})

describe('a request is due', () => {
  test.each([
    ['sent on a Monday morning: the Monday after', '2026-03-02T15:00:00Z', '2026-03-09'],
    ['sent on a Saturday: five working days later', '2026-03-07T15:00:00Z', '2026-03-13'],
    ['late on Sunday where the plan is, Monday in London', '2026-03-02T03:00:00Z', '2026-03-06'],
    ['over Thanksgiving a day later', '2026-11-23T15:00:00Z', '2026-12-01'],
    ['over New Year', '2026-12-30T15:00:00Z', '2027-01-07'],
  ])('%s', (_, sentAt, due) => {
    expect(dueDay(sentAt, rules)).toBe(due)
  })
})

test('a request is overdue when its due day is over where the plan is, not in London', () => {
  expect(isOverdue('2026-03-09', new Date('2026-03-10T03:59:00Z'), rules)).toBe(false)
  expect(isOverdue('2026-03-09', new Date('2026-03-10T04:01:00Z'), rules)).toBe(true)
})

test('admins are reminded from one working day before it is due', () => {
  expect(isReminding('2026-03-09', new Date('2026-03-05T18:00:00Z'), rules)).toBe(false)
  expect(isReminding('2026-03-09', new Date('2026-03-06T18:00:00Z'), rules)).toBe(true)
  expect(isReminding('2026-03-09', new Date('2026-03-12T18:00:00Z'), rules)).toBe(true)
})

test("every fault of a plan's own file is named with the way out", () => {
  const found: string[] = []
  readReviewRules('/nowhere/rules.yaml', found)
  expect(found.join('\n')).toMatch(/cannot be read[\s\S]*timeZone[\s\S]*rejectReasons/)
  expect(found.join('\n')).toMatch(/workingDays must be a whole number/)
})
