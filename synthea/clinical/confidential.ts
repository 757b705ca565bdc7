// Substance use treatment in the record: labelled each, and nothing without a label points at it.
import { concept } from '../codes/concept.ts'
import { clinicalDiagnosis } from '../codes/diagnoses.ts'
import { drugs } from '../codes/drugs.ts'
import { systems } from '../codes/systems.ts'
import { addMonths, at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import { sensitiveLabels } from '../sensitive.ts'
import type { Chart } from './chart.ts'

/** Adds the diagnosis, the counseling sessions that were claimed, and confidential medicines. */
export const addConfidentialCare = (chart: Chart): void => {
  const { record, patient, providers, events } = chart
  const label = sensitiveLabels.substanceUse
  const counselor = providers.practitioner('counselor')
  const sessions = events.flatMap(event =>
    'claim' in event && event.claim === 'alcoholCounseling' ? [event.day] : [],
  )
  const days = sessions.length > 0 ? sessions : [addMonths(record.today, -11)]
  const since = addMonths(days[0] ?? record.today, -2)
  const problem = record.add(
    'Condition',
    usCore('condition-problems-health-concerns'),
    {
      clinicalStatus: concept(systems.clinicalStatus, 'active'),
      verificationStatus: concept(systems.conditionVerification, 'confirmed'),
      category: [concept(systems.conditionCategory, 'problem-list-item')],
      code: clinicalDiagnosis('alcohol'),
      subject: patient,
      onsetDateTime: since,
      recordedDate: since,
    },
    label,
  )
  for (const day of days) {
    record.add(
      'Procedure',
      usCore('procedure'),
      {
        status: 'completed',
        code: concept(systems.snomed, '24165007', 'Alcoholism counseling'),
        subject: patient,
        performedDateTime: at(day, '10:00:00'),
        performer: [{ actor: counselor }],
        reasonReference: [problem],
      },
      label,
    )
  }
  addMedicines(chart)
}

const addMedicines = ({ record, patient, providers, events }: Chart): void => {
  const seen = new Set<string>()
  for (const event of events) {
    if (!('drug' in event) || !event.sensitive || seen.has(event.drug)) continue
    seen.add(event.drug)
    const drug = drugs[event.drug]
    record.add(
      'MedicationRequest',
      usCore('medicationrequest'),
      {
        status: 'active',
        intent: 'order',
        category: [concept(systems.requestCategory, 'community', 'Community')],
        reportedBoolean: false,
        medicationCodeableConcept: drug.rxnorm
          ? concept(systems.rxnorm, drug.rxnorm, drug.text)
          : { text: drug.text },
        subject: patient,
        authoredOn: event.day,
        requester: providers.practitioner('physician'),
        dosageInstruction: [{ text: drug.directions }],
      },
      sensitiveLabels[event.sensitive],
    )
  }
}
