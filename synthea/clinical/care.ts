// Care around the member: allergy, care team, goal and care plan.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { addDays, addMonths } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Link } from '../record.ts'
import type { Chart } from './chart.ts'

/** Adds the allergy when the scenario has one. */
export const addAllergy = ({ record, patient, facts }: Chart): void => {
  if (!facts.allergy) return
  record.add('AllergyIntolerance', usCore('allergyintolerance'), {
    clinicalStatus: concept(systems.allergyStatus, 'active'),
    verificationStatus: concept(systems.allergyVerification, 'confirmed'),
    type: 'allergy',
    category: ['medication'],
    criticality: 'low',
    code: concept(systems.snomed, '763875007', 'Sulfonamide medicines'),
    patient,
    recordedDate: addMonths(record.today, -30),
    reaction: [
      { manifestation: [concept(systems.snomed, '271807003', 'Skin rash')], severity: 'mild' },
    ],
  })
}

/** Adds team, goal and plan; a caregiver is on the team when there is one. */
export const addCarePlanning = (chart: Chart, caregiver: Link | undefined): void => {
  const { record, patient, providers, problems, facts } = chart
  const start = addMonths(record.today, -12)
  const role = (code: string, text: string) => [concept(systems.snomed, code, text)]
  const careTeam = record.add('CareTeam', usCore('careteam'), {
    status: 'active',
    name: 'Primary care team',
    subject: patient,
    period: { start },
    participant: [
      {
        role: role('453231000124104', 'Primary care provider'),
        member: providers.practitioner('physician'),
      },
      ...(facts.plainCareTeam
        ? []
        : [
            {
              role: role('453231000124104', 'Primary care provider'),
              member: providers.role('physician'),
            },
          ]),
      { role: role('116154003', 'Patient'), member: patient },
      ...(caregiver && !facts.plainCareTeam
        ? [{ role: role('133932002', 'Caregiver'), member: caregiver }]
        : []),
    ],
  })
  const goal = addGoal(chart, start)
  const addresses = [...problems.values()]
  record.add('CarePlan', usCore('careplan'), {
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Keep regular visits, take medicines as directed, stay active.</p></div>',
    },
    status: 'active',
    intent: 'plan',
    category: [concept(systems.carePlanCategory, 'assess-plan')],
    title: 'Care plan',
    subject: patient,
    period: { start },
    careTeam: [careTeam],
    addresses: addresses.length > 0 ? addresses : undefined,
    goal: goal && [goal],
  })
}

const addGoal = ({ record, patient, facts, problems }: Chart, startDate: string) => {
  if (!facts.goal) return undefined
  const diabetes = problems.get('diabetes')
  const sugar = facts.goal === 'a1c'
  return record.add('Goal', usCore('goal'), {
    lifecycleStatus: 'active',
    description: sugar
      ? { text: 'Hemoglobin A1c below 7 %' }
      : concept(systems.snomed, '229065009', 'Thirty minutes of walking on five days a week'),
    subject: patient,
    startDate,
    target: [
      sugar
        ? {
            measure: concept(systems.loinc, '4548-4', 'Hemoglobin A1c'),
            detailQuantity: {
              value: 7,
              comparator: '<',
              unit: '%',
              system: systems.ucum,
              code: '%',
            },
            dueDate: addDays(record.today, 120),
          }
        : { dueDate: addDays(record.today, 120) },
    ],
    addresses: sugar && diabetes ? [diabetes] : undefined,
  })
}
