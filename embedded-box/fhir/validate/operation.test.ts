// $validate on a real box: every mode of FHIR, bodies and Parameters, profiles asked for; and writes held to their claims.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Issue } from '../../../vocabulary/outcome.ts'
import { memberSight, onEveryDatabase, type TestBox } from '../fhir-box.fixture.ts'
import { openPackages } from '../packages.ts'
import { openLibrary } from '../packages-library.ts'
import { readPack, writePack } from '../packages-pack.ts'
import { canonical, element, profile } from './small-guide.fixture.ts'
import { openValidator, type Validator } from './validate.ts'

const folder = mkdtempSync(join(tmpdir(), 'operation-test-'))
let validator: Validator

/** A profile that wants an author and, like C4BB's claims, the time of storing. */
const signed = profile('signed', 'Basic', [
  element('Basic.id', 0, '1', 'id'),
  element('Basic.meta', 1, '1', 'Meta'),
  element('Basic.meta.lastUpdated', 1, '1', 'instant'),
  element('Basic.meta.profile', 0, '*', 'canonical', { base: { path: 'Meta.profile', max: '*' } }),
  element('Basic.meta.versionId', 0, '1', 'id'),
  element('Basic.code', 1, '1', 'CodeableConcept'),
  element('Basic.subject', 0, '1', 'Reference'),
  element('Basic.author', 1, '1', 'Reference'),
])

beforeAll(async () => {
  const name = { name: 'small.guide', version: '1.0.0' }
  writePack(folder, { ...name, dependencies: {} }, 'test', [signed])
  const pack = readPack(folder, name)
  const options = { names: [], places: [], folder, log: pino({ level: 'silent' }) }
  const base = await openPackages(options).library()
  validator = openValidator(openLibrary([...(pack ? [pack] : []), ...base.packs]))
})
afterAll(() => rmSync(folder, { recursive: true }))

const code = { text: 'note' }
const claims = { profile: [canonical('signed')] }
const good = { resourceType: 'Basic', code, meta: claims, author: { display: 'Ann' } }
const bad = { resourceType: 'Basic', code, meta: claims }

