// What a profile says of single elements: nested content by reference, extensions and where they may stand, references, bindings.
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

const system = 'http://example.org/codes'

test('content that refers to another element is held to that element, at any depth', async () => {
  const validator = await smallGuide([
    profile('answers', 'QuestionnaireResponse', [
      element('QuestionnaireResponse.item', 0, '*', 'BackboneElement'),
      element('QuestionnaireResponse.item.linkId', 1, '1', 'string'),
      element('QuestionnaireResponse.item.item', 0, '*', undefined, {
        contentReference:
          'http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse#QuestionnaireResponse.item',
      }),
    ]),
  ])
  const nested = (inner: Raw): Raw => ({
    resourceType: 'QuestionnaireResponse',
    item: [{ linkId: '1', item: [{ linkId: '2', item: [inner] }] }],
  })
  expect(errorsOf(validator, nested({ linkId: '3' }), 'answers')).toEqual([])
  expect(errorsOf(validator, nested({ id: 'x' }), 'answers')).toEqual([
    'QuestionnaireResponse.item[0].item[0].item[0].id: is not an element of QuestionnaireResponse.item; check the spelling or leave it out.',
    'QuestionnaireResponse.item[0].item[0].item[0].linkId: is required.',
  ])
})

const extension = (name: string, context: Raw[]): Raw =>
  profile(
    name,
    'Extension',
    [
      element('Extension.url', 1, '1', 'uri', { fixedUri: canonical(name) }),
      element('Extension.value[x]', 1, '1', 'boolean'),
    ],
    { context },
  )

test('an extension stands only where its definition lets it, and has the value that it defines', async () => {
  const validator = await smallGuide([
    extension('on-names', [{ type: 'element', expression: 'HumanName' }]),
    extension('on-contacts', [{ type: 'element', expression: 'Patient.contact' }]),
    extension('anywhere', [{ type: 'element', expression: 'Element' }]),
    extension('by-path', [
      { type: 'fhirpath', expression: "Patient.name.where(use = 'official')" },
    ]),
  ])
  const patient = 'http://hl7.org/fhir/StructureDefinition/Patient'
  const errors = (name: string, place: (extensions: Raw[]) => Raw) =>
    validator
      .validate(
        { resourceType: 'Patient', ...place([{ url: canonical(name), valueBoolean: true }]) },
        { profiles: [patient] },
      )
      .filter(({ severity }) => severity === 'error')
      .map(({ diagnostics }) => diagnostics)
  const onName = (extensions: Raw[]) => ({ name: [{ family: 'A', extension: extensions }] })
  const onContact = (extensions: Raw[]) => ({
    contact: [{ name: { family: 'A' }, extension: extensions }],
  })
  const onFamily = (extensions: Raw[]) => ({
    name: [{ family: 'A', _family: { extension: extensions } }],
  })
  expect(errors('on-names', onName)).toEqual([])
  expect(errors('on-names', onContact)[0]).toContain('may stand on HumanName, not here')
  expect(errors('on-names', onFamily)[0]).toContain('Patient.name[0].family.extension[0]')
  expect(errors('on-contacts', onContact)).toEqual([])
  expect(errors('on-contacts', onName)).toHaveLength(1)
  expect(errors('anywhere', onFamily)).toEqual([])
  expect(errors('anywhere', extensions => ({ extension: extensions }))).toEqual([])
  expect(errors('by-path', onName)).toHaveLength(1)
  expect(
    errors('by-path', extensions => ({
      name: [{ use: 'official', family: 'A', extension: extensions }],
    })),
  ).toEqual([])
  const text = { url: canonical('anywhere'), valueString: 'yes' }
  expect(errors('anywhere', () => ({ extension: [text] }))[0]).toContain('may not be of this type')
})

test('an extension nobody here knows is said to be unknown', async () => {
  const validator = await smallGuide([
    profile('any', 'Basic', [element('Basic.extension', 0, '*', 'Extension')]),
  ])
  const resource = {
    resourceType: 'Basic',
    extension: [{ url: 'http://x.org/y', valueString: 'a' }],
  }
  expect(errorsOf(validator, resource, 'any')).toEqual([])
  expect(unknownOf(validator, resource, 'any')[0]).toContain('http://x.org/y')
})

const bound = (strength: string, valueSet: string): Raw =>
  profile(`${strength}-${valueSet.split('/').at(-1)}`, 'Basic', [
    element('Basic.code', 0, '1', 'CodeableConcept', { binding: { strength, valueSet } }),
  ])
const basic = (code: Raw): Raw => ({ resourceType: 'Basic', code })
const coded = (...codes: string[]): Raw => basic({ coding: codes.map(code => ({ system, code })) })

