// An Observation as every guide wants it: final, about the member, on a day, by someone.
import { type Concept, concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import type { Json, Link } from '../record.ts'
import type { Chart, Visit } from './chart.ts'

export const hl7Category = (code: string, display?: string): Concept =>
  concept(systems.observationCategory, code, undefined, display)

export const usCoreCategory = (code: string): Concept => concept(systems.screeningCategory, code)

export const loinc = (code: string, text: string): Concept => concept(systems.loinc, code, text)

/** A measured value in UCUM. */
export const quantity = (value: number, unit: string, shown = unit): Json => ({
  value,
  unit: shown,
  system: systems.ucum,
  code: unit,
})

/** Adds an Observation of a visit; `body` brings category, code and value. */
export const observe = (
  { record, patient, providers }: Chart,
  visit: Visit,
  profiles: readonly string[],
  body: Json,
): Link =>
  record.add('Observation', profiles, {
    status: 'final',
    subject: patient,
    encounter: visit.encounter,
    effectiveDateTime: at(visit.day, '09:15:00'),
    issued: at(visit.day, '09:20:00'),
    performer: [providers.practitioner(visit.template.by)],
    ...body,
  })
