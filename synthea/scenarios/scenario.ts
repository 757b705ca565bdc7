// The shape of a scenario: who the member is, how they are insured, and what happened how many months ago.
import type { AuthorizationName } from '../claims/authorization-templates.ts'
import type { ClaimName } from '../claims/templates.ts'
import type { DiagnosisName } from '../codes/diagnoses.ts'
import type { DrugName } from '../codes/drugs.ts'
import type { VaccineName } from '../codes/vaccines.ts'
import type { CoverageKind } from '../people/coverage.ts'
import type { PersonFacts } from '../people/person.ts'
import type { RelatedPersonWish } from '../people/related-person.ts'
import type { SensitiveKind } from '../sensitive.ts'

export interface Scenario extends PersonFacts {
  id: string
  title: string
  /** One line for whoever chooses. */
  description: string
  relationship: 'self' | 'spouse' | 'child'
  /** People around the member, invented unless the request names one. */
  relatives?: readonly Pick<RelatedPersonWish, 'relationship' | 'caregiver'>[]
  coverage: readonly CoverageKind[]
  /** Months since joining the plan; more than a year also shows last year's ended contract. */
  insuredMonths: number
  /** The coverage ended so many months ago. */
  endedMonthsAgo?: number
  /** The member died so many months ago. */
  deceasedMonthsAgo?: number
  /** The problem list, with onset this many years ago; `over` ends it this many years ago. */
  problems: readonly { name: DiagnosisName; years: number; over?: number }[]
  drugs: readonly DrugPlan[]
  claims: readonly { name: ClaimName; monthsAgo: readonly number[] | 'birth' }[]
  authorizations?: readonly { name: AuthorizationName; monthsAgo: number }[]
  vaccines: readonly { name: VaccineName; monthsAgo: readonly number[] }[]
  /** Absent: the plan holds no clinical data yet. */
  clinical?: {
    smoking: 'never' | 'some'
    allergy: boolean
    goal?: 'a1c' | 'activity'
    /** A substance use record that consent withholds unless it is ticked. */
    sensitive: boolean
    pregnancy?: 'pregnant' | 'not-pregnant'
    /** Shows every must-support element of the guides, also those that few people have. */
    complete?: boolean
    /** On the care team are practitioners and the member only: US Core 3.1.1 knows no roles and relatives there. */
    plainCareTeam?: boolean
  }
}

interface DrugPlan {
  name: DrugName
  /** A filling every so many months, the first one this many months ago, none after `until`. */
  every: number
  since: number
  until?: number
  /** Which filling was refused at the counter, if one was. */
  refused?: number
  /** Which filling was billed wrongly first, if one was. */
  corrected?: number
  sensitive?: SensitiveKind
}
