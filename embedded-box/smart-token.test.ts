// What a SMART app's token reaches on a started box: its patient's own, within its scopes, and nothing beside.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { planNetProfile, sensitiveLabels } from '../vocabulary/profiles.ts'
import { secondsNow, signAccessToken } from './auth/tokens.ts'
import { basic, type LoggingBox, rootSecret, startTestBox, transaction } from './box.fixture.ts'
import { field } from './json.ts'

let box: LoggingBox

const label = (sensitiveLabels[0] ?? '').split('|')
const condition = (id: string, patient: string, change = {}): Resource => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${patient}` },
  ...change,
})
const encounter = (id: string, patient: string, practitioner: string): Resource => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: `Patient/${patient}` },
  participant: [{ individual: { reference: `Practitioner/${practitioner}` } }],
})

const categories = 'http://terminology.hl7.org/CodeSystem/observation-category'
const observation = (id: string, category: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: categories, code: category }] }],
  code: { coding: [{ system: 'http://loinc.org', code: id }] },
  subject: { reference: 'Patient/p1' },
})
const provenance = (id: string, by: string, ...targets: string[]): Resource => ({
  resourceType: 'Provenance',
  id,
  target: targets.map(target => ({ reference: `Observation/${target}` })),
  recorded: '2026-01-01T00:00:00Z',
  agent: [{ who: { reference: `Practitioner/${by}` } }],
})

const resources: Resource[] = [
  { resourceType: 'Patient', id: 'p1' },
  { resourceType: 'Patient', id: 'p2' },
  { resourceType: 'Practitioner', id: 'mine' },
  { resourceType: 'Practitioner', id: 'theirs' },
  {
    resourceType: 'Practitioner',
    id: 'listed',
    meta: { profile: [planNetProfile('plannet-Practitioner')] },
  },
  { resourceType: 'Practitioner', id: 'chemist' },
  { resourceType: 'Practitioner', id: 'nurse' },
  observation('glucose', 'laboratory'),
  observation('pulse', 'vital-signs'),
  provenance('of-glucose', 'chemist', 'glucose'),
  provenance('of-pulse', 'nurse', 'pulse'),
  provenance('of-both', 'nurse', 'pulse', 'glucose'),
  condition('c1', 'p1'),
  condition('c2', 'p2'),
  condition('hidden', 'p1', { meta: { security: [{ system: label[0], code: label[1] }] } }),
  encounter('e1', 'p1', 'mine'),
  encounter('e2', 'p2', 'theirs'),
  { resourceType: 'User', id: 'u1', fhirUser: { reference: 'Patient/p1' } },
  { resourceType: 'Client', id: 'app', active: true, type: 'smart-app', grant_types: ['code'] },
  {
    resourceType: 'AccessPolicy',
    id: 'as-smart-app',
    engine: 'matcho',
    matcho: {
      'request-method': 'get',
      uri: '#^/fhir/[A-Z]',
      client: { type: 'smart-app', active: true },
      jwt: { atv: 2, scope: 'present?', context: { patient: 'present?' } },
    },
  },
  {
    resourceType: 'AccessPolicy',
    id: 'as-anonymous',
    engine: 'matcho',
    matcho: { params: { 'resource/type': 'Practitioner' } },
  },
  {
    resourceType: 'AccessPolicy',
    id: 'as-anyone-batch',
    engine: 'allow',
    link: [{ reference: 'Operation/FhirTransaction' }],
  },
]

beforeAll(async () => {
  box = await startTestBox({
    bundle: transaction(resources),
    limits: { anonymousPerMinute: 3 },
  })
}, 120_000)
afterAll(() => box?.close())

/** A token as the token endpoint makes it: a Session, and a JWT that names it. */
const token = async (
  scope: string,
  { patient = 'p1', sensitive = false }: { patient?: string | null; sensitive?: boolean } = {},
): Promise<string> => {
  const jti = crypto.randomUUID()
  const exp = secondsNow(box.box) + 600
  await box.box.resources.create({
    resourceType: 'Session',
    id: jti,
    active: true,
    jti,
    exp,
    scope: scope.split(' '),
    client: { reference: 'Client/app' },
    user: { reference: 'User/u1' },
    ...(patient ? { patient: { reference: `Patient/${patient}` } } : {}),
    ctx: { ...(patient ? { patient } : {}), sensitive },
  })
  const jwt = await signAccessToken(box.box, {
    sub: 'u1',
    jti,
    iat: exp - 600,
    exp,
    client_id: 'app',
    scope,
    atv: 2,
    context: patient ? { patient } : {},
  })
  return `Bearer ${jwt}`
}

const get = async (path: string, authorization: string, init: RequestInit = {}) => {
  const response = await fetch(`${box.url}${path}`, {
    ...init,
    headers: { authorization, 'content-type': 'application/json', ...init.headers },
  })
  const text = await response.text()
  const json: unknown = text ? JSON.parse(text) : undefined
  const entries = field(json, 'entry')
  const ids = Array.isArray(entries)
    ? entries.map(entry => field(field(entry, 'resource'), 'id'))
    : []
  return { status: response.status, json, text, ids }
}

test('an app reads its patient’s own; another’s id answers like one that does not exist', async () => {
  const app = await token('patient/Condition.read patient/Patient.read')
  expect((await get('/fhir/Condition/c1', app)).status).toBe(200)
  expect((await get('/fhir/Patient/p1', app)).status).toBe(200)
  const foreign = await get('/fhir/Condition/c2', app)
  const absent = await get('/fhir/Condition/c9', app)
  expect([foreign.status, foreign.text.replaceAll('c2', 'c9')]).toEqual([404, absent.text])
  expect((await get('/fhir/Condition', app)).ids).toEqual(['c1'])
  expect((await get('/fhir/Condition?patient=p2', app)).ids).toEqual([])
  expect((await get('/fhir/Patient', app)).ids).toEqual(['p1'])
})

test('a type without a scope is 403, also where anonymous callers may look', async () => {
  const app = await token('patient/Condition.rs')
  expect((await get('/fhir/Encounter', app)).status).toBe(403)
  expect((await get('/fhir/Practitioner', app)).status).toBe(403)
  expect((await get('/fhir/Practitioner/listed', app)).status).toBe(403)
})

test('what a narrowed type shows leads on to its practitioners, what it hides does not', async () => {
  const narrowed = `patient/Observation.rs?category=${categories}|laboratory`
  const others = 'patient/Provenance.rs patient/Practitioner.rs'
  const app = await token(`${narrowed} ${others}`)
  expect((await get('/fhir/Practitioner', app)).ids).toEqual(['chemist'])
  expect((await get('/fhir/Practitioner/nurse', app)).status).toBe(404)
  const whole = await token(`patient/Observation.rs ${others}`)
  expect((await get('/fhir/Practitioner', whole)).ids.sort()).toEqual(['chemist', 'nurse'])
})

test('of a type that the member narrowed to a category, nothing else is found in any way', async () => {
  const app = await token(
    `patient/Observation.rs?category=${categories}|laboratory patient/Provenance.rs patient/Patient.rs`,
  )
  const found = async (path: string) => {
    const { status, ids, text } = await get(`/fhir/${path}`, app)
    if (status !== 200) throw new Error(text)
    return ids.sort()
  }
  expect(await found('Observation')).toEqual(['glucose'])
  expect(await found('Observation?category=vital-signs')).toEqual([])
  expect((await get('/fhir/Observation/glucose', app)).status).toBe(200)
  expect((await get('/fhir/Observation/pulse', app)).status).toBe(404)
  expect((await get('/fhir/Observation/pulse/_history/1', app)).status).toBe(404)
  expect(await found('Provenance?_include=Provenance:target')).not.toContain('pulse')
  // contract, conformance 4.2: served when all targets are, else as if there were none
  expect(await found('Provenance')).toEqual(['of-glucose'])
  expect(await found('Observation?_revinclude=Provenance:target')).toEqual([
    'glucose',
    'of-glucose',
  ])
  for (const id of ['of-pulse', 'of-both'])
    expect((await get(`/fhir/Provenance/${id}`, app)).status).toBe(404)
  expect(await found('Patient?_revinclude=Observation:patient')).toEqual(['glucose', 'p1'])
  expect(await found('Provenance?target:Observation.code=pulse')).toEqual([])
  expect(await found('Patient?_has:Observation:patient:code=glucose')).toEqual(['p1'])
  expect(await found('Patient?_has:Observation:patient:code=pulse')).toEqual([])
  const everything = await found('Patient/p1/$everything')
  expect([everything.includes('glucose'), everything.includes('pulse')]).toEqual([true, false])
})

test('two categories of a type are both there, and no third', async () => {
  const app = await token(
    ['laboratory', 'social-history']
      .map(code => `patient/Observation.rs?category=${categories}|${code}`)
      .join(' '),
  )
  expect((await get('/fhir/Observation', app)).ids).toEqual(['glucose'])
  expect((await get('/fhir/Observation/pulse', app)).status).toBe(404)
})

test('professionals are seen when the patient’s record points to them', async () => {
  const app = await token('patient/Encounter.rs patient/Practitioner.rs')
  expect((await get('/fhir/Practitioner', app)).ids).toEqual(['mine'])
  expect((await get('/fhir/Practitioner/theirs', app)).status).toBe(404)
  expect((await get('/fhir/Practitioner/listed', app)).status).toBe(404)
})

test('an include without a scope is left out, with one it is there', async () => {
  const narrow = await token('patient/Encounter.rs')
  const wide = await token('patient/Encounter.rs patient/Patient.rs')
  expect((await get('/fhir/Encounter?_include=Encounter:patient', narrow)).ids).toEqual(['e1'])
  expect((await get('/fhir/Encounter?_include=Encounter:patient', wide)).ids.sort()).toEqual([
    'e1',
    'p1',
  ])
})

test('sensitive resources are withheld unless the member allowed them', async () => {
  const without = await token('patient/Condition.rs')
  const allowed = await token('patient/Condition.rs', { sensitive: true })
  expect((await get('/fhir/Condition/hidden', without)).status).toBe(404)
  expect((await get('/fhir/Condition/hidden', allowed)).status).toBe(200)
  expect((await get('/fhir/Condition', allowed)).ids.sort()).toEqual(['c1', 'hidden'])
})

test('user/X without a patient in context is refused, so is writing', async () => {
  const nobody = await token('user/Patient.rs', { patient: null })
  expect((await get('/fhir/Patient', nobody)).status).toBe(403)
  const app = await token('patient/Condition.cruds')
  const body = JSON.stringify(condition('new', 'p1'))
  expect((await get('/fhir/Condition', app, { method: 'POST', body })).status).toBe(403)
  expect((await get('/fhir/Condition/c1', app, { method: 'DELETE' })).status).toBe(403)
})

test('an app reaches neither the root, nor RPC, nor the box’s own resources', async () => {
  const app = await token('patient/Condition.rs')
  for (const path of [
    '/Client/app',
    '/User/u1',
    '/fhir/Client/app',
    '/fhir/User/u1',
    '/fhir/AuditEvent',
  ])
    expect([path, (await get(path, app)).status]).toEqual([path, 403])
  const rpc = await get('/rpc', app, {
    method: 'POST',
    body: '{"method":"aidbox.smart/get-launch-uri"}',
  })
  expect(rpc.status).toBe(403)
})

test('each entry of a batch needs its own scope', async () => {
  const app = await token('patient/Condition.rs')
  const body = JSON.stringify({
    resourceType: 'Bundle',
    type: 'batch',
    entry: ['Condition/c1', 'Condition/c2', 'Encounter/e1'].map(url => ({
      request: { method: 'GET', url },
    })),
  })
  const { json } = await get('/fhir', app, { method: 'POST', body })
  const entries = field(json, 'entry')
  const statuses = Array.isArray(entries)
    ? entries.map(entry => String(field(field(entry, 'response'), 'status')).slice(0, 3))
    : []
  expect(statuses).toEqual(['200', '404', '403'])
})

test('an app ends its own Session, and its token is refused from then on', async () => {
  const app = await token('patient/Condition.rs')
  expect((await get('/fhir/Condition/c1', app)).status).toBe(200)
  expect((await get('/fhir/Session', app, { method: 'DELETE' })).status).toBe(204)
  expect((await get('/fhir/Condition/c1', app)).status).toBe(401)
})

test('the audit says which app read whose record, for whom', async () => {
  const app = await token('patient/Condition.rs')
  await get('/fhir/Condition/c1', app, { headers: { 'x-request-id': 'audited-by-app' } })
  await box.flushAudit()
  const root = basic('root', rootSecret)
  const found = await get('/fhir/AuditEvent?patient=Patient/p1&_count=100', root)
  const mine = Array.isArray(field(found.json, 'entry')) && JSON.stringify(found.json)
  expect(mine).toContain('audited-by-app')
  expect(mine).toContain('"Client/app"')
  expect(mine).toContain('"User/u1"')
  const foreign = await get('/fhir/AuditEvent?patient=Patient/p2&_count=100', root)
  expect(foreign.text).not.toContain('audited-by-app')
})

test('who does not say who they are is slowed down; who does is not', async () => {
  const anonymous = () => fetch(`${box.url}/fhir/Practitioner`)
  for (let count = 0; count < 3; count++) expect((await anonymous()).status).toBe(200)
  const slowed = await anonymous()
  expect(slowed.status).toBe(429)
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await slowed.json()).toMatchObject({ issue: [{ code: 'throttled' }] })
  const app = await token('patient/Condition.rs')
  expect((await get('/fhir/Condition/c1', app)).status).toBe(200)
})

test('G4 another member’s resource is never returned, whichever way it is asked for', async () => {
  const app = await token(
    'patient/Patient.rs patient/Condition.rs patient/Encounter.rs patient/Practitioner.rs',
  )
  const by = (id: string) => ({ asserter: { reference: `Practitioner/${id}` } })
  const crossing = { encounter: { reference: 'Encounter/e2' }, ...by('mine') }
  await box.box.resources.create(condition('crossing', 'p1', crossing))
  await box.box.resources.create(condition('foreign', 'p2', by('mine')))
  for (const path of ['Patient/p2', 'Condition/c2', 'Encounter/e2', 'Practitioner/theirs'])
    expect((await get(`/fhir/${path}`, app)).status).toBe(404)

  const own = ['p1', 'c1', 'e1', 'mine', 'crossing']
  const searches: [path: string, finds: boolean][] = [
    ['Condition?_id=c1,c2', true],
    ['Condition?patient=p2', false],
    ['Condition?patient=Patient/p2', false],
    ['Condition?_include=Condition:patient&_include=Condition:encounter', true],
    ['Patient?_id=p1,p2&_revinclude=Condition:patient&_revinclude=Encounter:patient', true],
    ['Practitioner?_revinclude=Condition:asserter', true],
    ['Condition?patient:Patient._id=p2', false],
    ['Condition?encounter._id=e2', false],
    ['Patient?_has:Condition:patient:_id=c2', false],
    ['Practitioner?_has:Condition:asserter:_id=foreign', false],
    ['Patient?_has:Condition:patient:encounter._id=e2', false],
  ]
  for (const [path, finds] of searches) {
    const { status, ids } = await get(`/fhir/${path}`, app)
    expect([path, status]).toEqual([path, 200])
    expect([path, ids.length > 0]).toEqual([path, finds])
    expect([path, ids.filter(id => !own.includes(String(id)))]).toEqual([path, []])
  }

  const urls = ['Condition/foreign', 'Condition?_id=c2', 'Patient/p2', 'Encounter/e2']
  const body = JSON.stringify({
    resourceType: 'Bundle',
    type: 'batch',
    entry: urls.map(url => ({ request: { method: 'GET', url } })),
  })
  const { status, text } = await get('/fhir', app, { method: 'POST', body })
  expect(status).toBe(200)
  expect(text).not.toMatch(/"id":"(p2|c2|e2|foreign)"/)
  for (const id of ['crossing', 'foreign']) await box.box.resources.remove('Condition', id)
})
