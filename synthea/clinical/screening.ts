// Screening at the latest check-up: a questionnaire answered, and what follows from it (SDOH, function, disability, mind).
import { type Concept, concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { yearsBetween } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json, Link } from '../record.ts'
import type { Chart, Visit } from './chart.ts'
import { addHealthConcern } from './conditions.ts'
import { hl7Category, loinc, observe, quantity, usCoreCategory } from './observe.ts'
import { addMoodAnswers } from './questionnaire.ts'

/** Adds the questionnaire and the observations; children are asked about food only. */
export const addScreening = (chart: Chart): void => {
  const last = chart.visits.filter(({ kind }) => kind === 'checkup').at(-1)
  if (!last) return
  addHunger(chart, last)
  if (yearsBetween(chart.person.birthDate, last.day) < 18) return
  addMood(chart, last)
  addAbilities(chart, last)
  addConcern(chart, last)
}

const screened = (chart: Chart, visit: Visit, category: string, code: Concept, body: Json) =>
  observe(chart, visit, usCore('observation-screening-assessment'), {
    category: [hl7Category('survey', 'Survey'), usCoreCategory(category)],
    code,
    ...body,
  })

const often = concept(systems.loinc, 'LA28397-0', 'Often true')

// Hunger Vital Sign: two questions and the risk that follows.
const addHunger = (chart: Chart, visit: Visit): void => {
  const answer = (code: string, text: string): Link =>
    screened(chart, visit, 'sdoh', loinc(code, text), { valueCodeableConcept: often })
  const answers = [
    answer('88122-7', 'Worried that food would run out'),
    answer('88123-5', 'Food did not last'),
  ]
  const risk = screened(chart, visit, 'sdoh', loinc('88124-3', 'Risk of going hungry'), {
    valueCodeableConcept: concept(systems.loinc, 'LA19952-3', 'At risk'),
    derivedFrom: answers,
  })
  screened(chart, visit, 'sdoh', loinc('88121-9', 'Hunger Vital Sign'), {
    hasMember: [...answers, risk],
  })
}

const addMood = (chart: Chart, visit: Visit): void => {
  const response = addMoodAnswers(chart, visit)
  screened(chart, visit, 'cognitive-status', loinc('44261-6', 'PHQ-9 total score'), {
    valueQuantity: quantity(3, '{score}'),
    derivedFrom: [response],
  })
}

const addAbilities = (chart: Chart, visit: Visit): void => {
  screened(chart, visit, 'functional-status', loinc('11332-4', 'How daily life goes'), {
    valueString: 'Manages daily life alone; plans and remembers as before.',
  })
  screened(chart, visit, 'disability-status', loinc('69858-9', 'Serious difficulty hearing'), {
    valueCodeableConcept: concept(systems.loinc, 'LA32-8', 'No'),
  })
}

// Getting to appointments is hard: the question, the concern, the referral, the help that was given.
const addConcern = (chart: Chart, visit: Visit): void => {
  const { record, patient, providers, facts } = chart
  if (!facts.goal && !facts.complete) return
  observe(chart, visit, usCore('simple-observation'), {
    category: [usCoreCategory('sdoh')],
    code: loinc('93030-5', 'Lack of transportation kept from appointments'),
    valueBoolean: true,
  })
  const concern = addHealthConcern(record, patient, visit.day)
  const order = record.add('ServiceRequest', usCore('servicerequest'), {
    status: 'completed',
    intent: 'order',
    category: [usCoreCategory('sdoh')],
    code: concept(systems.snomed, '467771000124109', 'Help with applying for support'),
    subject: patient,
    encounter: visit.encounter,
    occurrencePeriod: { start: visit.day, end: visit.day },
    authoredOn: visit.day,
    requester: providers.practitioner(visit.template.by),
    reasonCode: [concept(systems.snomed, '160695008', 'Transport is too expensive')],
    reasonReference: [concern],
  })
  record.add('Procedure', usCore('procedure'), {
    basedOn: [order],
    status: 'completed',
    code: concept(systems.snomed, '467771000124109', 'Help with applying for support'),
    subject: patient,
    encounter: visit.encounter,
    performedDateTime: `${visit.day}T10:30:00Z`,
    performer: [{ actor: providers.practitioner(visit.template.by) }],
    reasonCode: [concept(systems.snomed, '160695008', 'Transport is too expensive')],
    reasonReference: [concern],
  })
}
