// Medicines: what was prescribed and what the pharmacy gave out, matching the pharmacy claims.
import { concept } from '../codes/concept.ts'
import { clinicalDiagnosis } from '../codes/diagnoses.ts'
import { type Drug, type DrugName, drugs } from '../codes/drugs.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json, Link } from '../record.ts'
import type { Chart } from './chart.ts'

/** How many of the latest fillings of each drug the clinical record shows. */
const shownFillings = 3

/** Adds one order for each drug and the latest fillings. */
export const addMedications = (chart: Chart): void => {
  const names = [
    ...new Set(
      chart.events.flatMap(event => ('drug' in event && !event.sensitive ? [event.drug] : [])),
    ),
  ]
  names.forEach((name, index) => {
    addOrder(chart, name, index === 0)
  })
}

/** When and at which visit the first of the medicines on record was ordered; undefined without one. */
export const firstOrder = (chart: Chart): Ordered | undefined => {
  const first = chart.events.find(event => 'drug' in event && !event.sensitive)
  return first && orderedFor(chart, first.day)
}

interface Ordered {
  day: string
  visit: Link | undefined
}

const orderedFor = (chart: Chart, day: string): Ordered => ({
  day,
  visit: chart.visits.findLast(each => each.day <= day)?.encounter,
})

/** Adds the order of one drug and its latest fillings. */
const addOrder = (chart: Chart, name: DrugName, asResource: boolean): void => {
  const { record, patient, providers, scenario } = chart
  const drug = drugs[name]
  const fillings = chart.events.filter(
    event => 'drug' in event && event.drug === name && !event.refused,
  )
  const first = fillings[0]
  if (!first) return
  const code = drug.rxnorm ? concept(systems.rxnorm, drug.rxnorm, drug.text) : { text: drug.text }
  // One medicine stands as a resource of its own, so that apps meet both forms.
  const medication: Json = asResource
    ? {
        medicationReference: record.add('Medication', usCore('medication'), {
          code,
          status: 'active',
        }),
      }
    : { medicationCodeableConcept: code }
  const lasting = drug.days > 10
  const problem = scenario.problems.find(each => reasons[name] === each.name)

  const { visit } = orderedFor(chart, first.day)

  const order = record.add('MedicationRequest', usCore('medicationrequest'), {
    status: lasting ? 'active' : 'completed',
    intent: 'order',
    category: [concept(systems.requestCategory, 'community', 'Community')],
    reportedBoolean: false,
    ...medication,
    subject: patient,
    encounter: visit,
    authoredOn: first.day,
    requester: providers.practitioner('physician'),
    reasonCode: problem && [clinicalDiagnosis(problem.name)],
    reasonReference: problem &&
      chart.problems.get(problem.name) && [chart.problems.get(problem.name)],
    dosageInstruction: [dosage(drug)],
    dispenseRequest: {
      numberOfRepeatsAllowed: lasting ? 11 : 0,
      quantity: amount(drug),
      expectedSupplyDuration: days(drug),
    },
  })
  for (const { day } of fillings.slice(-shownFillings)) {
    record.add('MedicationDispense', usCore('medicationdispense'), {
      status: 'completed',
      ...medication,
      subject: patient,
      context: visit,
      performer: [
        { actor: providers.organization('pharmacy') },
        { actor: providers.practitioner('pharmacist') },
      ],
      authorizingPrescription: [order],
      type: concept(systems.actCode, day === first.day ? 'FFC' : 'RFC'),
      quantity: amount(drug),
      daysSupply: days(drug),
      whenHandedOver: at(day, '16:30:00'),
      dosageInstruction: [dosage(drug)],
    })
  }
}

const reasons: Partial<Record<DrugName, string>> = {
  metformin: 'diabetes',
  lisinopril: 'hypertension',
  atorvastatin: 'lipids',
  albuterol: 'asthma',
}

const amount = (drug: Drug): Json => ({ value: drug.perDay * drug.days, unit: drug.unit })

const days = (drug: Drug): Json => ({
  value: drug.days,
  unit: 'days',
  system: systems.ucum,
  code: 'd',
})

const dosage = (drug: Drug): Json => ({
  text: drug.directions,
  timing: { repeat: { frequency: drug.perDay, period: 1, periodUnit: 'd' } },
  doseAndRate: [{ doseQuantity: { value: 1, unit: drug.unit } }],
})
