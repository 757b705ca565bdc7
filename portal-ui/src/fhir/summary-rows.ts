// How each type is told in words: its title, a line, facts. A table, one row a type, and therefore long.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import type { Texts } from '../language/en.ts'
import { say } from '../language/language.ts'
import { dateWords } from '../ui/when.ts'
import { claimWords } from './claim-words.ts'
import { concept, conceptAt, list, personName, referenceWords, text } from './elements.ts'
import { observationValue } from './observation.ts'
import { words } from './type-words.ts'

/** Names of labels in the table of words. */
export type FactLabel = keyof Texts['facts']

type Facts = (resource: Resource) => [label: FactLabel | { words: string }, value: string][]

export interface TypeSummary {
  title: (resource: Resource) => string
  line: (resource: Resource) => string
  facts: Facts
}

const code = (resource: Resource) => conceptAt(resource, 'code')
const status = (resource: Resource) => words(text(resource, 'status'))
const noFacts: Facts = () => []

const medication = (resource: Resource) =>
  conceptAt(resource, 'medicationCodeableConcept') ||
  referenceWords(resource.medicationReference) ||
  say().titles.medicine

const place = (resource: Resource) =>
  list(resource, 'address')
    .map(address =>
      [
        text(address, 'line'),
        text(address, 'city'),
        text(address, 'state'),
        text(address, 'postalCode'),
      ]
        .filter(Boolean)
        .join(', '),
    )
    .find(Boolean) ?? ''

const phone = (resource: Resource) =>
  list(resource, 'telecom')
    .filter(point => point.system === 'phone')
    .map(point => text(point, 'value'))
    .find(Boolean) ?? ''

