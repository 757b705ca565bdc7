// Synthea bundles that nobody here wrote are imported, linked to members' accounts, and read by those members' app.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { world } from '../harness/boxes.ts'
import { basic, get } from '../harness/calls.ts'
import { personaWith, sampleApp, sampleScope } from '../harness/personas.ts'
import { launchSmartApp } from '../harness/smart-launch.ts'

const folder = new URL('../../../shared/data/synthea', import.meta.url).pathname
const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : []
const readTypes = ['Condition', 'Encounter', 'ExplanationOfBenefit', 'Observation', 'Procedure']

interface Page {
  total: number
}

/** How many resources of each type a file has. */
const countsIn = (name: string): Record<string, number> => {
  const { entry }: { entry: { resource: { resourceType: string } }[] } = JSON.parse(
    readFileSync(join(folder, name), 'utf8'),
  )
  const counts: Record<string, number> = {}
  for (const { resource } of entry)
    counts[resource.resourceType] = (counts[resource.resourceType] ?? 0) + 1
  return counts
}

const records = files.map(name => ({ name, counts: countsIn(name) }))
const members = records
  .filter(({ counts }) => counts.Patient === 1)
  .map((record, index) => ({
    ...record,
    user: `synthea-member-${index}`,
    person: { email: `synthea.${index}@example.test`, password: 'a-long-enough-password' },
  }))

const importFiles = (names: readonly string[], ...more: string[]) =>
  spawnSync(
    process.execPath,
    [
      'synthea/import.ts',
      ...names.map(name => join(folder, name)),
      ...['--box', world().production, '--secret-env', 'ROOT', ...more],
    ],
    {
      cwd: new URL('../..', import.meta.url).pathname,
      env: { ...process.env, ROOT: world().secrets.PRODUCTION_ROOT_SECRET },
      encoding: 'utf8',
    },
  )

describe.skipIf(files.length === 0)('members whose records are Synthea bundles', () => {
  const rootSecret = () => basic('root', world().secrets.PRODUCTION_ROOT_SECRET ?? '')
  const root = personaWith('root', rootSecret)
  /** How many versions there are of everything that the files have. */
  const versions = async (): Promise<Record<string, number>> => {
    const types = new Set(['Coverage', ...records.flatMap(({ counts }) => Object.keys(counts))])
    const found: Record<string, number> = {}
    for (const type of types) {
      const { body } = await get<Page>(
        world().production,
        `${type}/_history?_count=1`,
        rootSecret(),
      )
      found[type] = body.total
    }
    return found
  }
  const patients = new Map<string, string>()

  beforeAll(async () => {
    for (const { user, person } of members) {
      const body = { resourceType: 'User', active: true, ...person, roles: [{ type: 'member' }] }
      const { status } = await root.fetch('production', 'PUT', `/fhir/User/${user}`, { body })
      expect(status).toBeLessThan(300)
    }
  })

  test('an account that does not exist stops the import before anything is written', async () => {
    const before = await versions()
    const { status, stderr } = importFiles(
      [members[0]?.name ?? ''],
      '--user',
      'nobody@example.test',
    )
    expect(status).toBe(1)
    expect(stderr).toContain('Nothing was written')
    expect(await versions()).toEqual(before)
  })

  test('there are eleven files, nine of them of one person each', () => {
    expect(files).toHaveLength(11)
    expect(members).toHaveLength(9)
  })

  test.each(members)(
    '$name is imported whole, linked, and read by its owner through a SMART app',
    async ({ name, counts, person }) => {
      const { stdout, stderr } = importFiles([name], '--user', person.email)
      expect(stderr).toBe('')
      const [, patient = ''] = /Patient\/(\S+)/.exec(stdout) ?? []
      expect(patient).not.toBe('')
      patients.set(name, patient)
      const { tokens } = await launchSmartApp({
        box: world().production,
        app: sampleApp([sampleScope, ...readTypes.map(type => `patient/${type}.read`)].join(' ')),
        person,
      })
      expect(tokens.patient).toBe(patient)
      const read: Record<string, number> = {}
      for (const type of readTypes) {
        const path = `${type}?patient=${patient}&_count=1`
        const { body } = await get<Page>(world().production, path, tokens.access_token)
        if (body.total > 0) read[type] = body.total
      }
      const wanted = Object.entries(counts).filter(([type]) => readTypes.includes(type))
      expect(read).toEqual(Object.fromEntries(wanted))
      // and nothing of those who were imported before
      for (const [other, stranger] of patients)
        if (other !== name) {
          const path = `Observation?patient=${stranger}`
          const { body } = await get<Page>(world().production, path, tokens.access_token)
          expect(body.total).toBe(0)
        }
    },
  )

  test('hospitals and professionals are imported, and what anybody names can be found', async () => {
    const rest = records.filter(({ counts }) => !counts.Patient)
    expect(rest).toHaveLength(2)
    const { stderr } = importFiles(rest.map(({ name }) => name))
    expect(stderr).toBe('')
    for (const type of ['Organization', 'Practitioner']) {
      const all = rest.reduce((sum, { counts }) => sum + (counts[type] ?? 0), 0)
      const { body } = await get<Page>(world().production, `${type}?_count=1`, rootSecret())
      expect(body.total).toBeGreaterThanOrEqual(all)
    }
    for (const patient of patients.values())
      for (const type of readTypes) {
        const path = `${type}?patient=${patient}&_count=1`
        const { body } = await get<Page>(world().production, path, rootSecret())
        if (type !== 'Condition') expect(body.total, `${type} of ${patient}`).toBeGreaterThan(0)
      }
  })

  test('all eleven again: nothing is changed by it', async () => {
    const before = await versions()
    const { status, stdout } = importFiles(files)
    expect(status).toBe(0)
    expect(stdout).toContain('claim mapped to C4BB')
    expect(await versions()).toEqual(before)
  })
})
