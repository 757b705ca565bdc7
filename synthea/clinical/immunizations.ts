// Vaccinations given, and one that was not, with the reason.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { type VaccineName, vaccines } from '../codes/vaccines.ts'
import { usCore } from '../profiles.ts'
import { dayMonthsAgo } from '../random-day.ts'
import type { Json } from '../record.ts'
import type { Chart } from './chart.ts'

/** Adds the scenario's vaccinations. */
export const addImmunizations = (chart: Chart): void => {
  const random = chart.record.random.fork('vaccines')
  const { today } = chart.record
  for (const { name, monthsAgo } of chart.scenario.vaccines) {
    for (const months of monthsAgo) {
      const day = dayMonthsAgo(today, months, random)
      if (day <= chart.person.birthDate) continue
      add(chart, name, day, { status: 'completed', lotNumber: `LOT-${random.int(1000, 9999)}` })
    }
  }
  const day = dayMonthsAgo(today, 3, random)
  if (day <= chart.person.birthDate) return
  add(chart, 'covid', day, {
    status: 'not-done',
    statusReason: concept(systems.actReason, 'PATOBJ', 'The patient objected'),
  })
}

const add = (chart: Chart, name: VaccineName, day: string, more: Json): void => {
  const { record, patient, providers } = chart
  const { cvx, text } = vaccines[name]
  record.add('Immunization', usCore('immunization'), {
    ...more,
    vaccineCode: concept(systems.cvx, cvx, text),
    patient,
    occurrenceDateTime: day,
    primarySource: true,
    encounter: chart.visits.findLast(visit => visit.day <= day)?.encounter,
    location: providers.location('clinic'),
  })
}
