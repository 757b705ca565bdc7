// What a month of claims adds up to.
import { expect, test } from 'vitest'
import { claimsByMonth } from './claims-by-month.ts'

const total = (code: string, value: number) => ({
  category: { coding: [{ code }] },
  amount: { value, currency: 'USD' },
})
const claim = (start: string, paid: number, owed: number) => ({
  resourceType: 'ExplanationOfBenefit',
  billablePeriod: { start },
  total: [total('benefit', paid), total('memberliability', owed)],
})

test('a month adds up its claims to the cent, by who paid', () => {
  expect(claimsByMonth([claim('2026-03-02', 0.1, 10), claim('2026-03-30', 0.2, 5.25)])).toEqual([
    { month: '2026-03', claims: 2, planPaid: 30, youOwe: 1525 },
  ])
})

test('months without a claim are empty, over the turn of the year too', () => {
  const rows = claimsByMonth([claim('2026-02-01', 1, 0), claim('2025-11-30', 1, 0)])
  expect(rows.map(({ month, claims }) => [month, claims])).toEqual([
    ['2025-11', 1],
    ['2025-12', 0],
    ['2026-01', 0],
    ['2026-02', 1],
  ])
})

test('only the newest months are drawn, and a claim without a date in none', () => {
  const old = claim('1999-01-01', 1, 0)
  const undated = { resourceType: 'ExplanationOfBenefit' }
  expect(claimsByMonth([old, undated, claim('2026-02-01', 1, 0)], 2)).toMatchObject([
    { month: '2026-01', claims: 0 },
    { month: '2026-02', claims: 1 },
  ])
  expect(claimsByMonth([undated])).toEqual([])
})
