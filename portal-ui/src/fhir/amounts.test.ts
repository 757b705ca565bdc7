// A claim's amounts as a member reads them.
import { expect, test } from 'vitest'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { claimAmounts, lineAmount, money } from './amounts.ts'

const base = 'http://terminology.hl7.org/CodeSystem/adjudication'
const amount = (code: string, value: number) => ({
  category: { coding: [{ system: base, code }] },
  amount: { value, currency: 'USD' },
})

const claim = (parts: Record<string, unknown>): Resource => ({
  resourceType: 'ExplanationOfBenefit',
  ...parts,
})

test('a claim with totals shows billed, allowed, plan paid and what the member owes', () => {
  const amounts = claimAmounts(
    claim({
      total: [
        amount('submitted', 250),
        amount('eligible', 180.1),
        amount('benefit', 150.08),
        amount('memberliability', 30.02),
      ],
    }),
  )
  expect(amounts).toMatchObject({ billed: 25000, allowed: 18010, planPaid: 15008, youOwe: 3002 })
})

test('a claim without totals is added up from its lines, to the cent', () => {
  const line = { adjudication: [amount('submitted', 0.1), amount('memberliability', 0.07)] }
  const amounts = claimAmounts(claim({ item: [line, line, line] }))
  expect(amounts).toMatchObject({ billed: 30, youOwe: 21, allowed: undefined })
  expect(lineAmount(line, 'billed')).toBe(10)
})

test('an institutional claim adjudicated on its header is read from there, not doubled by its lines', () => {
  const amounts = claimAmounts(
    claim({
      adjudication: [amount('submitted', 900)],
      item: [{ adjudication: [amount('submitted', 400)] }],
    }),
  )
  expect(amounts.billed).toBe(90000)
})

test('an amount that the claim does not state is shown as a dash, never as nothing owed', () => {
  const amounts = claimAmounts(claim({}))
  expect(money(amounts.youOwe)).toBe('–')
  expect(money(0)).toBe('$0.00')
  expect(money(123456)).toBe('$1,234.56')
})

test('an older claim that only states its payment still shows what the plan paid', () => {
  expect(claimAmounts(claim({ payment: { amount: { value: 77.5 } } })).planPaid).toBe(7750)
})

test('amounts of the wrong shape are left out', () => {
  const amounts = claimAmounts(
    claim({ total: [{ category: { coding: 'submitted' }, amount: { value: '12' } }, null, 3] }),
  )
  expect(amounts.billed).toBeUndefined()
})
