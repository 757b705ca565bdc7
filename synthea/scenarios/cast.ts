// The cast that conformance kits are run with: one who shows everything, her child, one who died, a stranger,
// and one member for each kind of claim, because a kit holds every claim of a patient against every kind.
import type { Scenario } from './scenario.ts'

const claimsOnly = {
  ages: [35, 60],
  relationship: 'self',
  coverage: ['medical', 'dental'],
  insuredMonths: 40,
  problems: [],
  drugs: [],
  vaccines: [],
} as const satisfies Partial<Scenario>

const oneKind = (
  kind: string,
  title: string,
  what: Partial<Pick<Scenario, 'claims' | 'drugs'>>,
): Scenario => ({
  ...claimsOnly,
  claims: [],
  ...what,
  id: `conformance-${kind}`,
  title: `Conformance: ${title} claims only`,
  description: `For the C4BB kit: a member whose claims are all of one kind (${title}).`,
})

/** M1: one person who shows every claim type and every must-support element. */
const everything = {
  id: 'conformance-m1',
  title: 'Conformance: one of everything (M1)',
  description: 'One person who shows every claim type and every must-support element.',
  ages: [28, 28],
  gender: 'female',
  relationship: 'self',
  relatives: [{ relationship: 'SPS', caregiver: true }],
  coverage: ['medical', 'dental', 'other'],
  insuredMonths: 122,
  problems: [
    { name: 'hypertension', years: 3 },
    { name: 'asthma', years: 9 },
    { name: 'anemia', years: 5, over: 3 },
  ],
  drugs: [
    { name: 'lisinopril', every: 3, since: 13, refused: 2, corrected: 1 },
    { name: 'compound', every: 4, since: 8 },
  ],
  claims: [
    { name: 'wellnessVisit', monthsAgo: [1, 8, 20, 32, 44, 118] },
    { name: 'bloodPressureVisit', monthsAgo: [4, 7] },
    { name: 'correctedVisit', monthsAgo: [6] },
    { name: 'physicalTherapy', monthsAgo: [5] },
    { name: 'ambulanceRide', monthsAgo: [9] },
    { name: 'glasses', monthsAgo: [3] },
    { name: 'emergencyHeadache', monthsAgo: [9] },
    { name: 'coordinatedImaging', monthsAgo: [2] },
    { name: 'concussionStay', monthsAgo: [10] },
    { name: 'kneeReplacement', monthsAgo: [14] },
    { name: 'pneumoniaStay', monthsAgo: [24] },
    { name: 'deniedEmergency', monthsAgo: [11] },
    { name: 'dentalImage', monthsAgo: [12] },
    { name: 'dentalCheckup', monthsAgo: [0] },
  ],
  vaccines: [
    { name: 'influenza', monthsAgo: [8] },
    { name: 'tdap', monthsAgo: [20] },
  ],
  clinical: {
    smoking: 'some',
    allergy: true,
    goal: 'activity',
    sensitive: false,
    pregnancy: 'pregnant',
    complete: true,
  },
} as const satisfies Scenario

export const castScenarios: readonly Scenario[] = [
  everything,
  {
    id: 'conformance-m2',
    title: 'Conformance: dependant of M1 (M2)',
    description: 'A child whose coverage, claims and care team name M1, who must not read them.',
    ages: [4, 6],
    relationship: 'child',
    relatives: [{ relationship: 'MTH', caregiver: true }],
    coverage: ['medical', 'dental'],
    insuredMonths: 20,
    problems: [],
    drugs: [{ name: 'amoxicillin', every: 30, since: 5 }],
    claims: [
      { name: 'childCheckup', monthsAgo: [2] },
      { name: 'earInfection', monthsAgo: [5] },
      { name: 'dentalCheckup', monthsAgo: [4] },
      { name: 'concussionStay', monthsAgo: [8] },
      { name: 'emergencyHeadache', monthsAgo: [10] },
    ],
    vaccines: [{ name: 'measles', monthsAgo: [2] }],
    clinical: { smoking: 'never', allergy: false, sensitive: false },
  },
  {
    ...claimsOnly,
    id: 'conformance-m3',
    title: 'Conformance: deceased former member (M3)',
    description: 'Died seven months ago; coverage ended with it.',
    ages: [71, 84],
    coverage: ['medical'],
    endedMonthsAgo: 7,
    deceasedMonthsAgo: 7,
    claims: [{ name: 'heartVisit', monthsAgo: [9] }],
  },
  {
    ...claimsOnly,
    id: 'conformance-m4',
    title: 'Conformance: unrelated member (M4)',
    description: 'A stranger with a little of everything, whom nobody else’s token may read.',
    problems: [{ name: 'hypertension', years: 2 }],
    drugs: [{ name: 'lisinopril', every: 12, since: 6 }],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [3] },
      { name: 'emergencyHeadache', monthsAgo: [7] },
      { name: 'dentalCheckup', monthsAgo: [5] },
      { name: 'alcoholCounseling', monthsAgo: [4] },
    ],
    vaccines: [{ name: 'influenza', monthsAgo: [3] }],
    clinical: { smoking: 'never', allergy: true, goal: 'activity', sensitive: true },
  },
  {
    ...everything,
    id: 'conformance-m5',
    title: 'Conformance: one of everything, until death (M5)',
    description: 'As M1, who has a day of death besides: US Core asks one token for both.',
    endedMonthsAgo: 0,
    deceasedMonthsAgo: 0,
    // Nothing of this month: it could be later than the death.
    drugs: everything.drugs.map(drug => ({ ...drug, until: 1 })),
    claims: everything.claims.filter(({ name }) => name !== 'dentalCheckup'),
  },
  {
    ...everything,
    id: 'conformance-m6',
    title: 'Conformance: one of everything as of US Core 3.1.1 (M6)',
    description: 'As M1, but for what release 3.1.1 forbids and later ones ask for.',
    clinical: { ...everything.clinical, plainCareTeam: true },
  },
  oneKind('inpatient', 'inpatient', {
    claims: [
      { name: 'concussionStay', monthsAgo: [10] },
      { name: 'pneumoniaStay', monthsAgo: [22] },
    ],
  }),
  oneKind('outpatient', 'outpatient', {
    claims: [
      { name: 'emergencyHeadache', monthsAgo: [4] },
      { name: 'deniedEmergency', monthsAgo: [9] },
      { name: 'laboratory', monthsAgo: [6, 18] },
    ],
  }),
  oneKind('professional', 'professional', {
    claims: [
      { name: 'diabetesVisit', monthsAgo: [2, 8] },
      { name: 'correctedVisit', monthsAgo: [6] },
      { name: 'deniedSupplies', monthsAgo: [4] },
      { name: 'ambulanceRide', monthsAgo: [11] },
    ],
  }),
  oneKind('pharmacy', 'pharmacy', {
    drugs: [
      { name: 'metformin', every: 1, since: 8, refused: 4, corrected: 2 },
      { name: 'compound', every: 2, since: 5 },
    ],
  }),
  oneKind('oral', 'dental', {
    claims: [
      { name: 'dentalCheckup', monthsAgo: [3, 9] },
      { name: 'dentalImage', monthsAgo: [6] },
    ],
  }),
]