const rows: Readonly<Record<string, TypeSummary>> = {
  Patient: {
    title: personName,
    line: resource =>
      [words(text(resource, 'gender')), place(resource)].filter(Boolean).join(' · '),
    facts: resource => [
      ['Born', dateWords(text(resource, 'birthDate'))],
      ['Address', place(resource)],
      ['Phone', phone(resource)],
      ['Language', conceptAt(resource, 'communication.language')],
    ],
  },
  Coverage: {
    title: resource =>
      referenceWords(resource.payor) || conceptAt(resource, 'type') || say().titles.coverage,
    line: resource =>
      [
        status(resource),
        text(resource, 'subscriberId') && say().titles.member(text(resource, 'subscriberId')),
      ]
        .filter(Boolean)
        .join(' · '),
    facts: resource => [
      ['Kind', conceptAt(resource, 'type')],
      ['Relationship', conceptAt(resource, 'relationship')],
      ['From', dateWords(text(resource, 'period.start'))],
      ['Until', dateWords(text(resource, 'period.end'))],
      ...list(resource, 'class').map((item): [{ words: string }, string] => [
        { words: words(conceptAt(item, 'type')) || say().facts.Class },
        text(item, 'name') || text(item, 'value'),
      ]),
    ],
  },
  ExplanationOfBenefit: {
    title: resource =>
      referenceWords(resource.provider) || conceptAt(resource, 'type') || say().titles.claim,
    line: claimWords,
    facts: resource => [
      ['Outcome', words(text(resource, 'outcome'))],
      ['Diagnosis', conceptAt(resource, 'diagnosis.diagnosisCodeableConcept')],
      ['Plan', referenceWords(resource.insurer)],
    ],
  },
  Condition: {
    title: code,
    line: resource => words(conceptAt(resource, 'clinicalStatus')),
    facts: resource => [
      ['Category', conceptAt(resource, 'category')],
      ['Certainty', words(conceptAt(resource, 'verificationStatus'))],
      ['Severity', conceptAt(resource, 'severity')],
    ],
  },
  AllergyIntolerance: {
    title: code,
    line: resource =>
      [words(conceptAt(resource, 'clinicalStatus')), words(text(resource, 'criticality'))]
        .filter(Boolean)
        .join(' · '),
    facts: resource => [['Reaction', conceptAt(resource, 'reaction.manifestation')]],
  },
  MedicationRequest: {
    title: medication,
    line: resource => text(resource, 'dosageInstruction.text') || status(resource),
    facts: resource => [
      ['Status', status(resource)],
      ['PrescribedBy', referenceWords(resource.requester)],
      ['For', conceptAt(resource, 'reasonCode')],
    ],
  },
  MedicationDispense: {
    title: medication,
    line: resource => text(resource, 'dosageInstruction.text') || status(resource),
    facts: resource => [
      ['Quantity', quantity(resource.quantity)],
      ['DaysOfSupply', quantity(resource.daysSupply)],
    ],
  },
  MedicationStatement: { title: medication, line: status, facts: noFacts },
  Medication: { title: code, line: status, facts: noFacts },
  Immunization: {
    title: resource => conceptAt(resource, 'vaccineCode'),
    line: status,
    facts: resource => [['Lot', text(resource, 'lotNumber')]],
  },
  Observation: {
    title: code,
    line: observationValue,
    facts: resource => [
      ['Kind', conceptAt(resource, 'category')],
      ['Interpretation', conceptAt(resource, 'interpretation')],
      ['UsualRange', text(resource, 'referenceRange.text') || range(resource)],
    ],
  },
  DiagnosticReport: {
    title: code,
    line: status,
    facts: resource => [
      ['Kind', conceptAt(resource, 'category')],
      ['Conclusion', text(resource, 'conclusion')],
    ],
  },
  Procedure: {
    title: code,
    line: status,
    facts: resource => [['For', conceptAt(resource, 'reasonCode')]],
  },
  ServiceRequest: { title: code, line: status, facts: noFacts },
  Encounter: {
    title: resource =>
      conceptAt(resource, 'type') || words(text(resource, 'class.display')) || say().titles.visit,
    line: resource => referenceWords(resource.serviceProvider) || status(resource),
    facts: resource => [
      ['Reason', conceptAt(resource, 'reasonCode')],
      ['Until', dateWords(text(resource, 'period.end'))],
    ],
  },
  DocumentReference: {
    title: resource => conceptAt(resource, 'type') || text(resource, 'description'),
    line: status,
    facts: resource => [['Author', referenceWords(list(resource, 'author')[0])]],
  },
  CarePlan: {
    title: resource =>
      text(resource, 'title') || conceptAt(resource, 'category') || say().titles.carePlan,
    line: status,
    facts: noFacts,
  },
  CareTeam: {
    title: resource => text(resource, 'name') || say().titles.careTeam,
    line: resource =>
      list(resource, 'participant')
        .map(participant => referenceWords(participant.member))
        .filter(Boolean)
        .join(', '),
    facts: noFacts,
  },
  Goal: {
    title: resource => conceptAt(resource, 'description'),
    line: resource => words(text(resource, 'lifecycleStatus')),
    facts: noFacts,
  },
  Device: {
    title: resource => conceptAt(resource, 'type') || text(resource, 'deviceName.name'),
    line: status,
    facts: resource => [['Model', text(resource, 'modelNumber')]],
  },
  Practitioner: { title: personName, line: place, facts: resource => [['Phone', phone(resource)]] },
  PractitionerRole: {
    title: resource => referenceWords(resource.practitioner) || conceptAt(resource, 'code'),
    line: resource => conceptAt(resource, 'specialty'),
    facts: resource => [['At', referenceWords(resource.organization)]],
  },
  Organization: {
    title: resource => text(resource, 'name'),
    line: place,
    facts: resource => [['Phone', phone(resource)]],
  },
  Location: { title: resource => text(resource, 'name'), line: place, facts: noFacts },
  RelatedPerson: {
    title: personName,
    line: resource => conceptAt(resource, 'relationship'),
    facts: noFacts,
  },
  Provenance: {
    title: resource => say().titles.source(referenceWords(list(resource, 'agent')[0]?.who)),
    line: resource => conceptAt(resource, 'activity'),
    facts: noFacts,
  },
}

/** A type without a row. */
const otherwise: TypeSummary = {
  title: resource => code(resource) || text(resource, 'title') || text(resource, 'name'),
  line: status,
  facts: noFacts,
}

/** The row of a type. */
export const rowOf = (type: string): TypeSummary => rows[type] ?? otherwise

const quantity = (value: unknown): string =>
  [text(value, 'value'), text(value, 'unit') || text(value, 'code')].filter(Boolean).join(' ')

const range = (resource: Resource): string => {
  const row = list(resource, 'referenceRange')[0]
  const [low, high] = [quantity(row?.low), quantity(row?.high)]
  return low && high ? say().titles.to(low, high) : low || high || concept(row?.type)
}
