// Money in a claim: billed, allowed, plan paid, you owe; in cents, from header totals or from the lines.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { say } from '../language/language.ts'
import { at, type Element, hasCode, list } from './elements.ts'

/** Cents; undefined where the claim does not say. */
export interface ClaimAmounts {
  billed: number | undefined
  allowed: number | undefined
  planPaid: number | undefined
  youOwe: number | undefined
  deductible: number | undefined
  copay: number | undefined
  coinsurance: number | undefined
  currency: string
}

/** Adjudication codes of CARIN Blue Button by what a member calls them, best first. */
const codes = {
  billed: ['submitted'],
  allowed: ['eligible'],
  planPaid: ['benefit', 'paidtoprovider', 'paidtopatient'],
  youOwe: ['memberliability', 'paidbypatient'],
  deductible: ['deductible'],
  copay: ['copay'],
  coinsurance: ['coinsurance'],
} as const

/** The amounts of an ExplanationOfBenefit. */
export const claimAmounts = (claim: Resource): ClaimAmounts => {
  const of = (names: readonly string[]) => {
    for (const name of names) {
      const cents = amountOf(claim, name)
      if (cents !== undefined) return cents
    }
    return undefined
  }
  return {
    billed: of(codes.billed),
    allowed: of(codes.allowed),
    planPaid: of(codes.planPaid) ?? centsOf(at(claim, 'payment.amount')),
    youOwe: of(codes.youOwe),
    deductible: of(codes.deductible),
    copay: of(codes.copay),
    coinsurance: of(codes.coinsurance),
    currency: currencyOf(claim),
  }
}

/** One line of a claim. */
export const lineAmount = (item: Element, code: keyof typeof codes): number | undefined => {
  for (const name of codes[code]) {
    const cents = sum(list(item, 'adjudication'), 'amount', name)
    if (cents !== undefined) return cents
  }
  return undefined
}

/** Cents as money. */
export const money = (cents: number | undefined, currency = 'USD'): string =>
  cents === undefined
    ? '–'
    : new Intl.NumberFormat(say().locale, { style: 'currency', currency }).format(cents / 100)

/** Header totals first; else the header's adjudication; else the sum of the lines. */
const amountOf = (claim: Resource, code: string): number | undefined =>
  sum(list(claim, 'total'), 'amount', code) ??
  sum(list(claim, 'adjudication'), 'amount', code) ??
  sum(
    list(claim, 'item').flatMap(item => list(item, 'adjudication')),
    'amount',
    code,
  )

const sum = (rows: readonly Element[], field: string, code: string): number | undefined => {
  const found = rows
    .filter(row => hasCode(row.category, code))
    .map(row => centsOf(row[field]))
    .filter(cents => cents !== undefined)
  return found.length > 0 ? found.reduce((all, cents) => all + cents, 0) : undefined
}

/** Money as whole cents: sums of decimals would drift. */
const centsOf = (value: unknown): number | undefined => {
  const amount = at(value, 'value')
  return typeof amount === 'number' && Number.isFinite(amount)
    ? Math.round(amount * 100)
    : undefined
}

const currencyOf = (claim: Resource): string => {
  const currency = at(claim, 'total.amount.currency') ?? at(claim, 'payment.amount.currency')
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : 'USD'
}
