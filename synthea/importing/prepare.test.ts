// Synthea bundles made ready for a box: the real ones of 2019 where they are at hand, and small ones for what goes wrong.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { referencesIn } from '../checking/walk.ts'
import { readBundleFile } from './bundle-file.ts'
import { reasons } from './clean.ts'
import { readNeighbours } from './neighbours.ts'
import { conditionalReferences, prepareImport } from './prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'synthea-import-'))
afterAll(() => rmSync(folder, { recursive: true }))

const patientId = '5d08f7da-5a78-4d35-afec-9d2c2c0245ee'
const patient = { resourceType: 'Patient', id: patientId, gender: 'male' }

const fileOf = (name: string, resources: readonly unknown[]): string => {
  const path = join(folder, name)
  const entry = resources.map(resource => ({
    fullUrl: `urn:uuid:${(resource as { id?: string }).id}`,
    resource,
    request: { method: 'POST', url: 'x' },
  }))
  writeFileSync(path, JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }))
  return path
}
const prepare = (path: string, onBox: [string, string][] = []) =>
  prepareImport(readBundleFile(path), readNeighbours(path), new Map(onBox))

test('references inside a file become references to the ids that the file names', () => {
  const path = fileOf('one.json', [
    {
      resourceType: 'Condition',
      id: '163dc908-42d1-48e8-8d11-f899ede0dabb',
      subject: { reference: `urn:uuid:${patientId}` },
    },
    patient,
  ])
  const { resources, patients } = prepare(path)
  expect(patients).toEqual([patientId])
  expect(resources.map(({ resource }) => resource.resourceType)).toEqual(['Patient', 'Condition'])
  expect(resources[1]?.resource.subject).toEqual({ reference: `Patient/${patientId}` })
})

test('preparing the same file again gives the same bytes', () => {
  const path = fileOf('same.json', [
    patient,
    { resourceType: 'Observation', id: 'not a fhir id!', status: 'final' },
  ])
  expect(JSON.stringify(prepare(path).resources)).toBe(JSON.stringify(prepare(path).resources))
  expect([...prepare(path).changes]).toEqual([[reasons.id, 1]])
})

test('a file cannot choose the id of something that is on the box', () => {
  const path = fileOf('claiming.json', [{ ...patient, id: 'demo-member' }])
  expect(prepare(path).patients[0]).toMatch(/^synthea-[0-9a-f]{40}$/)
})

test('a professional named by identifier is taken from the file beside it, and only that one', () => {
  const identifier = (value: string) => [{ system: 'http://hl7.org/fhir/sid/us-npi', value }]
  fileOf('practitionerInformation1.json', [
    {
      resourceType: 'Practitioner',
      id: '6d705d81-8546-43b2-b336-31a282128f2d',
      identifier: identifier('9999999999'),
    },
    {
      resourceType: 'Practitioner',
      id: '7d705d81-8546-43b2-b336-31a282128f2d',
      identifier: identifier('8888888888'),
    },
  ])
  const path = fileOf('new-style.json', [
    patient,
    {
      resourceType: 'Encounter',
      id: '8d705d81-8546-43b2-b336-31a282128f2d',
      participant: [
        {
          individual: {
            reference: 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999999999',
          },
        },
      ],
    },
  ])
  const { resources } = prepare(path)
  expect(resources.map(({ resource }) => `${resource.resourceType}/${resource.id}`)).toEqual([
    `Patient/${patientId}`,
    'Practitioner/6d705d81-8546-43b2-b336-31a282128f2d',
    'Encounter/8d705d81-8546-43b2-b336-31a282128f2d',
  ])
  expect(resources.flatMap(({ resource }) => referencesIn(resource))).toEqual([
    'Practitioner/6d705d81-8546-43b2-b336-31a282128f2d',
  ])
})

