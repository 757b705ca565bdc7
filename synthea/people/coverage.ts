// What the member is insured by, and when: this year's medical plan, the one before it, dental, and another payer's.
import { concept, sameIn } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { addDays } from '../dates.ts'
import { c4bb, usCore } from '../profiles.ts'
import type { Json, Link, MemberRecord } from '../record.ts'
import { memberIdentifier } from './identifiers.ts'
import type { OrganizationName } from './provider-table.ts'
import type { NamedLink, Providers } from './providers.ts'

export type CoverageKind = 'medical' | 'dental' | 'other'

interface CoverageFact {
  payer: OrganizationName
  /** NAHDO source-of-payment and HL7 ActCode; HL7's only where the former has none. */
  type: ReturnType<typeof concept>
  group: readonly [value: string, name: string]
  plan: readonly [value: string, name: string]
}

const coverageTable: Record<CoverageKind, CoverageFact> = {
  medical: {
    payer: 'plan',
    type: sameIn(concept(systems.coverageType, '3712', 'PPO'), concept(systems.actCode, 'PPO')),
    group: ['EX-1001', 'Example Employers Group'],
    plan: ['PPO-1500', 'Example PPO 1500'],
  },
  dental: {
    payer: 'dentalPlan',
    type: concept(systems.actCode, 'DENTAL', 'Dental'),
    group: ['EX-1001-D', 'Example Employers Group, dental'],
    plan: ['DEN-50', 'Example Dental 50'],
  },
  other: {
    payer: 'otherPlan',
    type: sameIn(concept(systems.coverageType, '3712', 'PPO'), concept(systems.actCode, 'PPO')),
    group: ['SS-77', 'Second Sample Retirees'],
    plan: ['SUP-2', 'Second Sample Supplement'],
  },
}

/** How the member is insured. */
export interface CoverageTerms {
  kinds: readonly CoverageKind[]
  relationship: 'self' | 'child' | 'spouse'
  /** First day with the plan. */
  since: string
  /** First day of the contract that is in force now, when there was an earlier one. */
  renewed?: string
  memberNumber: string
  /** Last day with the plan, when it has ended. */
  until?: string
  /** The subscriber, when it is not the member. */
  subscriber?: Link
}

export interface MemberCoverage {
  /** The coverage of that kind on that day, or undefined. */
  on(kind: CoverageKind, day: string): { coverage: Link; payer: NamedLink } | undefined
}

/** Adds the Coverages and answers which one a claim belongs to. */
export const addCoverage = (
  record: MemberRecord,
  patient: Link,
  providers: Providers,
  terms: CoverageTerms,
): MemberCoverage => {
  const periods = terms.renewed
    ? [
        { start: terms.since, end: addDays(terms.renewed, -1) },
        { start: terms.renewed, end: terms.until },
      ]
    : [{ start: terms.since, end: terms.until }]

  const made = terms.kinds.flatMap(kind =>
    (kind === 'medical' ? periods : periods.slice(-1)).map(period => {
      const payer = providers.organization(coverageTable[kind].payer)
      const start = kind === 'medical' ? period.start : terms.since
      const body = describe(kind, patient, payer, terms, { ...period, start })
      return {
        kind,
        start,
        end: period.end ?? '9999-12-31',
        payer,
        coverage: record.add('Coverage', [...c4bb('Coverage'), ...usCore('coverage')], body),
      }
    }),
  )
  return {
    on: (kind, day) =>
      made.find(each => each.kind === kind && each.start <= day && day <= each.end),
  }
}

const describe = (
  kind: CoverageKind,
  patient: Link,
  payor: NamedLink,
  terms: CoverageTerms,
  period: { start: string; end: string | undefined },
): Json => {
  const { type, group, plan } = coverageTable[kind]
  const number = kind === 'other' ? `S${terms.memberNumber.slice(1)}` : terms.memberNumber
  const subscriber = terms.subscriber ?? patient
  return {
    identifier: [memberIdentifier(number)],
    status: period.end ? 'cancelled' : 'active',
    type,
    policyHolder: subscriber,
    subscriber,
    subscriberId: number,
    beneficiary: patient,
    dependent: dependentNumbers[terms.relationship],
    relationship: concept(systems.subscriberRelationship, terms.relationship),
    period,
    payor: [payor],
    class: [coverageClass('group', group), coverageClass('plan', plan)],
    network: 'Example Health Plan Standard Network',
  }
}

const dependentNumbers = { self: '00', spouse: '01', child: '02' } as const

const coverageClass = (type: string, [value, name]: readonly [string, string]): Json => ({
  type: concept(systems.coverageClass, type),
  value,
  name,
})
