// Slicing of every kind that FHIR has, each on a profile of a few lines: what belongs to a slice is held to it, nothing else.
import { expect, test } from 'vitest'
import {
  canonical,
  element,
  errorsOf,
  profile,
  type Raw,
  smallGuide,
  unknownOf,
} from './small-guide.fixture.ts'

const observation = (more: Raw): Raw => ({ resourceType: 'Observation', ...more })
const sliced = (type: string, path: string, more: Raw = {}): Raw => ({
  slicing: { discriminator: [{ type, path }], rules: 'open', ...more },
})
const system = 'http://example.org/codes'
const concept = (code: string): Raw => ({ coding: [{ system, code }] })

test('by value: the slice with the fixed system is counted and its content held to its own rules', async () => {
  const validator = await smallGuide([
    profile('by-value', 'Observation', [
      element('Observation.identifier', 0, '*', 'Identifier', sliced('value', 'system')),
      element('Observation.identifier:npi', 1, '1', 'Identifier'),
      element('Observation.identifier:npi.system', 1, '1', 'uri', { fixedUri: system }),
      element('Observation.identifier:npi.value', 1, '1', 'string'),
    ]),
  ])
  const errors = (identifier: Raw[]) => errorsOf(validator, observation({ identifier }), 'by-value')
  expect(errors([{ system, value: '1' }, { value: 'x' }])).toEqual([])
  expect(errors([{ system: 'http://other' }])).toEqual([
    'Observation.identifier: needs 1 of slice npi, has 0.',
  ])
  expect(errors([{ system }])).toEqual(['Observation.identifier[0].value: is required.'])
  expect(
    errors([
      { system, value: '1' },
      { system, value: '2' },
    ]),
  ).toEqual(['Observation.identifier: may have 1 of slice npi, has 2.'])
})

test('by pattern and by binding: a concept belongs to the slice whose code it has', async () => {
  const valueSet = canonical('ValueSet/lab')
  const validator = await smallGuide([
    {
      resourceType: 'ValueSet',
      url: valueSet,
      compose: { include: [{ system, concept: [{ code: 'lab' }] }] },
    },
    profile('by-pattern', 'Observation', [
      element('Observation.category', 1, '*', 'CodeableConcept', sliced('pattern', '$this')),
      element('Observation.category:survey', 1, '1', 'CodeableConcept', {
        patternCodeableConcept: concept('survey'),
      }),
    ]),
    profile('by-binding', 'Observation', [
      element('Observation.category', 1, '*', 'CodeableConcept', sliced('value', '$this')),
      element('Observation.category:lab', 1, '1', 'CodeableConcept', {
        binding: { strength: 'required', valueSet },
      }),
    ]),
  ])
  const errors = (code: string, name: string) =>
    errorsOf(validator, observation({ category: [concept('other'), concept(code)] }), name)
  expect(errors('survey', 'by-pattern')).toEqual([])
  expect(errors('lab', 'by-pattern')).toHaveLength(1)
  expect(errors('lab', 'by-binding')).toEqual([])
  expect(errors('survey', 'by-binding')).toHaveLength(1)
})

test('by binding to a value set that nobody here can list: said to be unknown, not to be wrong', async () => {
  const validator = await smallGuide([
    profile('by-unknown', 'Observation', [
      element('Observation.category', 1, '*', 'CodeableConcept', sliced('value', '$this')),
      element('Observation.category:lab', 1, '1', 'CodeableConcept', {
        binding: { strength: 'required', valueSet: 'http://example.org/nowhere' },
      }),
    ]),
  ])
  const resource = observation({ category: [concept('x')] })
  expect(errorsOf(validator, resource, 'by-unknown')).toEqual([])
  expect(unknownOf(validator, resource, 'by-unknown')).toEqual([
    'Not checked: whether there are enough of slice lab cannot be told here.',
  ])
})

