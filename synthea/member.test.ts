// Synthetic members: the same seed gives the same bytes, the money adds up, and everything points somewhere.
import { describe, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { isPlanNetProfile, sensitiveLabels } from '../vocabulary/profiles.ts'
import { servableTo } from './checking/servable.ts'
import { childrenOf, codesIn, datesIn, numberAt, referencesIn, textAt } from './checking/walk.ts'
import { yearlyLimits } from './claims/benefits.ts'
import { systems } from './codes/systems.ts'
import { addMonths } from './dates.ts'
import { makeMember, scenarios } from './index.ts'

const today = '2026-03-10'
const scenarioIds = scenarios.map(({ id }) => id)

const member = (scenario: string, seed = 'seed', day = today) => {
  let id = 0
  return makeMember({ seed, today: day, scenario, newId: () => `id-${id++}` })
}
const ofType = (resources: readonly Resource[], type: string) =>
  resources.filter(({ resourceType }) => resourceType === type)
const claimsIn = (resources: readonly Resource[]) =>
  ofType(resources, 'ExplanationOfBenefit').filter(({ use }) => use === 'claim')
const claimsOf = (scenario: string) => claimsIn(member(scenario).resources)
const isLabelled = ({ meta }: Resource) =>
  meta?.security?.some(({ system, code }) => sensitiveLabels.includes(`${system}|${code}`)) ?? false

/** Amount of a category in cents; 0 when it is not written. */
const cents = (entries: readonly unknown[], category: string): number =>
  entries
    .filter(entry => textAt(entry, 'category', 'coding', 'code') === category)
    .reduce(
      (sum: number, entry) => sum + Math.round((numberAt(entry, 'amount', 'value') ?? 0) * 100),
      0,
    )

/** Types for which no guide of the claims side has a profile. */
const withoutProfile = new Set(['Endpoint', 'Media', 'MedicationStatement'])

const moneyCategories = [
  'submitted',
  'discount',
  'eligible',
  'deductible',
  'copay',
  'coinsurance',
  'noncovered',
  'priorpayerpaid',
  'benefit',
  'memberliability',
]

test('the same seed and day give the same bytes; another seed gives another person', () => {
  for (const id of scenarioIds) {
    expect(JSON.stringify(member(id))).toBe(JSON.stringify(member(id)))
    expect(JSON.stringify(member(id, 'other').patient)).not.toBe(JSON.stringify(member(id).patient))
  }
})

test('a member whose name is wished for gets that name, birth date and id', () => {
  const person = {
    id: 'pat-1',
    given: 'Ann',
    family: 'Wish',
    birthDate: '1980-01-31',
    gender: 'female',
  } as const
  const { patient, resources } = makeMember({ seed: 's', today, newId: () => 'x', person })
  expect(patient).toMatchObject({ id: 'pat-1', birthDate: '1980-01-31', gender: 'female' })
  expect(patient.name).toMatchObject([{ family: 'Wish', use: 'official' }, { use: 'old' }])
  expect(resources[0]).toBe(patient)
})

test('an unknown scenario is refused with the list of those that exist', () => {
  expect(() => member('nobody')).toThrow(/"nobody".*chronic-adult.*newly-enrolled/)
})

describe.each(scenarioIds)('scenario %s', id => {
  const { resources, patient } = member(id)

  test('every reference points at a resource of the set, and ids are unique', () => {
    const ids = new Set(resources.map(({ resourceType, id: own }) => `${resourceType}/${own}`))
    expect(ids.size).toBe(resources.length)
    expect(resources.flatMap(referencesIn).filter(reference => !ids.has(reference))).toEqual([])
  })

  test('a resource stands after those it points at, so that it can be loaded in parts', () => {
    const seen = new Set<string>()
    for (const resource of resources) {
      for (const reference of referencesIn(resource)) expect(seen).toContain(reference)
      seen.add(`${resource.resourceType}/${resource.id}`)
    }
  })

  test('the member’s own app can read everything, what is pointed at included', () => {
    const servable = servableTo(`Patient/${patient.id}`, resources)
    const names = resources.map(({ resourceType, id: own }) => `${resourceType}/${own}`)
    expect(names.filter(name => !servable.has(name))).toEqual([])
  })

  test('without what is confidential nothing points into the dark', () => {
    const open = resources.filter(resource => !isLabelled(resource))
    const servable = servableTo(`Patient/${patient.id}`, open)
    const dark = open
      .filter(({ resourceType, id: own }) => servable.has(`${resourceType}/${own}`))
      .flatMap(referencesIn)
      .filter(reference => !servable.has(reference))
    expect(dark).toEqual([])
  })

  test('every resource claims a profile, none of them of the public directory', () => {
    for (const { meta, resourceType } of resources) {
      const claimed = meta?.profile ?? []
      expect(claimed.length > 0, resourceType).toBe(!withoutProfile.has(resourceType))
      expect(claimed.filter(isPlanNetProfile)).toEqual([])
    }
  })

  test('every code and identifier comes from a system on the list', () => {
    const known = new Set<string>(Object.values(systems))
    const used = new Set(resources.flatMap(codesIn).map(({ system }) => system))
    expect([...used].filter(system => !known.has(system))).toEqual([])
  })

  test('nothing happened after today; only a permission may last longer', () => {
    const future = new Set(['dueDate', 'expirationDate'])
    const late = resources
      .flatMap(resource =>
        datesIn(resource).filter(
          ({ name }) => resource.use !== 'preauthorization' || name !== 'end',
        ),
      )
      .filter(({ name, day }) => !future.has(name) && day > today)
    expect(late).toEqual([])
    expect(textAt(patient, 'birthDate') ?? '').toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  test('the totals of every claim are the sum of its lines, or of its header, never of both', () => {
    for (const claim of claimsIn(resources)) {
      const lines = childrenOf(claim, 'item').flatMap(item => childrenOf(item, 'adjudication'))
      const header = childrenOf(claim, 'adjudication')
      const total = childrenOf(claim, 'total')
      const onLines = cents(lines, 'submitted') > 0
      const onHeader = cents(header, 'submitted') > 0
      expect(onLines).not.toBe(onHeader)
      for (const category of moneyCategories) {
        expect(cents(total, category), category).toBe(cents(onLines ? lines : header, category))
      }
    }
  })

  test('billed is allowed plus discount plus not covered; allowed is plan, other plan and member', () => {
    for (const claim of claimsIn(resources)) {
      const lines = childrenOf(claim, 'item').map(item => childrenOf(item, 'adjudication'))
      for (const part of [
        childrenOf(claim, 'total'),
        ...lines.filter(({ length }) => length > 0),
      ]) {
        const of = (category: string) => cents(part, category)
        const share = of('deductible') + of('copay') + of('coinsurance')
        expect(of('submitted')).toBe(of('eligible') + of('discount') + of('noncovered'))
        expect(of('eligible')).toBe(of('benefit') + of('priorpayerpaid') + share)
        expect(of('memberliability')).toBe(share + of('noncovered'))
      }
    }
  })

  test('the deductible of a year is never passed', () => {
    const years = new Map<string, number>()
    for (const claim of claimsIn(resources)) {
      if (claim.status === 'cancelled') continue
      const plan = textAt(claim, 'type', 'coding', 'code') === 'oral' ? 'dental' : 'medical'
      const page = `${plan} ${textAt(claim, 'billablePeriod', 'start')?.slice(0, 4)}`
      years.set(page, (years.get(page) ?? 0) + cents(childrenOf(claim, 'total'), 'deductible'))
    }
    for (const [page, spent] of years) {
      const { deductible } = yearlyLimits[page.startsWith('dental') ? 'dental' : 'medical']
      expect(spent, page).toBeLessThanOrEqual(deductible)
    }
  })

  test('who renders, attends or refers is a person; institutions render on hospital claims', () => {
    for (const claim of claimsIn(resources)) {
      const hospital = textAt(claim, 'type', 'coding', 'code') === 'institutional'
      for (const seat of childrenOf(claim, 'careTeam')) {
        const role = textAt(seat, 'role', 'coding', 'code')
        const wanted = hospital && role === 'rendering' ? 'Organization/' : 'Practitioner/'
        expect(textAt(seat, 'provider', 'reference'), role).toContain(wanted)
      }
    }
  })

  test('a claim belongs to a coverage that was in force, of the payer that decided it', () => {
    const byId = new Map(resources.map(each => [`${each.resourceType}/${each.id}`, each]))
    for (const claim of claimsIn(resources)) {
      const insurances = childrenOf(claim, 'insurance')
      expect(insurances.filter(each => textAt(each, 'focal') === 'true')).toHaveLength(1)
      for (const insurance of insurances) {
        const coverage = byId.get(textAt(insurance, 'coverage', 'reference') ?? '')
        const day = textAt(claim, 'billablePeriod', 'start') ?? ''
        expect(day >= (textAt(coverage, 'period', 'start') ?? '9')).toBe(true)
        expect(day <= (textAt(coverage, 'period', 'end') ?? '9')).toBe(true)
        const payer = textAt(coverage, 'payor', 'reference')
        const insurer = textAt(claim, 'insurer', 'reference')
        expect(payer === insurer).toBe(textAt(insurance, 'focal') === 'true')
      }
    }
  })
})

describe('the member a vendor gets when nothing is chosen', () => {
  const { resources } = member('chronic-adult')
  const claims = claimsOf('chronic-adult')

  test('has 110 to 300 resources of every clinical kind', () => {
    expect(resources.length).toBeGreaterThanOrEqual(110)
    expect(resources.length).toBeLessThanOrEqual(300)
    const types = new Set(resources.map(({ resourceType }) => resourceType))
    for (const type of [
      'AllergyIntolerance',
      'CarePlan',
      'CareTeam',
      'Condition',
      'Coverage',
      'Device',
      'DiagnosticReport',
      'DocumentReference',
      'Encounter',
      'ExplanationOfBenefit',
      'Goal',
      'Immunization',
      'Location',
      'Medication',
      'MedicationDispense',
      'MedicationRequest',
      'Observation',
      'Organization',
      'Patient',
      'Practitioner',
      'PractitionerRole',
      'Procedure',
      'Provenance',
      'ServiceRequest',
      'Specimen',
    ])
      expect(types).toContain(type)
  })

  test('has claims of every kind, a denied one, and some that replace another', () => {
    const kinds = new Set(
      claims.map(claim =>
        [textAt(claim, 'type', 'coding', 'code'), textAt(claim, 'subType', 'coding', 'code')].join(
          ' ',
        ),
      ),
    )
    expect([...kinds].sort()).toEqual([
      'institutional inpatient',
      'institutional outpatient',
      'oral ',
      'pharmacy ',
      'professional ',
      'vision ',
    ])
    expect(claims.map(claim => textAt(claim, 'payment', 'type', 'coding', 'code'))).toContain(
      'denied',
    )
    const related = claims.filter(({ related: link }) => link !== undefined)
    expect(related.length).toBeGreaterThanOrEqual(8)
    const numbered = new Map(related.map(claim => [textAt(claim, 'identifier', 'value'), claim]))
    for (const claim of related) {
      const other = numbered.get(textAt(claim, 'related', 'reference', 'value'))
      expect(textAt(other, 'related', 'reference', 'value')).toBe(
        textAt(claim, 'identifier', 'value'),
      )
      expect([claim.status, other?.status].sort()).toEqual(['active', 'cancelled'])
      const replaced = textAt(claim, 'related', 'relationship', 'coding', 'code') === 'replacedby'
      expect(claim.status === 'cancelled').toBe(replaced)
    }
  })

  test.each(['2026-03-10', '2026-01-01', '2028-02-29', '2027-12-31'])(
    'has claims in each of the last twelve months, seen from %s',
    day => {
      const months = new Set(
        ofType(member('chronic-adult', 'any', day).resources, 'ExplanationOfBenefit').map(claim =>
          textAt(claim, 'billablePeriod', 'start')?.slice(0, 7),
        ),
      )
      const wanted = Array.from({ length: 12 }, (_, back) =>
        addMonths(`${day.slice(0, 7)}-01`, -back).slice(0, 7),
      )
      expect(wanted.filter(month => !months.has(month))).toEqual([])
    },
  )

  test('has sensitive resources, so that withholding can be seen, and nothing else points at them', () => {
    const labelled = resources.filter(isLabelled)
    expect(labelled.map(({ resourceType }) => resourceType).sort()).toEqual([
      'Condition',
      'ExplanationOfBenefit',
      'Procedure',
    ])
    const pointed = new Set(resources.filter(each => !isLabelled(each)).flatMap(referencesIn))
    for (const { resourceType, id } of labelled)
      expect(pointed).not.toContain(`${resourceType}/${id}`)
  })
})

test('one who enrolled this month has coverage and nothing else', () => {
  expect(member('newly-enrolled').resources.map(({ resourceType }) => resourceType)).toEqual([
    'Patient',
    'Organization',
    'Coverage',
  ])
})
