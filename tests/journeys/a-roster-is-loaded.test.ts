// A roster of professionals is loaded into the public directory: all of it or nothing, unless the good rows are asked for.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { world } from '../harness/boxes.ts'
import { personaWith } from '../harness/personas.ts'

const folder = mkdtempSync(join(tmpdir(), 'plan-api-roster-'))
afterAll(() => rmSync(folder, { recursive: true }))

const header =
  'npi,family_name,given_name,specialty,organization_npi,organization_name,location_name,street,city,state,postal_code,phone,network'
const row = (npi: string, name: string): string =>
  `${npi},${name},Ruth,207Q00000X,9990000033,Rosterly Doctors,Main office,12 Example Street,Columbus,OH,43215,614-555-0142,Rosterly Network`

const load = (name: string, rows: string[], ...more: string[]) => {
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, [header, ...rows].join('\n'))
  return spawnSync(
    process.execPath,
    [
      'synthea/directory-import.ts',
      path,
      '--box',
      world().production,
      '--secret-env',
      'ROOT',
      ...more,
    ],
    {
      cwd: new URL('../..', import.meta.url).pathname,
      env: { ...process.env, ROOT: world().secrets.PRODUCTION_ROOT_SECRET },
      encoding: 'utf8',
    },
  )
}

const root = personaWith(
  'root',
  () => `Basic ${Buffer.from(`root:${world().secrets.PRODUCTION_ROOT_SECRET}`).toString('base64')}`,
)
const anonymous = personaWith('anonymous', () => undefined)

const found = async (query: string): Promise<number> => {
  const { body } = await anonymous.fetch('production', 'GET', `/fhir/${query}`)
  return (body as { total: number }).total // the box's own searchset
}

const networkProfile =
  'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/plannet-Network'

test('a roster with a faulty row changes nothing; its good rows are loaded when asked for', async () => {
  const { status } = await root.fetch('production', 'PUT', '/fhir/Organization/rosterly-network', {
    body: {
      resourceType: 'Organization',
      meta: { profile: [networkProfile] },
      active: true,
      name: 'Rosterly Network',
      type: [
        {
          coding: [
            {
              system: 'http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/OrgTypeCS',
              code: 'ntwk',
            },
          ],
        },
      ],
    },
  })
  expect(status).toBeLessThan(300)

  const rows = [row('9990000017', 'Rosterly'), row('9990000018', 'Rosterfault')]
  const report = join(folder, 'errors.csv')
  const refused = load('mixed', rows, '--report', report)
  expect(refused.stdout).toContain('1 of 2 rows are right')
  expect(refused.stdout).toContain('Nothing was loaded')
  expect(refused.status).toBe(1)
  expect(readFileSync(report, 'utf8')).toContain('"3","npi"')
  expect(await found('Practitioner?family=Rosterly')).toBe(0)

  const partly = load('mixed', rows, '--good-rows')
  expect(partly.stderr).toBe('')
  expect(partly.stdout).toContain('4 resources are in the directory')
  expect(partly.status).toBe(2)
  expect(await found('Practitioner?family=Rosterly')).toBe(1)
  expect(await found('Practitioner?family=Rosterfault')).toBe(0)
  expect(await found('PractitionerRole?network=Organization/rosterly-network')).toBe(1)

  const again = load('right', [row('9990000017', 'Rosterly')])
  expect(again.status).toBe(0)
  expect(await found('PractitionerRole?network=Organization/rosterly-network')).toBe(1)
})
