// Members under treatment: many medicines, a long stay in hospital, care that is confidential.
import type { Scenario } from './scenario.ts'

export const treatmentScenarios: readonly Scenario[] = [
  {
    id: 'pharmacy-heavy',
    title: 'Many medicines',
    description:
      'Nine medicines at once: refills every month, a refusal at the counter, a corrected claim, a brand without substitute, a compound.',
    ages: [58, 76],
    relationship: 'self',
    coverage: ['medical'],
    insuredMonths: 40,
    problems: [
      { name: 'diabetes', years: 11 },
      { name: 'hypertension', years: 14 },
      { name: 'lipids', years: 9 },
      { name: 'reflux', years: 3 },
    ],
    drugs: [
      { name: 'metformin', every: 1, since: 12, refused: 5 },
      { name: 'insulin', every: 1, since: 9, corrected: 3 },
      { name: 'lisinopril', every: 3, since: 24 },
      { name: 'amlodipine', every: 3, since: 21 },
      { name: 'hydrochlorothiazide', every: 3, since: 18 },
      { name: 'atorvastatin', every: 3, since: 23 },
      { name: 'omeprazole', every: 1, since: 8 },
      { name: 'gabapentin', every: 1, since: 6 },
      { name: 'compound', every: 2, since: 5 },
    ],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [4, 16] },
      { name: 'diabetesVisit', monthsAgo: [2, 8, 14] },
      { name: 'laboratory', monthsAgo: [3, 9] },
    ],
    vaccines: [{ name: 'influenzaHighDose', monthsAgo: [4, 16] }],
    clinical: { smoking: 'never', allergy: true, goal: 'a1c', sensitive: false },
  },
  {
    id: 'hospital-stay',
    title: 'Hospital stay',
    description:
      'A heart attack: emergency room, ambulance, five days in hospital, discharge papers, rehabilitation, new medicines.',
    ages: [51, 68],
    relationship: 'self',
    relatives: [{ relationship: 'SPS', caregiver: true }],
    coverage: ['medical'],
    insuredMonths: 28,
    problems: [
      { name: 'hypertension', years: 6 },
      { name: 'lipids', years: 5 },
      { name: 'heart', years: 0 },
    ],
    drugs: [
      { name: 'atorvastatin', every: 3, since: 4 },
      { name: 'lisinopril', every: 3, since: 4 },
    ],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [13] },
      { name: 'heartEmergency', monthsAgo: [6] },
      { name: 'ambulanceRide', monthsAgo: [5] },
      { name: 'heartAttackStay', monthsAgo: [5] },
      { name: 'hospitalPhysician', monthsAgo: [5] },
      { name: 'afterHospitalVisit', monthsAgo: [4, 1] },
      { name: 'cardiacRehabilitation', monthsAgo: [4, 3, 2] },
    ],
    vaccines: [{ name: 'influenza', monthsAgo: [13] }],
    clinical: { smoking: 'some', allergy: true, goal: 'activity', sensitive: false },
  },
  {
    id: 'sensitive',
    title: 'Confidential care (42 CFR Part 2)',
    description:
      'Treatment of alcohol dependence and psychotherapy, labelled and withheld until the member allows it; the rest is ordinary.',
    ages: [31, 52],
    relationship: 'self',
    coverage: ['medical'],
    insuredMonths: 26,
    problems: [{ name: 'hypertension', years: 2 }],
    drugs: [
      { name: 'lisinopril', every: 3, since: 18 },
      { name: 'naltrexone', every: 1, since: 6, sensitive: 'substanceUse' },
      { name: 'sertraline', every: 1, since: 5, sensitive: 'mentalHealth' },
    ],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [5, 17] },
      { name: 'bloodPressureVisit', monthsAgo: [3, 11] },
      { name: 'detoxificationStay', monthsAgo: [8] },
      { name: 'alcoholCounseling', monthsAgo: [7, 6, 5] },
      { name: 'groupCounseling', monthsAgo: [6, 5, 4, 3] },
      { name: 'therapySession', monthsAgo: [5, 4, 3, 2, 1] },
    ],
    vaccines: [{ name: 'influenza', monthsAgo: [5] }],
    clinical: { smoking: 'some', allergy: false, sensitive: true },
  },
]
