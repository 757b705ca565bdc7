// Members whose plan said no, or had to be asked first.
import type { Scenario } from './scenario.ts'

export const disputeScenarios: readonly Scenario[] = [
  {
    id: 'denied-and-appealed',
    title: 'Denied and appealed',
    description:
      'Denials with their reasons: one overturned on appeal, one upheld, one open, a stay denied in part, a drug refused.',
    ages: [34, 59],
    relationship: 'self',
    coverage: ['medical', 'dental'],
    insuredMonths: 27,
    problems: [
      { name: 'asthma', years: 12 },
      { name: 'lipids', years: 4 },
    ],
    drugs: [
      { name: 'albuterol', every: 2, since: 12, refused: 3 },
      { name: 'atorvastatin', every: 3, since: 15 },
    ],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [6, 18] },
      { name: 'asthmaVisit', monthsAgo: [4, 10] },
      { name: 'appealWon', monthsAgo: [9] },
      { name: 'appealLost', monthsAgo: [7] },
      { name: 'deniedEmergency', monthsAgo: [1] },
      { name: 'deniedStay', monthsAgo: [12] },
      { name: 'deniedVisit', monthsAgo: [2] },
      { name: 'dentalCheckup', monthsAgo: [5] },
    ],
    vaccines: [{ name: 'influenza', monthsAgo: [6] }],
    clinical: { smoking: 'never', allergy: true, sensitive: false },
  },
  {
    id: 'prior-authorization',
    title: 'Prior authorization, pending and decided',
    description:
      'Requests for permission: one pending, one approved and used, one approved in part, one denied with its reason.',
    ages: [40, 63],
    relationship: 'self',
    coverage: ['medical'],
    insuredMonths: 31,
    problems: [{ name: 'arthritis', years: 5 }],
    drugs: [],
    claims: [
      { name: 'wellnessVisit', monthsAgo: [8, 20] },
      { name: 'physicalTherapy', monthsAgo: [10, 9] },
      { name: 'backImaging', monthsAgo: [6] },
      { name: 'kneeReplacement', monthsAgo: [4] },
    ],
    authorizations: [
      { name: 'backImaging', monthsAgo: 7 },
      { name: 'kneeReplacement', monthsAgo: 6 },
      { name: 'physicalTherapy', monthsAgo: 3 },
      { name: 'powerWheelchair', monthsAgo: 2 },
      { name: 'spinalInjection', monthsAgo: 0 },
    ],
    vaccines: [{ name: 'influenza', monthsAgo: [8] }],
    clinical: { smoking: 'never', allergy: false, goal: 'activity', sensitive: false },
  },
]
