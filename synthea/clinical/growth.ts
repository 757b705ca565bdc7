// Growth of a child: head, weight and mass against others of the same age (percentiles); an adult's stand in their childhood.
import { addMonths, at, yearsBetween } from '../dates.ts'
import { usCore, usCorePercentile } from '../profiles.ts'
import type { Json, Link } from '../record.ts'
import type { Chart } from './chart.ts'
import { hl7Category, loinc, quantity } from './observe.ts'

interface Moment {
  day: string
  encounter?: Link
}

/** Adds what is measured of babies and children, at check-ups or, for one who shows everything, on days long ago. */
export const addGrowth = (chart: Chart): void => {
  const { birthDate } = chart.person
  const checkups: Moment[] = chart.visits.filter(({ kind }) => kind === 'checkup')
  const past: Moment[] = chart.facts.complete
    ? [4, 14, 60].map(months => ({ day: addMonths(birthDate, months) }))
    : []
  for (const moment of [...past, ...checkups]) {
    const age = yearsBetween(birthDate, moment.day)
    if (age < 3) addBaby(chart, moment, monthsOld(birthDate, moment.day))
    else if (age < 18) addChild(chart, moment)
  }
}

const monthsOld = (birthDate: string, day: string): number => {
  let months = 0
  while (addMonths(birthDate, months + 1) <= day) months += 1
  return months
}

const addBaby = (chart: Chart, moment: Moment, months: number): void => {
  const random = chart.record.random.fork(`growth ${moment.day}`)
  const head = 36 + Math.min(months, 12) * 0.9 + Math.max(0, months - 12) * 0.15
  measured(chart, moment, usCore('head-circumference'), '9843-4', 'Head circumference', [
    Math.round(head * 10) / 10,
    'cm',
  ])
  const percentile = usCorePercentile('head-occipital-frontal-circumference-percentile')
  measured(chart, moment, percentile, '8289-1', 'Head circumference, percentile', [
    random.int(35, 65),
    '%',
  ])
  const weight = usCorePercentile('pediatric-weight-for-height')
  measured(chart, moment, weight, '77606-2', 'Weight for length, percentile', [
    random.int(35, 65),
    '%',
  ])
}

const addChild = (chart: Chart, moment: Moment): void => {
  const random = chart.record.random.fork(`growth ${moment.day}`)
  const profile = usCorePercentile('pediatric-bmi-for-age')
  measured(chart, moment, profile, '59576-9', 'BMI for age, percentile', [random.int(40, 75), '%'])
}

const measured = (
  { record, patient, providers }: Chart,
  { day, encounter }: Moment,
  profiles: readonly string[],
  code: string,
  text: string,
  [value, unit]: readonly [number, string],
): void => {
  const body: Json = {
    status: 'final',
    category: [hl7Category('vital-signs', 'Vital Signs')],
    code: loinc(code, text),
    subject: patient,
    encounter,
    effectiveDateTime: at(day, '09:10:00'),
    issued: at(day, '09:20:00'),
    performer: [providers.practitioner('physician')],
    valueQuantity: quantity(value, unit),
  }
  record.add('Observation', profiles, body)
}
