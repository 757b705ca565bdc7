// A member finds an app, consents, is read, sees who reads, revokes; a parent chooses the child.
import { beforeAll, expect, test } from 'vitest'
import type {
  ConnectionsAnswer,
  GalleryAnswer,
  LaunchAnswer,
  MyPatientsAnswer,
} from '../../vocabulary/operations.ts'
import { world } from '../harness/boxes.ts'
import { call, get } from '../harness/calls.ts'
import { textOf } from '../harness/html-forms.ts'
import { people, portalToken, sampleApp, sampleScope } from '../harness/personas.ts'
import { authorize, exchange, launchSmartApp, refresh } from '../harness/smart-launch.ts'

const password = 'plan-api-demo'
let production: string
let member: string

beforeAll(async () => {
  ;({ production } = world())
  member = await portalToken('production', people.member)
})

test('the gallery is public and shows only what was published', async () => {
  const { status, body } = await call<GalleryAnswer>(production, undefined, 'list-published-apps')
  expect(status).toBe(200)
  const app = body.apps.find(({ id }) => id === 'sample-app')
  expect(app?.asksFor.length).toBeGreaterThan(2)
  expect(JSON.stringify(body)).not.toMatch(/secret|redirect|owner/i)
})

test('a member launches it from the gallery, says yes in plain words, and sees it under connected apps', async () => {
  const { body: launched } = await call<LaunchAnswer>(production, member, 'launch-published-app', {
    path: { id: 'sample-app' },
    body: {},
  })
  const launch = new URL(launched.uri).searchParams.get('launch') ?? ''
  const app = { ...sampleApp(`${sampleScope} launch`) }
  const { tokens, consentPage } = await launchSmartApp({
    box: production,
    app,
    person: { email: people.member, password },
    launch,
  })
  const page = textOf(consentPage?.html ?? '')
  expect(page).toContain('Your claims, what was billed and what you owe')
  expect(page).not.toContain('undefined')
  expect(tokens.patient).toBe('demo-member')

  const claims = await get<{
    total: number
    entry: { resource: { patient: { reference: string } } }[]
  }>(production, `ExplanationOfBenefit?patient=demo-member&_count=200`, tokens.access_token)
  expect(claims.body.total).toBeGreaterThan(5)
  expect(new Set(claims.body.entry.map(({ resource }) => resource.patient.reference))).toEqual(
    new Set(['Patient/demo-member']),
  )

  const { body } = await call<ConnectionsAnswer>(production, member, 'list-connections')
  const connection = body.connections.find(one => one.app.id === 'sample-app')
  expect(connection).toMatchObject({ patient: { id: 'demo-member' }, sensitive: false })
  expect(connection?.scopes.map(({ words }) => words)).toContain('Your insurance coverage')

  const revoked = await call(production, member, 'revoke-connection', {
    path: { id: connection?.id ?? '' },
    body: {},
  })
  expect(revoked.status).toBeLessThan(300)
  expect((await get(production, 'Patient/demo-member', tokens.access_token)).status).toBe(401)
  expect((await refresh(production, app, tokens.refresh_token ?? '')).error).toBe('invalid_grant')
  const after = await call<ConnectionsAnswer>(production, member, 'list-connections')
  expect(after.body.connections.find(one => one.id === connection?.id)).toBeUndefined()
})

test("another member's record answers exactly as one that does not exist", async () => {
  const { tokens } = await launchSmartApp({
    box: production,
    app: sampleApp(sampleScope),
    person: { email: people.member, password },
  })
  const foreign = await get(production, 'Patient/demo-child', tokens.access_token)
  const missing = await get(production, 'Patient/demo-nobody', tokens.access_token)
  expect([foreign.status, missing.status]).toEqual([404, 404])
  expect(JSON.stringify(foreign.body).replaceAll('demo-child', 'X')).toBe(
    JSON.stringify(missing.body).replaceAll('demo-nobody', 'X'),
  )
  const search = await get<{ total: number }>(
    production,
    'ExplanationOfBenefit?patient=demo-child',
    tokens.access_token,
  )
  expect(search).toMatchObject({ status: 200, body: { total: 0 } })
})

test('a parent chooses the child on the consent page, and the app reads the child only', async () => {
  const app = sampleApp(sampleScope)
  const child = await launchSmartApp({
    box: production,
    app,
    person: { email: people.parent, password },
    consent: { set: { patient: 'demo-child' } },
  })
  expect(child.tokens.patient).toBe('demo-child')
  expect((await get(production, 'Patient/demo-child', child.tokens.access_token)).status).toBe(200)
  expect((await get(production, 'Patient/demo-parent', child.tokens.access_token)).status).toBe(404)
  const own = await launchSmartApp({
    box: production,
    app,
    person: { email: people.parent, password },
    consent: { set: { patient: 'demo-parent' } },
  })
  expect(own.tokens.patient).toBe('demo-parent')
  // The first token still reads the child, and only the child.
  expect((await get(production, 'Patient/demo-child', child.tokens.access_token)).status).toBe(200)
})

test('a patient that was not offered cannot be chosen', async () => {
  await expect(
    launchSmartApp({
      box: production,
      app: sampleApp(sampleScope),
      person: { email: people.parent, password },
      consent: { set: { patient: 'demo-member' } },
    }),
  ).rejects.toThrow()
})

test('saying no shares nothing and tells the app', async () => {
  const { answer } = await authorize({
    box: production,
    app: sampleApp(sampleScope),
    person: { email: people.member, password },
    consent: { answer: 'deny' },
  })
  expect(answer.get('error')).toBe('access_denied')
  expect(answer.has('code')).toBe(false)
})

test('what the member unticks is not granted', async () => {
  const app = sampleApp(
    'launch/patient patient/Patient.read patient/Coverage.read patient/ExplanationOfBenefit.read',
  )
  const first = await authorize({
    box: production,
    app,
    person: { email: people.member, password },
  })
  const all = await exchange(production, app, first)
  expect(all.scope.split(' ')).toContain('patient/ExplanationOfBenefit.read')
  const scopes = ['patient/Patient.read', 'patient/Coverage.read']
  const { tokens } = await launchSmartApp({
    box: production,
    app,
    person: { email: people.member, password },
    consent: { set: { scope: scopes } },
  })
  expect(tokens.scope.split(' ')).not.toContain('patient/ExplanationOfBenefit.read')
  expect(
    (await get(production, 'ExplanationOfBenefit?patient=demo-member', tokens.access_token)).status,
  ).toBe(403)
  // A narrower answer ends what held more.
  expect((await get(production, 'Patient/demo-member', all.access_token)).status).toBe(401)
})

test('a parent sees both records in the portal, a member the own one', async () => {
  const parent = await portalToken('production', people.parent)
  const { body } = await call<MyPatientsAnswer>(production, parent, 'list-my-patients')
  expect(body.patients.map(({ id }) => id).sort()).toEqual(['demo-child', 'demo-parent'])
  expect(
    (await call(production, member, 'open-record', { body: { patient: 'demo-child' } })).status,
  ).toBeGreaterThanOrEqual(400)
})
