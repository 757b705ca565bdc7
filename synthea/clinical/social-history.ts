// Life around the illness: smoking, and a screening question about transport with the concern it led to.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at, yearsBetween } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Chart } from './chart.ts'
import { addHealthConcern } from './conditions.ts'

const smoking = {
  never: concept(systems.snomed, '266919005', 'Never smoked tobacco'),
  some: concept(systems.snomed, '428041000124106', 'Smokes on some days'),
} as const

/** Adds what the latest check-ups asked. */
export const addSocialHistory = (chart: Chart): void => {
  const { record, patient, providers, facts, person } = chart
  const checkups = chart.visits.filter(({ kind }) => kind === 'checkup').slice(-2)
  for (const { day, encounter } of checkups) {
    if (yearsBetween(person.birthDate, day) < 13) continue
    record.add('Observation', usCore('smokingstatus'), {
      status: 'final',
      category: [
        concept(systems.observationCategory, 'social-history', undefined, 'Social History'),
      ],
      code: concept(systems.loinc, '72166-2', 'Tobacco smoking status'),
      subject: patient,
      encounter,
      effectiveDateTime: at(day, '09:15:00'),
      issued: at(day, '09:20:00'),
      valueCodeableConcept: smoking[facts.smoking],
    })
  }
  const last = checkups.at(-1)
  if (!last) return
  record.add('Observation', usCore('observation-screening-assessment'), {
    status: 'final',
    category: [
      concept(systems.observationCategory, 'survey', undefined, 'Survey'),
      concept(systems.screeningCategory, 'sdoh'),
    ],
    code: concept(systems.loinc, '88122-7', 'Worried that food would run out'),
    subject: patient,
    effectiveDateTime: at(last.day, '09:15:00'),
    issued: at(last.day, '09:20:00'),
    performer: [providers.practitioner(last.template.by)],
    valueCodeableConcept: concept(systems.loinc, 'LA28397-0', 'Often true'),
  })
  if (facts.sensitive) addHealthConcern(record, patient, last.day)
}
