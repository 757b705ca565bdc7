// The weeks of the funnel's time line.
import { expect, test } from 'vitest'
import { weeksShown, weeksUntil } from './weeks.ts'

test('the newest week ends with the day asked for, and no day is counted twice or left out', () => {
  const weeks = weeksUntil('2026-11-22')
  expect(weeks).toHaveLength(weeksShown)
  expect(weeks.at(-1)).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  expect(weeks.at(0)).toEqual({ from: '2026-09-28', to: '2026-10-04' })
  for (const [index, { from }] of weeks.slice(1).entries())
    expect(Date.parse(from) - Date.parse(weeks[index]?.to ?? '')).toBe(24 * 60 * 60 * 1000)
})
