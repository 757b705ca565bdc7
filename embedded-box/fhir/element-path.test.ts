// The short way of evaluating search paths finds what the complete FHIRPath library finds.
import { expect, test } from 'vitest'
import { searchParameters } from '../../vocabulary/search-parameters.ts'
import { byHand, byLibrary, compilePath } from './element-path.ts'

const period = { start: '2024-01-01', end: '2024-02-01' }
const extension = (url: string, value: object) => ({ url, ...value })
const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/'

const resources = [
  {
    resourceType: 'Observation',
    status: 'final',
    effectivePeriod: period,
    subject: { reference: 'Patient/1' },
    category: [{ coding: [{ code: 'a' }] }, { text: 'b' }],
  },
  { resourceType: 'Observation', effectiveDateTime: '2024', subject: { reference: 'Group/1' } },
  {
    resourceType: 'Condition',
    onsetAge: { value: 3 },
    abatementDateTime: '2020-01-01',
    extension: [
      extension('http://hl7.org/fhir/StructureDefinition/condition-assertedDate', {
        valueDateTime: '2021',
      }),
      extension('urn:other', { valueDateTime: '2022' }),
    ],
  },
  { resourceType: 'Condition', onsetPeriod: period },
  {
    resourceType: 'ExplanationOfBenefit',
    billablePeriod: period,
    item: [{ servicedDate: '2024-01-02' }, { servicedPeriod: { start: '2024-03-01' } }, {}],
    careTeam: [{ provider: { reference: 'Practitioner/1' } }],
  },
  { resourceType: 'Goal', target: [{ dueDate: '2024-01-01' }], lifecycleStatus: 'active' },
  {
    resourceType: 'Patient',
    deceasedBoolean: true,
    extension: [
      extension('http://hl7.org/fhir/us/core/StructureDefinition/us-core-race', {
        extension: [
          { url: 'ombCategory', valueCoding: { code: '2106-3' } },
          { url: 'text', valueString: 'White' },
        ],
      }),
    ],
  },
  {
    resourceType: 'Patient',
    deceasedDateTime: '2023-01-01',
    name: [{ given: ['A', 'B'], family: 'C' }, { family: 'D' }],
  },
  { resourceType: 'MedicationRequest', medicationReference: { reference: 'Medication/1' } },
  { resourceType: 'MedicationRequest', intent: 'order', medicationCodeableConcept: { text: 'x' } },
  {
    resourceType: 'PractitionerRole',
    extension: [
      extension(`${planNet}network-reference`, { valueReference: { reference: 'Organization/1' } }),
    ],
  },
  {
    resourceType: 'HealthcareService',
    extension: [
      extension(`${planNet}delivery-method`, {
        extension: [extension('type', { valueCodeableConcept: { text: 'virtual' } })],
      }),
    ],
  },
  {
    resourceType: 'Encounter',
    statusHistory: [{ status: 'planned' }],
    classHistory: [{ class: { code: 'IMP' } }],
  },
]

test('every path of the search table is taken the short way', () => {
  const long = Object.values(searchParameters).flatMap(({ parameters }) =>
    Object.values(parameters)
      .filter(({ path, kind }) => kind !== 'special' && !byHand(path))
      .map(({ path }) => path),
  )
  expect(long).toEqual([])
})

test.each(resources.map(resource => [JSON.stringify(resource).slice(0, 90), resource] as const))(
  'both ways find the same in %s',
  (_text, resource) => {
    const facts = searchParameters[resource.resourceType]?.parameters ?? {}
    let found = 0
    for (const { path, kind } of Object.values(facts)) {
      if (kind === 'special' || / is \w+\)/.test(path)) continue
      const short = compilePath(path)(resource)
      expect([path, short]).toEqual([path, byLibrary(path)(resource)])
      found += short.length
    }
    expect(found).toBeGreaterThanOrEqual(resource.resourceType === 'Encounter' ? 0 : 1)
  },
)

test('a reference is taken only where it points at the type that the path names', () => {
  const path = 'Observation.subject.where(resolve() is Patient)'
  const of = (reference: string) =>
    compilePath(path)({ resourceType: 'Observation', subject: { reference } })
  expect([
    of('Patient/1').length,
    of('Group/1').length,
    of('http://a.test/fhir/Patient/1').length,
  ]).toEqual([1, 0, 1])
})

test('what the short way does not know goes the long way', () => {
  const path = "Patient.name.where(use = 'official').family"
  expect(byHand(path)).toBeUndefined()
  expect(
    compilePath(path)({
      resourceType: 'Patient',
      name: [{ use: 'official', family: 'X' }, { family: 'Y' }],
    }),
  ).toEqual(['X'])
})