test('what only the box knows is referred to there; what nobody knows stops the import by name', () => {
  const reference = 'Organization?identifier=https://github.com/synthetichealth/synthea|abc'
  const path = fileOf('orphan.json', [
    patient,
    {
      resourceType: 'Encounter',
      id: '9d705d81-8546-43b2-b336-31a282128f2d',
      serviceProvider: { reference },
    },
  ])
  expect(conditionalReferences(readBundleFile(path))).toEqual([reference])
  const known = prepare(path, [[reference, 'Organization/on-the-box']])
  expect(known.resources.flatMap(({ resource }) => referencesIn(resource))).toEqual([
    'Organization/on-the-box',
  ])
  expect(() => prepare(path)).toThrow(
    /orphan\.json, entry 2 \(Encounter\): refers to Organization by identifier/,
  )
})

test('empty values, U+0000 and dangling references are cleaned and counted; what it claims is kept apart', () => {
  const path = fileOf('messy.json', [
    {
      ...patient,
      meta: {
        profile: [
          'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/plannet-Practitioner',
        ],
        versionId: '7',
      },
      name: [{ family: 'A\0b', given: [''] }],
      maritalStatus: null,
      managingOrganization: { reference: 'urn:uuid:missing', display: 'Somewhere' },
    },
  ])
  const { resources, changes } = prepare(path)
  expect(resources[0]?.resource).toEqual({
    resourceType: 'Patient',
    id: patientId,
    gender: 'male',
    name: [{ family: 'Ab' }],
    managingOrganization: { display: 'Somewhere' },
  })
  expect(resources[0]?.claims).toEqual([
    'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/plannet-Practitioner',
  ])
  expect(Object.fromEntries(changes)).toEqual({
    [reasons.empty]: 2,
    [reasons.nul]: 1,
    [reasons.dangling]: 1,
  })
})

test.each(['User', 'Client', 'AccessPolicy', 'Task', 'RelatedPerson', 'Consent'])(
  'a %s, which could grant access, is never imported',
  resourceType => {
    const path = fileOf('grants.json', [patient, { resourceType, id: 'x' }])
    expect(() => readBundleFile(path)).toThrow(
      /grants\.json, entry 2 \(.*type that this tool does not import/,
    )
  },
)

test('a file that is missing, cut off or no bundle is named with the way out', () => {
  expect(() => readBundleFile(join(folder, 'nowhere.json'))).toThrow(
    /nowhere\.json: does not exist; check the path/,
  )
  const cut = join(folder, 'cut.json')
  writeFileSync(cut, '{"resourceType":"Bundle","entry":[')
  expect(() => readBundleFile(cut)).toThrow('cut.json: is not JSON; the file may be cut off.')
  writeFileSync(cut, JSON.stringify(patient))
  expect(() => readBundleFile(cut)).toThrow('cut.json: is not a FHIR Bundle with entries')
})

const samples = new URL('../../../shared/data/synthea/', import.meta.url)
const sampleFiles = existsSync(samples)
  ? readdirSync(samples).filter(name => name.endsWith('.json'))
  : []

describe.skipIf(sampleFiles.length === 0)('the bundles in ../shared/data/synthea', () => {
  test.each(sampleFiles)(
    '%s is prepared whole: no entry lost, no reference open, in an order that can be loaded in parts',
    name => {
      const path = new URL(name, samples).pathname
      const entries = readBundleFile(path)
      const { resources, changes } = prepareImport(entries, new Map(), new Map())
      expect(resources).toHaveLength(entries.length)
      const ids = new Set(
        resources.map(({ resource }) => `${resource.resourceType}/${resource.id}`),
      )
      expect(ids.size).toBe(entries.length)
      const open = resources
        .flatMap(({ resource }) => referencesIn(resource))
        .filter(reference => !reference.startsWith('#') && !ids.has(reference))
      expect(open).toEqual([])
      const seen = new Set<string>()
      for (const { resource } of resources) {
        for (const reference of referencesIn(resource)) {
          if (!reference.startsWith('#')) expect(seen).toContain(reference)
        }
        seen.add(`${resource.resourceType}/${resource.id}`)
      }
      expect(changes.get(reasons.dangling)).toBeUndefined()
    },
  )
})
