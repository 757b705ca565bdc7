// Synthea's newer bundles name their professionals by identifier and claim profiles: claims that do not hold are not kept.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get } from '../harness/calls.ts'
import { type OwnBox, startOwnBoxes } from '../harness/own-box.ts'

const guides = new URL('../../../shared/igs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'newer-synthea-'))
afterAll(() => rmSync(folder, { recursive: true }))

const usCore = (name: string) => `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${name}`
const ids = {
  patient: '1b0e3c3a-6e0c-4a57-9d9e-3f3b6a0f8a01',
  professional: '1b0e3c3a-6e0c-4a57-9d9e-3f3b6a0f8a02',
  problem: '1b0e3c3a-6e0c-4a57-9d9e-3f3b6a0f8a03',
  bareProblem: '1b0e3c3a-6e0c-4a57-9d9e-3f3b6a0f8a04',
  procedure: '1b0e3c3a-6e0c-4a57-9d9e-3f3b6a0f8a05',
  coverage: '1b0e3c3a-6e0c-4a57-9d9e-3f3b6a0f8a06',
}
const subject = { reference: `urn:uuid:${ids.patient}` }
const asthma = { coding: [{ system: 'http://snomed.info/sct', code: '195967001' }] }
const problems = usCore('condition-problems-health-concerns')

const bundle = (
  name: string,
  resources: { resourceType: string; id: string; [field: string]: unknown }[],
): string => {
  const path = join(folder, name)
  const entry = resources.map(resource => ({ fullUrl: `urn:uuid:${resource.id}`, resource }))
  writeFileSync(path, JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }))
  return path
}

bundle('practitionerInformation1.json', [
  {
    resourceType: 'Practitioner',
    id: ids.professional,
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '9999999299' }],
    name: [{ family: 'Sample', given: ['Dana'] }],
    meta: {
      profile: [
        'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/plannet-Practitioner',
      ],
    },
  },
])
const file = bundle('newer.json', [
  {
    resourceType: 'Patient',
    id: ids.patient,
    meta: { profile: [usCore('patient')] },
    identifier: [{ system: 'https://example.org/member', value: '77' }],
    name: [{ family: 'Newer', given: ['Robin'] }],
    gender: 'other',
  },
  {
    resourceType: 'Condition',
    id: ids.problem,
    meta: { profile: [problems] },
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' },
      ],
    },
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/condition-category',
            code: 'problem-list-item',
          },
        ],
      },
    ],
    code: asthma,
    subject,
  },
  {
    resourceType: 'Condition',
    id: ids.bareProblem,
    meta: { profile: [problems] },
    code: asthma,
    subject,
  },
  {
    resourceType: 'Coverage',
    id: ids.coverage,
    meta: {
      profile: ['http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Coverage|2.0.0'],
    },
    status: 'active',
    beneficiary: subject,
    payor: [{ display: 'Sample payer' }],
  },
  {
    resourceType: 'Procedure',
    id: ids.procedure,
    meta: { profile: [usCore('procedure'), 'https://example.org/StructureDefinition/own'] },
    status: 'completed',
    code: asthma,
    subject,
    performedDateTime: '2025-03-01',
    performer: [
      {
        actor: { reference: 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999999299' },
      },
    ],
  },
])

const importFile = (box: string, root: string) =>
  spawnSync(process.execPath, ['synthea/import.ts', file, '--box', box, '--secret-env', 'ROOT'], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: {
      ...process.env,
      ROOT: Buffer.from(root.slice('Basic '.length), 'base64').toString().slice('root:'.length),
    },
    encoding: 'utf8',
  })

describe.skipIf(!existsSync(guides))('on a box that has US Core and checks what is written', () => {
  let box: OwnBox
  beforeAll(async () => {
    const packages = {
      names: ['hl7.fhir.us.core#6.1.0'],
      places: [guides],
      folder: join(folder, 'packages'),
      onWrite: true,
    }
    const [started] = await startOwnBoxes({ kind: 'pglite' }, 1, packages)
    if (!started) throw new Error('no box was started')
    box = started
  })
  afterAll(() => box.close())

  test('claims that hold are kept, the others are left out and reported by type with a count', async () => {
    const { stdout, stderr } = importFile(box.url, box.root)
    expect(stderr).toBe('')
    expect(stdout).toContain('6 resources are on the box')
    expect(stdout).toContain('1 × Patient fits us-core-patient, as it claims')
    expect(stdout).toContain('1 × Condition fits us-core-condition-problems-health-concerns')
    expect(stdout).toMatch(
      /1 × Condition without its claim: it does not fit us-core-condition-problems-health-concerns, first because Condition\.\w+/,
    )
    expect(stdout).toContain(
      '1 × Procedure without its claim: it is of a profile that is not served here',
    )
    expect(stdout).toContain(
      '1 × Coverage without its claim: the box does not know C4BB-Coverage 2.0.0',
    )
    expect(stdout).toContain(
      '1 × Practitioner without its claim: plannet-Practitioner is for the provider directory',
    )
    const read = async (path: string, token?: string) =>
      await get<{ meta?: { profile?: string[] }; performer?: unknown }>(box.url, path, token)
    const claims = async (path: string) => (await read(path, box.root)).body.meta?.profile
    expect(await claims(`Patient/${ids.patient}`)).toEqual([usCore('patient')])
    expect(await claims(`Condition/${ids.problem}`)).toEqual([problems])
    expect(await claims(`Condition/${ids.bareProblem}`)).toBeUndefined()
    expect(await claims(`Procedure/${ids.procedure}`)).toEqual([usCore('procedure')])
    const procedure = await read(`Procedure/${ids.procedure}`, box.root)
    expect(procedure.body.performer).toEqual([
      { actor: { reference: `Practitioner/${ids.professional}` } },
    ])
    // the professional is in the record, and not in the public directory
    expect((await read(`Practitioner/${ids.professional}`, box.root)).status).toBe(200)
    expect((await read(`Practitioner/${ids.professional}`)).status).not.toBe(200)
  })
})
