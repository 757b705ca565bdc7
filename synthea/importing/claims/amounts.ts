// The money of a Synthea claim as C4BB names it, in whole cents: Synthea writes Blue Button's variables on the lines.
import { systems } from '../../codes/systems.ts'
import type { Json } from '../../record.ts'
import { type Fields, isFields, textAt, valuesAt } from './fields.ts'

const variable = (name: string) => `https://bluebutton.cms.gov/resources/variables/${name}`

/** Blue Button's line amounts and the C4BB categories that mean the same. */
const lineAmounts = [
  { variable: variable('line_alowd_chrg_amt'), system: systems.adjudication, code: 'eligible' },
  {
    variable: variable('line_bene_ptb_ddctbl_amt'),
    system: systems.adjudication,
    code: 'deductible',
  },
  {
    variable: variable('line_coinsrnc_amt'),
    system: systems.adjudicationC4bb,
    code: 'coinsurance',
  },
] as const

const cents = (money: unknown): number | undefined =>
  isFields(money) && typeof money.value === 'number' && Number.isFinite(money.value)
    ? Math.round(money.value * 100)
    : undefined

const money = (amount: number): Json => ({ value: amount / 100, currency: 'USD' })

export interface ClaimAmounts {
  /** Entries for header and total alike. */
  entries: Json[]
  /** What the plan paid. */
  benefit: number
}

/** The claim's amounts; undefined when it does not say what was billed. */
export const amountsOf = (claim: Fields): ClaimAmounts | undefined => {
  const total = valuesAt(claim, 'total').find(
    each => textAt(each, 'category.coding.code') === 'submitted',
  )
  const submitted = cents(valuesAt(total, 'amount')[0])
  if (submitted === undefined) return undefined
  const sums = lineAmounts.map(fact => ({ ...fact, sum: sumOfLines(claim, fact.variable) }))
  const of = (code: string) => sums.find(each => each.code === code)?.sum
  const eligible = of('eligible')
  // Synthea shares fractions of cents between plan and member; the plan's part is what remains.
  const benefit =
    eligible === undefined
      ? (cents(valuesAt(claim, 'payment.amount')[0]) ?? 0)
      : eligible - (of('deductible') ?? 0) - (of('coinsurance') ?? 0)
  const entry = (system: string, code: string, amount: number): Json => ({
    category: { coding: [{ system, code }] },
    amount: money(amount),
  })
  return {
    benefit,
    entries: [
      entry(systems.adjudication, 'submitted', submitted),
      ...sums.flatMap(({ system, code, sum }) =>
        sum === undefined ? [] : [entry(system, code, sum)],
      ),
      entry(systems.adjudication, 'benefit', benefit),
    ],
  }
}

const sumOfLines = (claim: Fields, wanted: string): number | undefined => {
  const found = valuesAt(claim, 'item.adjudication').flatMap(each => {
    const amount = cents(valuesAt(each, 'amount')[0])
    const named = textAt(each, 'category.coding.code') === wanted
    return named && amount !== undefined ? [amount] : []
  })
  return found.length > 0 ? found.reduce((sum, each) => sum + each, 0) : undefined
}
