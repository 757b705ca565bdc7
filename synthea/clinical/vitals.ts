// Vital signs of each visit: a plausible person whose weight and blood pressure drift a little.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at, daysBetween, yearsBetween } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json } from '../record.ts'
import type { Chart, Visit } from './chart.ts'
import { quantity } from './observe.ts'

interface Vital {
  profile: string
  loinc: string
  text: string
  unit: string
}

const vital = (profile: string, loinc: string, text: string, unit: string): Vital => ({
  profile,
  loinc,
  text,
  unit,
})

const height = vital('body-height', '8302-2', 'Body height', 'cm')
const weight = vital('body-weight', '29463-7', 'Body weight', 'kg')
const bmi = vital('bmi', '39156-5', 'Body mass index', 'kg/m2')
const pulse = vital('heart-rate', '8867-4', 'Heart rate', '/min')
const breaths = vital('respiratory-rate', '9279-1', 'Respiratory rate', '/min')
const temperature = vital('body-temperature', '8310-5', 'Body temperature', 'Cel')

/** How many of the latest visits show vital signs; stays in hospital always do. */
const shownVisits = 7

/** Adds what was measured at the latest visits; a stay in hospital shows oxygen too. */
/** Adds one vital sign of a visit. */
export const addVitals = (chart: Chart): void => {
  const { record, person, problems } = chart
  const random = record.random.fork('vitals')
  const adultHeight = random.int(156, 186)
  const adultWeight = random.int(58, 96)
  const recent = new Set(chart.visits.slice(-shownVisits))
  for (const visit of chart.visits.filter(each => recent.has(each) || each.kind === 'stay')) {
    const age = yearsBetween(person.birthDate, visit.day)
    const months = age < 2 ? Math.max(0, daysBetween(person.birthDate, visit.day) / 30) : 0
    const cm = Math.round(age < 2 ? 50 + months * 2 : age < 17 ? 76 + age * 6.1 : adultHeight)
    const kg = tenth(
      age < 2 ? 3.4 + months * 0.6 : (age < 17 ? 9 + age * 2.7 : adultWeight) + random.next() * 3,
    )
    const high = problems.has('hypertension') ? 16 : 0
    addBloodPressure(chart, visit, [
      (age < 17 ? 98 : 112) + high + random.int(0, 12),
      (age < 17 ? 60 : 72) + Math.round(high / 2) + random.int(0, 8),
    ])
    measure(chart, visit, pulse, random.int(62, 88))
    measure(chart, visit, weight, kg)
    if (visit.kind === 'checkup') {
      measure(chart, visit, height, cm)
      measure(chart, visit, bmi, tenth(kg / (cm / 100) ** 2))
      measure(chart, visit, breaths, random.int(13, 18))
      measure(chart, visit, temperature, tenth(36.4 + random.next() * 0.8))
    }
    if (visit.kind === 'stay') addOxygen(chart, visit, random.int(94, 98))
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10

/** Adds one vital sign of a visit. */
export const addVital = (chart: Chart, visit: Visit, profile: string, body: Json): void => {
  chart.record.add('Observation', usCore(profile), {
    status: 'final',
    category: [concept(systems.observationCategory, 'vital-signs', undefined, 'Vital Signs')],
    subject: chart.patient,
    encounter: visit.encounter,
    effectiveDateTime: at(visit.day, '09:10:00'),
    issued: at(visit.day, '09:20:00'),
    performer: [chart.providers.practitioner(visit.template.by)],
    ...body,
  })
}

const measure = (chart: Chart, visit: Visit, fact: Vital, value: number): void =>
  addVital(chart, visit, fact.profile, {
    code: concept(systems.loinc, fact.loinc, fact.text),
    valueQuantity: quantity(value, fact.unit),
  })

const addBloodPressure = (chart: Chart, visit: Visit, [systolic, diastolic]: [number, number]) =>
  addVital(chart, visit, 'blood-pressure', {
    code: concept(systems.loinc, '85354-9', 'Blood pressure'),
    component: [
      {
        code: concept(systems.loinc, '8480-6', 'Systolic'),
        valueQuantity: quantity(systolic, 'mm[Hg]'),
      },
      {
        code: concept(systems.loinc, '8462-4', 'Diastolic'),
        valueQuantity: quantity(diastolic, 'mm[Hg]'),
      },
    ],
  })

const addOxygen = (chart: Chart, visit: Visit, percent: number): void =>
  addVital(chart, visit, 'pulse-oximetry', {
    code: {
      coding: [
        { system: systems.loinc, code: '59408-5' },
        { system: systems.loinc, code: '2708-6' },
      ],
      text: 'Oxygen saturation',
    },
    valueQuantity: quantity(percent, '%'),
    component: [
      {
        code: concept(systems.loinc, '3151-8', 'Oxygen flow'),
        valueQuantity: quantity(2, 'L/min'),
      },
      {
        code: concept(systems.loinc, '3150-0', 'Oxygen concentration'),
        valueQuantity: quantity(28, '%'),
      },
    ],
  })
