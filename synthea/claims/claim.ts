// What every explanation of benefit has in common, whatever its kind: header, dates, payee, insurance, payment, totals.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { addDays, at, earlier, yearOf } from '../dates.ts'
import type { CoverageKind, MemberCoverage } from '../people/coverage.ts'
import { claimIdentifier } from '../people/identifiers.ts'
import type { NamedLink, Providers } from '../people/providers.ts'
import { c4bb } from '../profiles.ts'
import type { Json, Link, MemberRecord } from '../record.ts'
import { type SensitiveKind, sensitiveLabels } from '../sensitive.ts'
import { amountEntries, drugCostEntry, type NetworkStatus, type Payee } from './adjudication.ts'
import { type Amounts, money, sumOf } from './amounts.ts'
import type { Ledger } from './benefits.ts'

/** Everything a claim is made from. */
export interface ClaimContext {
  record: MemberRecord
  patient: NamedLink
  /** Who is paid when it is not the provider: the member, or who subscribed for the member. */
  payBack: NamedLink
  /** A relative who may have paid instead. */
  relative: NamedLink | undefined
  providers: Providers
  coverage: MemberCoverage
  ledger: Ledger
}

/** A claim adjusts another: cancelled by it, or in its place. */
export interface Adjustment {
  number: string
  status: 'active' | 'cancelled'
  other: { number: string; relationship: 'prior' | 'replacedby' }
  /** Above 1: units and charges are so many times too high. */
  factor: number
  /** Denied in the end or at first: nothing is allowed. */
  denied?: boolean
}

export interface ClaimHeader {
  profile: string
  type: 'professional' | 'vision' | 'pharmacy' | 'oral' | 'institutional'
  subType?: 'inpatient' | 'outpatient'
  coverage: CoverageKind
  /** Days from first to last service. */
  start: string
  end: string
  provider: NamedLink
  payee: Payee
  amounts: readonly Amounts[]
  network: NetworkStatus
  note?: string
  sensitive?: SensitiveKind
  adjustment?: Adjustment
  /** Drug claims are settled at the counter; others some days later. */
  sameDay?: boolean
}

/** When a claim was received, decided and paid; nothing lies in the future. */
export const claimDates = (context: ClaimContext, end: string, sameDay = false) => {
  const { random, today } = context.record
  const received = sameDay ? end : earlier(addDays(end, random.int(1, 4)), today)
  const created = sameDay ? end : earlier(addDays(end, random.int(5, 20)), today)
  return { received, created, paid: earlier(addDays(created, random.int(1, 6)), today) }
}

/** A fresh claim number for a service of that year. */
export const claimNumber = (context: ClaimContext, day: string): string =>
  `C${yearOf(day)}${context.record.random.int(10_000_000, 99_999_999)}`

/** Adds the claim if the member was insured for it that day; `body` holds what its kind adds. */
export const addClaim = (
  context: ClaimContext,
  header: ClaimHeader,
  dates: ReturnType<typeof claimDates>,
  body: Json,
): Link | undefined => {
  const insured = context.coverage.on(header.coverage, header.start)
  if (!insured) return undefined
  const total = sumOf(header.amounts)
  const { adjustment } = header
  return context.record.add(
    'ExplanationOfBenefit',
    c4bb(`ExplanationOfBenefit-${header.profile}`),
    {
      identifier: [claimIdentifier(adjustment?.number ?? claimNumber(context, header.start))],
      status: adjustment?.status ?? 'active',
      type: concept(systems.claimType, header.type, claimTypeTexts[header.type]),
      subType: header.subType && concept(systems.claimSubType, header.subType),
      use: 'claim',
      patient: context.patient,
      billablePeriod: { start: header.start, end: header.end },
      created: at(dates.created, '12:00:00'),
      insurer: insured.payer,
      provider: header.provider,
      related: adjustment && [relatedClaim(adjustment.other)],
      payee: payeeOf(context, header),
      outcome: 'complete',
      insurance: insuranceOf(context, header, insured.coverage),
      total: [
        ...amountEntries(total, header.payee),
        ...(header.type === 'pharmacy' ? [drugCostEntry(total)] : []),
      ],
      payment: {
        type: concept(systems.payerStatus, paymentStatus(total)),
        date: dates.paid,
        amount: money(total.benefit),
      },
      processNote: header.note && [{ number: 1, type: 'display', text: header.note }],
      ...body,
    },
    header.sensitive && sensitiveLabels[header.sensitive],
  )
}

const claimTypeTexts = {
  professional: 'Doctors and other professionals',
  vision: 'Vision',
  pharmacy: 'Pharmacy',
  oral: 'Dental',
  institutional: 'Hospital or facility',
} as const

const paymentStatus = ({ noncovered, submitted }: Amounts) => {
  if (noncovered === 0) return 'paid'
  return noncovered === submitted ? 'denied' : 'partiallypaid'
}

const payeeOf = (context: ClaimContext, { payee, provider }: ClaimHeader): Json =>
  payee === 'provider'
    ? { type: concept(systems.payee, 'provider'), party: provider }
    : payee === 'relative' && context.relative
      ? { type: concept(systems.payee, 'other'), party: context.relative }
      : { type: concept(systems.payee, 'subscriber'), party: context.payBack }

// Ours is focal; another payer's coverage stands beside it when there is one.
const insuranceOf = (context: ClaimContext, header: ClaimHeader, coverage: Link): Json[] => {
  const other = header.coverage === 'medical' && context.coverage.on('other', header.start)
  return [{ focal: true, coverage }, ...(other ? [{ focal: false, coverage: other.coverage }] : [])]
}

const relatedClaim = ({ number, relationship }: Adjustment['other']): Json => ({
  relationship:
    relationship === 'prior'
      ? concept(systems.relatedClaim, 'prior')
      : concept(systems.relatedClaimC4bb, 'replacedby'),
  reference: claimIdentifier(number),
})
