// The members one can ask for, as data: who they are, how they are insured, and what happened how many months ago.

import type { ClaimName } from './claims/templates.ts'
import type { DiagnosisName } from './codes/diagnoses.ts'
import type { DrugName } from './codes/drugs.ts'
import type { VaccineName } from './codes/vaccines.ts'
import type { CoverageKind } from './people/coverage.ts'

export interface Scenario {
  id: string
  title: string
  /** One line for whoever chooses. */
  description: string
  ages: readonly [number, number]
  relationship: 'self' | 'child'
  coverage: readonly CoverageKind[]
  /** Months with the plan; more than a year also shows last year's ended contract. */
  insuredMonths: number
  /** The problem list, with onset this many years ago. */
  problems: readonly { name: DiagnosisName; years: number }[]
  drugs: readonly DrugPlan[]
  claims: readonly { name: ClaimName; monthsAgo: readonly number[] }[]
  vaccines: readonly { name: VaccineName; monthsAgo: readonly number[] }[]
  /** Absent: the plan holds no clinical data yet. */
  clinical?: {
    smoking: 'never' | 'some'
    allergy: boolean
    goal?: 'a1c' | 'activity'
    /** A substance use record that consent withholds unless it is ticked. */
    sensitive: boolean
  }
}

interface DrugPlan {
  name: DrugName
  /** A filling every so many months, the first one this many months ago. */
  every: number
  since: number
  /** Which filling was refused at the counter, if one was. */
  refused?: number
  /** Which filling was billed wrongly first, if one was. */
  corrected?: number
}