onEveryDatabase(testBox => {
  const withValidation = (onWrite: boolean): TestBox => {
    const open = testBox()
    open.box.validation = { onWrite, validator: async () => validator, close: () => {} }
    return open
  }
  const ask = async (url: string, body?: unknown, method = 'POST') => {
    const answer = await withValidation(false).send(method, `${url}`, { body })
    return { status: answer.status, id: answer.body.id, issues: errors(answer.body.issue) }
  }
  const errors = (issues: Issue[]) =>
    issues.flatMap(({ severity, expression }) => (severity === 'error' ? (expression ?? ['']) : []))
  const parameters = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter })

  test('a valid resource is allok, an invalid one validationfail; both are answered with 200', async () => {
    const patient = { resourceType: 'Patient', birthDate: '1980-02-01' }
    expect(await ask('Patient/$validate', patient)).toEqual({
      status: 200,
      id: 'allok',
      issues: [],
    })
    expect(await ask('Patient/$validate', { ...patient, birthDate: 'soon', hair: 'red' })).toEqual({
      status: 200,
      id: 'validationfail',
      issues: ['Patient.birthDate', 'Patient.hair'],
    })
    expect(await ask('Patient/$validate', good)).toMatchObject({ id: 'validationfail' })
    expect(await ask('Patient/$validate', ['no resource'])).toMatchObject({ id: 'validationfail' })
  })

  test('the profile may be claimed, asked for in the query, or in Parameters; an unknown one fails', async () => {
    const { meta, ...plain } = bad
    expect((await ask('Basic/$validate', bad)).issues).toContain('Basic.author')
    expect((await ask('Basic/$validate', plain)).id).toBe('allok')
    const url = canonical('signed')
    expect(
      (await ask(`Basic/$validate?profile=${encodeURIComponent(url)}`, plain)).issues,
    ).toContain('Basic.author')
    const body = parameters(
      { name: 'resource', resource: plain },
      { name: 'profile', valueUri: url },
    )
    expect((await ask('Basic/$validate', body)).issues).toContain('Basic.author')
    const unknown = parameters(
      { name: 'resource', resource: plain },
      { name: 'profile', valueCanonical: canonical('nowhere') },
    )
    expect(await ask('Basic/$validate', unknown)).toMatchObject({ id: 'validationfail' })
  })

  test('mode create: as it would be stored, with an id that is free and references that lead somewhere', async () => {
    const { send } = withValidation(false)
    await send('PUT', 'Basic/taken', { body: { resourceType: 'Basic', code } })
    expect((await ask('Basic/$validate', good)).issues).toEqual(['Basic.meta.lastUpdated'])
    expect((await ask('Basic/$validate?mode=create', good)).id).toBe('allok')
    expect((await ask('Basic/$validate?mode=create', { ...good, id: 'taken' })).issues).toEqual([
      'Basic.id',
    ])
    const dangling = { ...good, subject: { reference: 'Patient/nobody-here' } }
    expect((await ask('Basic/$validate?mode=create', dangling)).issues).toEqual(['Basic.subject'])
    expect((await ask('Basic/taken/$validate?mode=create', good)).status).toBe(400)
  })

  test('mode update: the id is that of the path', async () => {
    expect((await ask('Basic/one/$validate?mode=update', { ...good, id: 'one' })).id).toBe('allok')
    expect((await ask('Basic/one/$validate?mode=update', { ...good, id: 'two' })).issues).toEqual([
      'Basic.id',
    ])
    expect((await ask('Basic/$validate?mode=update', good)).status).toBe(400)
    expect((await ask('Basic/one/$validate?mode=update')).status).toBe(400)
  })

  test('mode delete and mode profile: about what is stored', async () => {
    const { send } = withValidation(false)
    await send('PUT', 'Basic/kept', { body: { resourceType: 'Basic', code } })
    const url = encodeURIComponent(canonical('signed'))
    expect(await ask('Basic/kept/$validate?mode=delete')).toMatchObject({
      status: 200,
      id: 'allok',
    })
    expect((await ask('Basic/gone/$validate?mode=delete')).status).toBe(404)
    expect((await ask('Basic/$validate?mode=delete', good)).status).toBe(400)
    expect((await ask(`Basic/kept/$validate?mode=profile&profile=${url}`)).issues).toEqual([
      'Basic.author',
    ])
    expect((await ask('Basic/kept/$validate?mode=profile')).status).toBe(400)
    expect((await ask(`Basic/kept/$validate?profile=${url}`, undefined, 'GET')).issues).toEqual([
      'Basic.author',
    ])
    expect((await ask('Basic/kept/$validate?mode=perhaps', good)).status).toBe(400)
  })

  test('who may not read a resource does not learn about it by validating it', async () => {
    const { send } = withValidation(false)
    await send('PUT', 'Patient/other', { body: { resourceType: 'Patient' } })
    const sight = memberSight('me')
    const asked = await send('GET', 'Patient/other/$validate', { sight })
    const absent = await send('GET', 'Patient/nobody/$validate', { sight })
    expect([asked.status, absent.status]).toEqual([404, 404])
    const write = await send('POST', 'Patient/other/$validate?mode=delete', { sight })
    expect(write.status).toBe(403)
  })

  test('with validation of writes, what claims a known profile has to fit it, everything else is taken', async () => {
    const { send } = withValidation(true)
    const refused = await send('POST', 'Basic', { body: bad })
    expect(refused.status).toBe(422)
    expect(refused.body.issue).toEqual([
      expect.objectContaining({ severity: 'error', expression: ['Basic.author'] }),
    ])
    expect((await send('POST', 'Basic', { body: good })).status).toBe(201)
    const unknown = { ...bad, meta: { profile: [canonical('nowhere')] } }
    expect((await send('POST', 'Basic', { body: unknown })).status).toBe(201)
    const entry = { resource: bad, request: { method: 'POST', url: 'Basic' } }
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [entry] }
    expect((await send('POST', '', { body: bundle })).status).toBe(422)
    expect((await withValidation(false).send('POST', 'Basic', { body: bad })).status).toBe(201)
  })
})