test('required codes are from the value set: its list, its hierarchy, less what it excludes', async () => {
  const valueSet = canonical('ValueSet/fruit')
  const validator = await smallGuide([
    {
      resourceType: 'CodeSystem',
      url: system,
      content: 'complete',
      concept: [
        {
          code: 'fruit',
          concept: [{ code: 'apple' }, { code: 'stone', concept: [{ code: 'plum' }] }],
        },
        { code: 'nut' },
      ],
    },
    {
      resourceType: 'ValueSet',
      url: valueSet,
      compose: {
        include: [{ system, filter: [{ property: 'concept', op: 'is-a', value: 'fruit' }] }],
        exclude: [{ system, concept: [{ code: 'stone' }] }],
      },
    },
    bound('required', valueSet),
    bound('extensible', valueSet),
  ])
  const required = (resource: Raw) => errorsOf(validator, resource, 'required-fruit')
  expect(required(coded('plum'))).toEqual([])
  expect(required(coded('nut', 'apple'))).toEqual([])
  expect(required(coded('nut'))[0]).toContain(`${system}#nut is not in the value set`)
  expect(required(coded('stone'))).toHaveLength(1)
  expect(required(basic({ text: 'an apple' }))).toHaveLength(1)
  expect(required(basic({ coding: [{ code: 'apple' }] }))).toHaveLength(1)
  const extensible = validator.validate(coded('nut'), { profiles: [canonical('extensible-fruit')] })
  expect(extensible.map(({ severity, code }) => `${severity} ${code}`)).toContain(
    'warning code-invalid',
  )
  expect(errorsOf(validator, basic({ text: 'a pear' }), 'extensible-fruit')).toEqual([])
})

test('a value set that cannot be listed is unknown; a code of another system is wrong all the same', async () => {
  const snomed = 'http://snomed.info/sct'
  const valueSet = canonical('ValueSet/snomed')
  const validator = await smallGuide([
    { resourceType: 'ValueSet', url: valueSet, compose: { include: [{ system: snomed }] } },
    bound('required', valueSet),
  ])
  const inSnomed = basic({ coding: [{ system: snomed, code: '1' }] })
  expect(errorsOf(validator, inSnomed, 'required-snomed')).toEqual([])
  expect(unknownOf(validator, inSnomed, 'required-snomed')).toHaveLength(1)
  expect(errorsOf(validator, coded('1'), 'required-snomed')).toHaveLength(1)
})

test('references lead to the types that are allowed, inside a Bundle too', async () => {
  const validator = await smallGuide([
    profile('owned', 'Basic', [
      element('Basic.id', 0, '1', 'id'),
      element('Basic.meta', 0, '1', 'Meta'),
      element('Basic.subject', 0, '1', undefined, {
        type: [
          {
            code: 'Reference',
            targetProfile: ['http://hl7.org/fhir/StructureDefinition/Patient'],
          },
        ],
      }),
    ]),
  ])
  const subject = (reference: Raw) => ({ resourceType: 'Basic', subject: reference })
  const errors = (reference: Raw) => errorsOf(validator, subject(reference), 'owned')
  expect(errors({ reference: 'Patient/1' })).toEqual([])
  expect(errors({ reference: 'https://elsewhere.org/fhir/Patient/1/_history/2' })).toEqual([])
  expect(errors({ display: 'somebody' })).toEqual([])
  expect(errors({ reference: 'Group/1' })[0]).toContain('may refer to Patient, not to Group')
  expect(errors({ type: 'Group', identifier: { value: '1' } })[0]).toContain('not to Group')
  expect(errors({ reference: '#nobody' })[0]).toContain('is not contained')
  const uuid = 'urn:uuid:0b0bd2ab-52f3-4b0d-8ac6-0a2b9ad07b7f'
  const owned = { ...subject({ reference: uuid }), meta: { profile: [canonical('owned')] } }
  const inBundle = (resourceType: string) =>
    validator
      .validate({
        resourceType: 'Bundle',
        type: 'collection',
        entry: [
          { fullUrl: uuid, resource: { resourceType } },
          { fullUrl: 'urn:uuid:0b0bd2ab-52f3-4b0d-8ac6-0a2b9ad07b7e', resource: owned },
        ],
      })
      .filter(({ diagnostics }) => diagnostics.includes('may refer to'))
  expect(inBundle('Patient')).toEqual([])
  expect(inBundle('Group')[0]?.expression).toEqual(['Bundle.entry[1].resource.subject'])
})

test('claimed profiles count; one that is not known is a warning, one that is asked for an error', async () => {
  const validator = await smallGuide([
    profile('strict', 'Basic', [
      element('Basic.meta', 0, '1', 'Meta'),
      element('Basic.author', 1, '1', 'Reference'),
    ]),
  ])
  const claiming = (...names: string[]) => ({
    resourceType: 'Basic',
    meta: { profile: names.map(canonical) },
  })
  expect(validator.validate(claiming('strict'))[0]?.diagnostics).toBe('Basic.author: is required.')
  const unknown = validator.validate({ ...claiming('nowhere'), code: { text: 'x' } })
  expect(unknown.map(({ severity, code }) => `${severity} ${code}`)).toContain('warning not-found')
  expect(unknown.some(({ severity }) => severity === 'error')).toBe(false)
  expect(
    errorsOf(validator, { resourceType: 'Basic', code: { text: 'x' } }, 'nowhere'),
  ).toHaveLength(1)
  expect(errorsOf(validator, { resourceType: 'Patient' }, 'strict')[0]).toContain(
    'is a profile of Basic',
  )
})