export const scenarioTable: readonly Scenario[] = [
  {
    id: 'chronic-adult',
    title: 'Adult with diabetes and high blood pressure',
    description:
      'Claims of every kind over five years, a hospital stay, a denial, an adjusted claim and a full clinical record.',
    ages: [46, 63],
    relationship: 'self',
    coverage: ['medical', 'dental'],
    insuredMonths: 66,
    problems: [
      { name: 'diabetes', years: 6 },
      { name: 'hypertension', years: 8 },
      { name: 'lipids', years: 5 },
    ],
    drugs: [
      { name: 'metformin', every: 1, since: 15, refused: 9, corrected: 4 },
      { name: 'lisinopril', every: 3, since: 26 },
      { name: 'atorvastatin', every: 3, since: 19 },
    ],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [4, 16, 28, 40, 52] },
      { name: 'diabetesVisit', monthsAgo: [1, 7, 13, 19] },
      { name: 'bloodPressureVisit', monthsAgo: [10, 22] },
      { name: 'laboratory', monthsAgo: [2, 8, 14] },
      { name: 'emergencyHeadache', monthsAgo: [5] },
      { name: 'kneeReplacement', monthsAgo: [9] },
      { name: 'pneumoniaStay', monthsAgo: [31] },
      { name: 'correctedVisit', monthsAgo: [6] },
      { name: 'deniedSupplies', monthsAgo: [3] },
      { name: 'alcoholCounseling', monthsAgo: [11] },
      { name: 'glasses', monthsAgo: [12] },
      { name: 'dentalCheckup', monthsAgo: [4, 10, 16] },
      { name: 'dentalImage', monthsAgo: [10] },
    ],
    vaccines: [
      { name: 'influenza', monthsAgo: [4, 16, 28] },
      { name: 'covid', monthsAgo: [20] },
      { name: 'tdap', monthsAgo: [52] },
    ],
    clinical: { smoking: 'some', allergy: true, goal: 'a1c', sensitive: true },
  },
  {
    id: 'healthy-adult',
    title: 'Healthy adult',
    description: 'Check-ups, vaccines, teeth and glasses; one short illness; little to pay.',
    ages: [24, 40],
    relationship: 'self',
    coverage: ['medical', 'dental'],
    insuredMonths: 40,
    problems: [],
    drugs: [{ name: 'amoxicillin', every: 30, since: 7 }],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [2, 14, 26, 38] },
      { name: 'deniedVisit', monthsAgo: [1] },
      { name: 'earInfection', monthsAgo: [7] },
      { name: 'concussionStay', monthsAgo: [20] },
      { name: 'glasses', monthsAgo: [9] },
      { name: 'dentalCheckup', monthsAgo: [0, 6, 12, 18] },
      { name: 'dentalImage', monthsAgo: [6] },
    ],
    vaccines: [
      { name: 'influenza', monthsAgo: [2, 14] },
      { name: 'covid', monthsAgo: [22] },
    ],
    clinical: { smoking: 'never', allergy: false, goal: 'activity', sensitive: false },
  },
  {
    id: 'family-child',
    title: 'Child on a parent’s policy',
    description:
      'A child with asthma: well-child visits, vaccines, an inhaler; the parent is the subscriber.',
    ages: [5, 11],
    relationship: 'child',
    coverage: ['medical', 'dental'],
    insuredMonths: 48,
    problems: [{ name: 'asthma', years: 2 }],
    drugs: [
      { name: 'albuterol', every: 2, since: 20 },
      { name: 'amoxicillin', every: 30, since: 5 },
    ],
    claims: [
      { name: 'childCheckup', monthsAgo: [1, 13, 25, 37] },
      { name: 'asthmaVisit', monthsAgo: [3, 9, 15, 21] },
      { name: 'earInfection', monthsAgo: [5, 17] },
      { name: 'dentalCheckup', monthsAgo: [4, 10] },
    ],
    vaccines: [
      { name: 'influenza', monthsAgo: [1, 13] },
      { name: 'dtap', monthsAgo: [25] },
      { name: 'polio', monthsAgo: [25] },
      { name: 'measles', monthsAgo: [25] },
      { name: 'varicella', monthsAgo: [25] },
    ],
    clinical: { smoking: 'never', allergy: true, sensitive: false },
  },
  {
    id: 'senior-two-coverages',
    title: 'Senior with two coverages',
    description:
      'Heart disease; another payer’s plan pays first for some claims (coordination of benefits).',
    ages: [67, 79],
    relationship: 'self',
    coverage: ['medical', 'other'],
    insuredMonths: 44,
    problems: [
      { name: 'heart', years: 7 },
      { name: 'hypertension', years: 15 },
      { name: 'lipids', years: 12 },
    ],
    drugs: [
      { name: 'lisinopril', every: 3, since: 25 },
      { name: 'atorvastatin', every: 3, since: 24 },
    ],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [5, 17, 29] },
      { name: 'heartVisit', monthsAgo: [2, 8, 14, 20, 26] },
      { name: 'coordinatedImaging', monthsAgo: [4, 16, 28] },
      { name: 'laboratory', monthsAgo: [7, 19] },
      { name: 'ambulanceRide', monthsAgo: [10] },
      { name: 'pneumoniaStay', monthsAgo: [10] },
      { name: 'bloodPressureVisit', monthsAgo: [11, 23] },
      { name: 'deniedVisit', monthsAgo: [3] },
      { name: 'glasses', monthsAgo: [13] },
    ],
    vaccines: [
      { name: 'influenzaHighDose', monthsAgo: [1, 13, 25] },
      { name: 'covid', monthsAgo: [21] },
    ],
    clinical: { smoking: 'never', allergy: true, goal: 'activity', sensitive: false },
  },
  {
    id: 'newly-enrolled',
    title: 'Newly enrolled, nothing yet',
    description:
      'Coverage began this month; no claims, no clinical data: what an app shows when there is nothing.',
    ages: [22, 58],
    relationship: 'self',
    coverage: ['medical'],
    insuredMonths: 0,
    problems: [],
    drugs: [],
    claims: [],
    vaccines: [],
  },
]

/** For choosing: id, title and one line. */
export const scenarios: readonly { id: string; title: string; description: string }[] =
  scenarioTable.map(({ id, title, description }) => ({ id, title, description }))

/** The scenario of that id; without one, the first. */
export const findScenario = (id: string | undefined): Scenario => {
  const found = id === undefined ? scenarioTable[0] : scenarioTable.find(each => each.id === id)
  if (!found) {
    const known = scenarioTable.map(each => each.id).join(', ')
    throw new RangeError(`scenario "${id}" does not exist; choose one of: ${known}`)
  }
  return found
}
