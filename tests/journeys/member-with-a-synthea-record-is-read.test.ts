// A Synthea bundle that nobody here wrote is imported, linked to a member's account, and read by that member's app.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { world } from '../harness/boxes.ts'
import { get } from '../harness/calls.ts'
import { people, personaWith, sampleApp, sampleScope } from '../harness/personas.ts'
import { launchSmartApp } from '../harness/smart-launch.ts'

const bundle = new URL(
  '../../../shared/data/synthea/Raymon_Kris_ca5da59f-0a70-470d-8b20-a1c847ff9010.json',
  import.meta.url,
).pathname
const patient = '5d08f7da-5a78-4d35-afec-9d2c2c0245ee'
const claimsInFile = 16
const person = { email: 'synthea.member@example.test', password: 'a-long-enough-password' }

interface Page {
  total: number
  entry?: { resource: { id: string; meta: { versionId: string } } }[]
}

const folder = dirname(bundle)

const importBundle = (...more: string[]) => importFiles([bundle], ...more)

const importFiles = (files: string[], ...more: string[]) =>
  spawnSync(
    process.execPath,
    ['synthea/import.ts', ...files, '--box', world().production, '--secret-env', 'ROOT', ...more],
    {
      cwd: new URL('../..', import.meta.url).pathname,
      env: { ...process.env, ROOT: world().secrets.PRODUCTION_ROOT_SECRET },
      encoding: 'utf8',
    },
  )

describe.skipIf(!existsSync(bundle))('a member whose record is a Synthea bundle', () => {
  const root = personaWith(
    'root',
    () =>
      `Basic ${Buffer.from(`root:${world().secrets.PRODUCTION_ROOT_SECRET}`).toString('base64')}`,
  )
  const claimVersions = async (): Promise<string[]> => {
    const { body } = await root.fetch(
      'production',
      'GET',
      `/fhir/ExplanationOfBenefit?patient=${patient}&_count=100`,
    )
    const { entry = [] } = body as Page // the box's own searchset
    return entry.map(({ resource }) => `${resource.id} ${resource.meta.versionId}`).sort()
  }

  beforeAll(async () => {
    const { status } = await root.fetch('production', 'PUT', '/fhir/User/synthea-member', {
      body: { resourceType: 'User', active: true, ...person, roles: [{ type: 'member' }] },
    })
    expect(status).toBeLessThan(300)
  })

  test('an account that does not exist stops the import before anything is written', async () => {
    const { status, stderr } = importBundle('--user', 'nobody@example.test')
    expect(status).toBe(1)
    expect(stderr).toContain('Nothing was written')
    expect(await claimVersions()).toEqual([])
  })

  test('the bundle is imported whole and linked; again, it changes nothing', async () => {
    const first = importBundle('--user', person.email)
    expect(first.stderr).toBe('')
    expect(first.stdout).toContain('124 resources are on the box')
    expect(first.stdout).toContain('claim mapped to C4BB')
    expect(first.stdout).toContain(`Patient/${patient}`)
    const before = await claimVersions()
    expect(before).toHaveLength(claimsInFile)
    expect(importBundle('--user', person.email).status).toBe(0)
    expect(await claimVersions()).toEqual(before)
  })

  test('the member reads it through a SMART app, and another member does not', async () => {
    const claims = async (email: string, password: string) => {
      const { tokens } = await launchSmartApp({
        box: world().production,
        app: sampleApp(sampleScope),
        person: { email, password },
      })
      const path = `ExplanationOfBenefit?patient=${patient}&_count=100`
      const { body } = await get<Page>(world().production, path, tokens.access_token)
      return { patient: tokens.patient, total: body.total }
    }
    expect(await claims(person.email, person.password)).toEqual({ patient, total: claimsInFile })
    const other = await claims(people.member, world().secrets.DEMO_PASSWORD ?? '')
    expect(other).toEqual({ patient: 'demo-member', total: 0 })
  })

  test('all eleven files of the sample are imported and can be searched', async () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.json'))
    expect(files).toHaveLength(11)
    const done = importFiles(files.map(name => join(folder, name)))
    expect(done.stderr).toBe('')
    const people = [...done.stdout.matchAll(/Patient\/(\S+)/g)].map(([, id]) => id)
    expect(people).toHaveLength(9)
    for (const id of people) {
      for (const type of ['Observation', 'ExplanationOfBenefit', 'Encounter']) {
        const path = `/fhir/${type}?patient=${id}&_count=1`
        const { body } = await root.fetch('production', 'GET', path)
        expect((body as Page).total, `${type} of ${id}`).toBeGreaterThan(0)
      }
    }
  })
})