test('by type: a choice may be of the types of its slices, each with its own rules', async () => {
  const validator = await smallGuide([
    profile('by-type', 'Observation', [
      element('Observation.value[x]', 0, '1', undefined, {
        type: [{ code: 'Quantity' }, { code: 'string' }],
        slicing: { discriminator: [{ type: 'type', path: '$this' }], rules: 'open' },
      }),
      element('Observation.value[x]:valueQuantity', 0, '1', 'Quantity'),
      element('Observation.value[x]:valueQuantity.value', 1, '1', 'decimal'),
      element('Observation.value[x]:valueQuantity.unit', 1, '1', 'string'),
    ]),
  ])
  const errors = (more: Raw) => errorsOf(validator, observation(more), 'by-type')
  expect(errors({ valueString: 'high' })).toEqual([])
  expect(errors({ valueQuantity: { value: 1 } })).toEqual([
    'Observation.value.ofType(Quantity).unit: is required.',
  ])
  expect(errors({ valueBoolean: true })[0]).toContain('may not be of this type here')
  expect(errors({ valueString: 'a', valueQuantity: { value: 1, unit: 'g' } })[0]).toContain(
    'one of its types only',
  )
})

test('by existence: components with a value and components without are two slices', async () => {
  const validator = await smallGuide([
    profile('by-existence', 'Observation', [
      element(
        'Observation.component',
        0,
        '*',
        'BackboneElement',
        sliced('exists', 'interpretation'),
      ),
      element('Observation.component.code', 0, '1', 'CodeableConcept'),
      element('Observation.component.interpretation', 0, '1', 'CodeableConcept'),
      element('Observation.component:judged', 1, '1', 'BackboneElement'),
      element('Observation.component:judged.code', 1, '1', 'CodeableConcept'),
      element('Observation.component:judged.interpretation', 1, '1', 'CodeableConcept'),
      element('Observation.component:bare', 0, '1', 'BackboneElement'),
      element('Observation.component:bare.interpretation', 0, '0', 'CodeableConcept'),
    ]),
  ])
  const errors = (component: Raw[]) =>
    errorsOf(validator, observation({ component }), 'by-existence')
  const judged = { code: concept('a'), interpretation: concept('high') }
  expect(errors([judged, { code: concept('b') }])).toEqual([])
  expect(errors([{ code: concept('b') }])).toEqual([
    'Observation.component: needs 1 of slice judged, has 0.',
  ])
  expect(errors([{ interpretation: concept('high') }])).toEqual([
    'Observation.component[0].code: is required.',
  ])
})

const references = (more: Raw[]) => [
  profile('doctor', 'Practitioner', [
    element('Practitioner.id', 0, '1', 'id'),
    element('Practitioner.active', 1, '1', 'boolean'),
  ]),
  ...more,
]
const performer = (id: string, min: number, target: string, more: Raw = {}): Raw =>
  element(id, min, '*', undefined, {
    type: [{ code: 'Reference', targetProfile: [target] }],
    ...more,
  })
const anyTarget = 'http://hl7.org/fhir/StructureDefinition/Resource'

test('by the type of what a reference leads to: read from the reference alone', async () => {
  const validator = await smallGuide([
    profile('by-resolve', 'Observation', [
      performer('Observation.performer', 0, anyTarget, sliced('type', 'resolve()')),
      performer(
        'Observation.performer:organization',
        1,
        'http://hl7.org/fhir/StructureDefinition/Organization',
      ),
    ]),
  ])
  const errors = (reference: string) =>
    errorsOf(validator, observation({ performer: [{ reference }] }), 'by-resolve')
  expect(errors('Organization/1')).toEqual([])
  expect(errors('Practitioner/1')).toEqual([
    'Observation.performer: needs 1 of slice organization, has 0.',
  ])
  expect(errors('urn:uuid:0b0bd2ab-52f3-4b0d-8ac6-0a2b9ad07b7f')).toEqual([])
})

