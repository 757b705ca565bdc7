// Conditions: the problem list, a health concern, and what each visit was for.
import { concept } from '../codes/concept.ts'
import { clinicalDiagnosis, type DiagnosisName } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import { addDays, later } from '../dates.ts'
import type { Person } from '../people/person.ts'
import { usCore } from '../profiles.ts'
import type { Json, Link, MemberRecord } from '../record.ts'
import type { Scenario } from '../scenarios.ts'
import type { Visit } from './chart.ts'

const assertedDate = 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate'

/** Adds the problem list and gives it by diagnosis. */
export const addProblems = (
  record: MemberRecord,
  patient: Link,
  person: Person,
  scenario: Scenario,
): Map<DiagnosisName, Link> => {
  const random = record.random.fork('problems')
  const problems = new Map<DiagnosisName, Link>()
  for (const { name, years, over } of scenario.problems) {
    const onset = later(
      addDays(record.today, -Math.round(years * 365) - random.int(1, 60)),
      person.birthDate,
    )
    const link = record.add('Condition', usCore('condition-problems-health-concerns'), {
      extension: [{ url: assertedDate, valueDateTime: onset }],
      ...confirmed(over === undefined ? 'active' : 'resolved'),
      category: [concept(systems.conditionCategory, 'problem-list-item')],
      code: clinicalDiagnosis(name),
      subject: patient,
      onsetDateTime: onset,
      abatementDateTime:
        over === undefined ? undefined : addDays(record.today, -Math.round(over * 365)),
      recordedDate: onset,
    })
    if (over === undefined) problems.set(name, link)
  }
  return problems
}

/** A worry that is not a diagnosis: getting to appointments. */
export const addHealthConcern = (record: MemberRecord, patient: Link, recordedDate: string): Link =>
  record.add('Condition', usCore('condition-problems-health-concerns'), {
    ...confirmed('active'),
    category: [
      concept(systems.healthConcern, 'health-concern'),
      concept(systems.screeningCategory, 'sdoh'),
    ],
    code: concept(systems.snomed, '160695008', 'Transport is too expensive'),
    subject: patient,
    onsetDateTime: recordedDate,
    recordedDate,
  })

/** The diagnosis of one visit; short illnesses end. */
export const addEncounterDiagnosis = (
  record: MemberRecord,
  patient: Link,
  { day, end, template, encounter }: Omit<Visit, 'kind' | 'diagnosis'>,
  chronic: ReadonlyMap<DiagnosisName, Link>,
): Link | undefined => {
  const name = template.diagnoses[0]
  if (!name) return undefined
  const lasting = chronic.has(name)
  const abated = addDays(end, 14)
  return record.add('Condition', usCore('condition-encounter-diagnosis'), {
    extension: [{ url: assertedDate, valueDateTime: day }],
    ...confirmed(lasting || abated > record.today ? 'active' : 'resolved'),
    category: [concept(systems.conditionCategory, 'encounter-diagnosis')],
    code: clinicalDiagnosis(name),
    subject: patient,
    encounter,
    onsetDateTime: day,
    abatementDateTime: lasting || abated > record.today ? undefined : abated,
    recordedDate: day,
  })
}

const confirmed = (status: 'active' | 'resolved'): Json => ({
  clinicalStatus: concept(systems.clinicalStatus, status),
  verificationStatus: concept(systems.conditionVerification, 'confirmed'),
})
