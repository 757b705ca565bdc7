// Life around the illness: smoking, work, pregnancy, whom one loves, how one lives.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { addYears, yearsBetween } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json } from '../record.ts'
import type { Chart, Visit } from './chart.ts'
import { hl7Category, loinc, observe, quantity } from './observe.ts'

const smoking = {
  never: concept(systems.snomed, '266919005', 'Never smoked tobacco'),
  some: concept(systems.snomed, '428041000124106', 'Smokes on some days'),
} as const

const socialHistory = [hl7Category('social-history', 'Social History')]

/** Adds what the latest check-ups asked. */
export const addSocialHistory = (chart: Chart): void => {
  const { facts, person } = chart
  const asked = chart.visits
    .filter(({ kind, day }) => kind === 'checkup' && yearsBetween(person.birthDate, day) >= 13)
    .slice(-2)
  for (const visit of asked) {
    social(chart, visit, 'smokingstatus', {
      code: loinc('72166-2', 'Tobacco smoking status'),
      valueCodeableConcept: smoking[facts.smoking],
    })
  }
  const last = asked.at(-1)
  if (!last || yearsBetween(person.birthDate, last.day) < 18) return
  addWork(chart, last)
  addLiving(chart, last)
  if (facts.pregnancy) addPregnancy(chart, facts.pregnancy, last)
}

const social = (chart: Chart, visit: Visit, profile: string, body: Json) =>
  observe(chart, visit, usCore(profile), { category: socialHistory, ...body })

const addWork = (chart: Chart, visit: Visit): void => {
  social(chart, visit, 'observation-occupation', {
    effectiveDateTime: undefined,
    effectivePeriod: { start: addYears(visit.day, -3) },
    code: loinc('11341-5', 'Occupation'),
    valueCodeableConcept: concept(systems.snomed, '406156006', 'In paid employment'),
    component: [
      {
        code: loinc('86188-0', 'Industry'),
        // The guide's way to say that nobody knows, where a code must stand.
        valueCodeableConcept: concept(systems.absent, 'unknown', 'Not asked', 'Unknown'),
      },
    ],
  })
}

const addLiving = (chart: Chart, visit: Visit): void => {
  const random = chart.record.random.fork('living')
  social(chart, visit, 'observation-sexual-orientation', {
    code: loinc('76690-7', 'Sexual orientation'),
    valueCodeableConcept: random.chance(0.8)
      ? concept(systems.snomed, '20430005', 'Heterosexual')
      : concept(systems.nullFlavor, 'ASKU', 'Asked, not answered'),
  })
  const active = social(chart, visit, 'simple-observation', {
    code: loinc('89555-7', 'Days of exercise in a week'),
    valueQuantity: quantity(random.int(1, 6), 'd/wk', 'days per week'),
  })
  social(chart, visit, 'simple-observation', {
    code: loinc('11330-8', 'Use of alcohol'),
    valueString: 'A glass of wine at weekends',
    derivedFrom: [active],
  })
}

const pregnancies = {
  pregnant: concept(systems.snomed, '77386006', 'Pregnant'),
  'not-pregnant': concept(systems.snomed, '60001007', 'Not pregnant'),
} as const

const addPregnancy = (chart: Chart, status: keyof typeof pregnancies, last: Visit): void => {
  // Asked at the latest visit about the pregnancy, if there was one.
  const visit =
    chart.visits.findLast(({ template }) => template.diagnoses.includes('pregnancy')) ?? last
  social(chart, visit, 'observation-pregnancystatus', {
    code: loinc('82810-3', 'Pregnancy status'),
    valueCodeableConcept: pregnancies[status],
  })
  social(chart, last, 'observation-pregnancyintent', {
    code: loinc('86645-9', 'Pregnancy intention in the next year'),
    valueCodeableConcept: concept(systems.snomed, '454381000124105', 'Not sure'),
  })
}
