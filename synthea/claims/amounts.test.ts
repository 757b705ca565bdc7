// The arithmetic of a claim line holds for any price, and a year's limits are never passed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Amounts, adjudicate, type CostShare, sumOf } from './amounts.ts'

const limits = { deductible: 150_000, outOfPocket: 600_000 }

const price = fc
  .record({
    submitted: fc.integer({ min: 0, max: 5_000_000 }),
    rate: fc.double({ min: 0, max: 1, noNaN: true }),
    paidBefore: fc.double({ min: 0, max: 1, noNaN: true }),
    denied: fc.boolean(),
  })
  .map(({ rate, ...rest }) => ({ ...rest, allowed: Math.round(rest.submitted * rate) }))

const share: fc.Arbitrary<CostShare> = fc.oneof(
  fc.record({ copay: fc.integer({ min: 0, max: 30_000 }) }),
  fc.record({ coinsurance: fc.double({ min: 0, max: 1, noNaN: true }), deductible: fc.boolean() }),
)

const expectConsistent = (amounts: Amounts): void => {
  const { submitted, discount, noncovered, eligible, memberLiability } = amounts
  expect(submitted).toBe(eligible + discount + noncovered)
  expect(eligible).toBe(
    amounts.deductible +
      amounts.copay +
      amounts.coinsurance +
      amounts.priorPayerPaid +
      amounts.benefit,
  )
  expect(memberLiability).toBe(
    amounts.deductible + amounts.copay + amounts.coinsurance + noncovered,
  )
  for (const cents of Object.values(amounts)) {
    expect(Number.isInteger(cents)).toBe(true)
    expect(cents).toBeGreaterThanOrEqual(0)
  }
}

test('billed is allowed plus discount, allowed is plan plus member, for every price and benefit', () => {
  fc.assert(
    fc.property(price, share, (line, benefit) => {
      expectConsistent(adjudicate(line, benefit, limits, { deductible: 0, outOfPocket: 0 }).amounts)
    }),
  )
})

test('over a year nobody pays more than the deductible, nor more than the out-of-pocket limit', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(price, share), { maxLength: 40 }), lines => {
      let spent = { deductible: 0, outOfPocket: 0 }
      const settled = lines.map(([line, benefit]) => {
        const result = adjudicate(line, benefit, limits, spent)
        spent = result.spent
        return result.amounts
      })
      const sum = sumOf(settled)
      expectConsistent(sum)
      expect(sum.deductible).toBeLessThanOrEqual(limits.deductible)
      expect(sum.memberLiability - sum.noncovered).toBeLessThanOrEqual(limits.outOfPocket)
    }),
  )
})

test('the deductible is used up first, then a share of the rest is owed', () => {
  const line = { submitted: 300_000, allowed: 200_000 }
  const benefit = { coinsurance: 0.2, deductible: true }
  const first = adjudicate(line, benefit, limits, { deductible: 0, outOfPocket: 0 })
  expect(first.amounts).toMatchObject({ deductible: 150_000, coinsurance: 10_000, benefit: 40_000 })
  const second = adjudicate(line, benefit, limits, first.spent)
  expect(second.amounts).toMatchObject({ deductible: 0, coinsurance: 40_000, benefit: 160_000 })
})

test('what is not covered is owed by the member and uses up no limit', () => {
  const start = { deductible: 10, outOfPocket: 20 }
  const { amounts, spent } = adjudicate(
    { submitted: 5000, allowed: 4000, denied: true },
    { copay: 0 },
    limits,
    start,
  )
  expect(amounts).toMatchObject({
    noncovered: 5000,
    eligible: 0,
    benefit: 0,
    memberLiability: 5000,
  })
  expect(spent).toEqual(start)
})
