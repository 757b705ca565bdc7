// Amounts and statuses as C4BB's adjudication and total entries.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import type { Json } from '../record.ts'
import { type Amounts, money } from './amounts.ts'

interface AmountFact {
  amount: keyof Amounts
  system: string
  code: string
  text: string
  /** Written even when it is nothing: what members and apps look for first. */
  always?: boolean
}

const hl7 = (code: string, amount: keyof Amounts, text: string, always = false): AmountFact => ({
  amount,
  system: systems.adjudication,
  code,
  text,
  always,
})
const carin = (code: string, amount: keyof Amounts, text: string, always = false): AmountFact => ({
  ...hl7(code, amount, text, always),
  system: systems.adjudicationC4bb,
})

const amountTable: readonly AmountFact[] = [
  hl7('submitted', 'submitted', 'Billed', true),
  carin('discount', 'discount', 'Discount'),
  hl7('eligible', 'eligible', 'Allowed', true),
  hl7('deductible', 'deductible', 'Deductible'),
  hl7('copay', 'copay', 'Copay'),
  carin('coinsurance', 'coinsurance', 'Coinsurance'),
  carin('noncovered', 'noncovered', 'Not covered'),
  carin('priorpayerpaid', 'priorPayerPaid', 'Paid by the other plan'),
  hl7('benefit', 'benefit', 'Plan paid', true),
  carin('memberliability', 'memberLiability', 'You owe', true),
]

/** Who gets the plan's money. */
export type Payee = 'provider' | 'member' | 'relative'

/** Amount entries; the same for a line, a header and the totals. */
export const amountEntries = (amounts: Amounts, payee: Payee): Json[] => [
  ...amountTable
    .filter(fact => fact.always || amounts[fact.amount] !== 0)
    .map(({ system, code, text, amount }) => ({
      category: concept(system, code, text),
      amount: money(amounts[amount]),
    })),
  {
    category: concept(
      systems.adjudicationC4bb,
      payee === 'provider' ? 'paidtoprovider' : 'paidtopatient',
      payee === 'provider' ? 'Paid to the provider' : 'Paid to you',
    ),
    amount: money(amounts.benefit),
  },
]

/** What a drug costs the plan and the member together. */
export const drugCostEntry = (amounts: Amounts): Json => ({
  category: concept(systems.adjudicationC4bb, 'drugcost', 'Price of the drug'),
  amount: money(amounts.eligible),
})

export type NetworkStatus = 'innetwork' | 'outofnetwork'

/** An entry that carries a status instead of money. */
export const statusEntry = (
  slice: 'billingnetworkstatus' | 'renderingnetworkstatus' | 'benefitpaymentstatus',
  status: NetworkStatus | 'other',
): Json => ({
  category: concept(systems.adjudicationSlice, slice),
  reason: concept(systems.payerStatus, status),
})

/** Why billed and allowed differ (CARC): 45 above the fee schedule, 96 not covered, 97 part of another service. */
export const reasonEntry = (code: '45' | '96' | '97'): Json => ({
  category: concept(systems.adjudicationSlice, 'adjustmentreason'),
  reason: concept(systems.carc, code, reasonTexts[code]),
})

const reasonTexts = {
  45: 'Charge is above what the contract allows',
  96: 'Service is not covered by the plan',
  97: 'Payment is included in another service',
} as const

/** Why a pharmacy claim was refused (NCPDP). */
export const rejectEntry = (code: '70' | '75' | '79', text: string): Json => ({
  category: concept(systems.adjudicationSlice, 'rejectreason'),
  reason: concept(systems.pharmacyReject, code, text),
})

export const unitsEntry = (units: number): Json => ({
  category: concept(systems.adjudicationSlice, 'allowedunits'),
  value: units,
})