test('by the profile of what a reference leads to: contained resources are tried, others are unknown', async () => {
  const validator = await smallGuide(
    references([
      profile('by-profile', 'Observation', [
        element('Observation.contained', 0, '*', 'Resource'),
        performer('Observation.performer', 0, anyTarget, sliced('profile', 'resolve()')),
        performer('Observation.performer:doctor', 1, canonical('doctor')),
      ]),
    ]),
  )
  const withContained = (active: Raw) =>
    observation({
      contained: [{ resourceType: 'Practitioner', id: 'd', ...active }],
      performer: [{ reference: '#d' }],
    })
  expect(errorsOf(validator, withContained({ active: true }), 'by-profile')).toEqual([])
  expect(errorsOf(validator, withContained({}), 'by-profile')).toEqual([
    'Observation.performer: needs 1 of slice doctor, has 0.',
  ])
  const elsewhere = observation({ performer: [{ reference: 'Practitioner/1' }] })
  expect(errorsOf(validator, elsewhere, 'by-profile')).toEqual([])
  expect(unknownOf(validator, elsewhere, 'by-profile')).toHaveLength(1)
  const another = observation({ performer: [{ reference: 'Patient/1' }] })
  expect(errorsOf(validator, another, 'by-profile')).toHaveLength(1)
})

test('a slice that is sliced again: the finer slice counts within the coarser', async () => {
  const validator = await smallGuide([
    profile('again', 'Observation', [
      element('Observation.identifier', 0, '*', 'Identifier', sliced('value', 'system')),
      element('Observation.identifier:ours', 0, '*', 'Identifier', sliced('value', 'use')),
      element('Observation.identifier:ours.system', 1, '1', 'uri', { fixedUri: system }),
      element('Observation.identifier:ours/official', 1, '1', 'Identifier', {
        sliceName: 'ours/official',
      }),
      element('Observation.identifier:ours/official.use', 1, '1', 'code', {
        fixedCode: 'official',
      }),
      element('Observation.identifier:ours/official.value', 1, '1', 'string'),
    ]),
  ])
  const errors = (identifier: Raw[]) => errorsOf(validator, observation({ identifier }), 'again')
  expect(
    errors([
      { system, use: 'official', value: '1' },
      { system, use: 'usual' },
    ]),
  ).toEqual([])
  expect(errors([{ system, use: 'usual' }])).toEqual([
    'Observation.identifier: needs 1 of slice ours/official, has 0.',
  ])
  expect(errors([{ system, use: 'official' }])).toEqual([
    'Observation.identifier[0].value: is required.',
  ])
  expect(
    errors([
      { system: 'http://other', use: 'official' },
      { system, use: 'official', value: '1' },
    ]),
  ).toEqual([])
})

const twoSlices = (rules: Raw): Raw[] => [
  element('Observation.category', 0, '*', 'CodeableConcept', sliced('pattern', '$this', rules)),
  element('Observation.category:a', 0, '1', 'CodeableConcept', {
    patternCodeableConcept: concept('a'),
  }),
  element('Observation.category:b', 0, '1', 'CodeableConcept', {
    patternCodeableConcept: concept('b'),
  }),
]

test('closed, open at the end, ordered: what else there may be, and in which order', async () => {
  const validator = await smallGuide([
    profile('closed', 'Observation', twoSlices({ rules: 'closed' })),
    profile('open-at-end', 'Observation', twoSlices({ rules: 'openAtEnd' })),
    profile('ordered', 'Observation', twoSlices({ ordered: true })),
  ])
  const errors = (codes: string[], name: string) =>
    errorsOf(validator, observation({ category: codes.map(concept) }), name)
  expect(errors(['a', 'b'], 'closed')).toEqual([])
  expect(errors(['a', 'c'], 'closed')[0]).toContain('Observation.category[1]: belongs to no slice')
  expect(errors(['a', 'c'], 'open-at-end')).toEqual([])
  expect(errors(['c', 'a'], 'open-at-end')[0]).toContain('Observation.category[1]: comes after')
  expect(errors(['b', 'a'], 'closed')).toEqual([])
  expect(errors(['a', 'c', 'b'], 'ordered')).toEqual([])
  expect(errors(['b', 'a'], 'ordered')[0]).toContain('Observation.category[1]: is out of order')
})
