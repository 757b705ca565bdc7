// What a member and an admin may do about members: invitations, whose record, launches, gallery, revoking.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type {
  ConnectionsAnswer,
  GalleryAnswer,
  LaunchAnswer,
  MyPatientsAnswer,
  OpenRecordAnswer,
  OperationId,
} from '../../vocabulary/operations.ts'
import { call, get } from '../harness/calls.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'
import { type App, launchSmartApp } from '../harness/smart-launch.ts'

let world: OwnWorld
let production: string
const password = 'plan-api-demo'
const tokens: Record<string, string> = {}

const signIn = async (email: string, secret = password): Promise<string> => {
  const { tokens: given } = await launchSmartApp({
    box: production,
    app: {
      clientId: 'portal-ui',
      redirectUri: `${world.portal}/callback`,
      scope: 'openid profile',
    },
    person: { email, password: secret },
    parameters: { aud: undefined },
  })
  return given.access_token
}

beforeAll(async () => {
  world = await startOwnWorld()
  production = world.urls.production
  for (const name of ['member', 'parent', 'admin']) tokens[name] = await signIn(`${name}@demo.test`)
})
afterAll(() => world?.close())
beforeEach(() => {
  world.mail.mails.length = 0
})

const as = <Body = Record<string, never>>(
  person: string | undefined,
  id: OperationId,
  options: Parameters<typeof call>[3] = {},
) => call<Body>(production, person && tokens[person], id, options)

const put = async (resource: { resourceType: string; id: string } & Record<string, unknown>) => {
  const answer = await fetch(`${production}/fhir`, {
    method: 'POST',
    headers: { authorization: world.root.production, 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } },
      ],
    }),
  })
  expect(answer.status, await answer.text()).toBe(200)
}

describe('a member who is enrolled by an admin', () => {
  const person = { name: 'Nora New', email: 'Nora@members.test', patient: 'demo-child' }

  test('is mailed a link, sets a password, signs in, and has the own record', async () => {
    const made = await as<{ id: string; email: string }>('admin', 'enroll-member', { body: person })
    expect(made).toMatchObject({ status: 201, body: { email: 'nora@members.test' } })
    await world.app.jobs.runOnce()
    const [mail] = world.mail.mails
    expect(mail).toMatchObject({ to: 'nora@members.test', subject: 'Your member account is ready' })
    const token = /member\/reset-password#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const set = await as(undefined, 'reset-password', {
      body: { token, password: 'five six seven eight' },
    })
    expect(set.status).toBe(204)
    tokens.nora = await signIn('nora@members.test', 'five six seven eight')
    const { body } = await as<MyPatientsAnswer>('nora', 'list-my-patients')
    expect(body.patients).toMatchObject([{ id: 'demo-child', relationship: 'self' }])
  })

  test('is written to in the language of their record, or of the browser they ask with', async () => {
    const communication = [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'es' }] }, preferred: true },
    ]
    await put({ resourceType: 'Patient', id: 'speaks-spanish', communication })
    const lupe = { name: 'Lupe', email: 'lupe@members.test', patient: 'speaks-spanish' }
    expect((await as('admin', 'enroll-member', { body: lupe })).status).toBe(201)
    await world.app.jobs.runOnce()
    expect(world.mail.mails.at(-1)?.subject).toBe('Su cuenta de miembro está lista')

    const { status } = await fetch(`${production}/plan-api/$request-password-reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'es-MX,es;q=0.9' },
      body: JSON.stringify({ email: 'parent@demo.test' }),
    })
    expect(status).toBe(202)
    await world.app.jobs.runOnce()
    expect(world.mail.mails.at(-1)?.subject).toBe('Elija una contraseña nueva')
  })

  test('is not made twice, however often it is asked', async () => {
    const again = { name: 'Two Clicks', email: 'two@members.test', patient: 'demo-member' }
    const answers = await Promise.all([
      as('admin', 'enroll-member', { body: again }),
      as('admin', 'enroll-member', { body: again }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
    expect((await as('admin', 'enroll-member', { body: again })).status).toBe(200)
    const users = await get<{ total: number }>(
      production,
      'User?email=two@members.test',
      world.root.production,
    )
    expect(users.body.total).toBe(1)
    await world.app.jobs.runOnce()
    expect(world.mail.mails.length).toBe(1)
  })

  test.each([
    [{ patient: 'nobody' }, 422, 'patient'],
    [{ email: 'admin@demo.test' }, 409, 'email'],
    [{ email: 'no address' }, 422, 'email'],
  ])('%j is refused, naming the field', async (changes, status, field) => {
    const answer = await as('admin', 'enroll-member', { body: { ...person, ...changes } })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ issue: [{ expression: [field] }] })
  })

  test('can be enrolled by nobody but an admin', async () => {
    for (const name of ['member', undefined])
      expect([401, 403]).toContain((await as(name, 'enroll-member', { body: person })).status)
  })
})

describe('whose record', () => {
  const relation = (changes: Record<string, unknown>) =>
    put({
      resourceType: 'RelatedPerson',
      id: 'helper',
      active: true,
      patient: { reference: 'Patient/demo-parent' },
      relationship: [{ text: 'helper' }],
      identifier: [{ system: 'https://plan-api.example/fhir/user-id', value: 'demo-member' }],
      ...changes,
    })
  const records = async () =>
    (await as<MyPatientsAnswer>('member', 'list-my-patients')).body.patients.map(({ id }) => id)
  const day = (days: number) =>
    new Date(world.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

  test('a delegation counts from its first to its last day, while it is active', async () => {
    expect(await records()).toEqual(['demo-member'])
    await relation({ period: { start: day(-1), end: day(0) } })
    expect(await records()).toEqual(['demo-member', 'demo-parent'])
    await relation({ period: { end: day(-1) } })
    expect(await records()).toEqual(['demo-member'])
    await relation({ period: { start: day(1) } })
    expect(await records()).toEqual(['demo-member'])
    await relation({ active: false })
    expect(await records()).toEqual(['demo-member'])
    await relation({ identifier: [{ system: 'https://elsewhere.test', value: 'demo-member' }] })
    expect(await records()).toEqual(['demo-member'])
  })

  test('a record is opened, and an app launched, only for a patient one may act for', async () => {
    const opened = await as<OpenRecordAnswer>('parent', 'open-record', {
      body: { patient: 'demo-child' },
    })
    expect(opened.body.launch.split('.').length).toBe(3)
    for (const [id, options] of [
      ['open-record', { body: { patient: 'demo-member' } }],
      ['launch-published-app', { path: { id: 'sample-app' }, body: { patient: 'demo-member' } }],
      ['open-record', { body: { patient: 'nobody' } }],
    ] as const)
      expect((await as('parent', id, options)).status).toBe(422)
    const launched = await as<LaunchAnswer>('parent', 'launch-published-app', {
      path: { id: 'sample-app' },
      body: { patient: 'demo-child' },
    })
    const url = new URL(launched.body.uri)
    expect(url.searchParams.get('iss')).toBe(`${production}/fhir`)
    const claims = Buffer.from(url.searchParams.get('launch')?.split('.')[1] ?? '', 'base64url')
    expect(JSON.parse(claims.toString())).toMatchObject({ ctx: { patient: 'demo-child' } })
  })
})

describe('the gallery', () => {
  test('shows what was published and nothing else of an app; what is not published does not exist', async () => {
    const { body } = await as<GalleryAnswer>(undefined, 'list-published-apps')
    expect(body.apps.map(({ id }) => id)).toEqual(['sample-app'])
    const [app] = body.apps
    expect(app).toMatchObject({ name: 'Claims Chart', launchable: true })
    expect(app?.asksFor.slice(0, 2)).toEqual([
      'Your name, birth date, address and contact details',
      'Your insurance coverage',
    ])
    expect(app).not.toHaveProperty('logo')
    for (const id of ['portal-ui', 'plan-api', 'nobody'])
      expect((await as(undefined, 'read-published-app', { path: { id } })).status).toBe(404)
  })

  test('serves logos from our own address, as pictures and nothing else', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    await put({
      resourceType: 'Binary',
      id: 'sample-app',
      contentType: 'image/png',
      data: png.toString('base64'),
    })
    await put({
      resourceType: 'Binary',
      id: 'script',
      contentType: 'text/html',
      data: Buffer.from('<script>alert(1)</script>').toString('base64'),
    })
    world.forward(61) // a missing logo is remembered for a minute
    const { body } = await as<{ logo: string }>(undefined, 'read-published-app', {
      path: { id: 'sample-app' },
    })
    expect(body.logo).toBe('/logos/production/sample-app')
    const logo = await fetch(world.portal + body.logo)
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(png)
    expect(logo.headers.get('content-type')).toBe('image/png')
    expect(logo.headers.get('x-content-type-options')).toBe('nosniff')
    expect(logo.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const path of [
      'production/script',
      'production/nobody',
      'elsewhere/sample-app',
      'production/..%2fx',
    ])
      expect((await fetch(`${world.portal}/logos/${path}`)).status).toBe(404)
  })
})

describe('connected apps', () => {
  test('somebody else’s connection cannot be revoked; the own one can, again and again', async () => {
    const { body: client } = await get<{ auth: { authorization_code: { redirect_uri: string } } }>(
      production,
      'Client/sample-app',
      world.root.production,
    )
    const app: App = {
      clientId: 'sample-app',
      redirectUri: client.auth.authorization_code.redirect_uri,
      scope: 'launch/patient patient/Patient.read patient/Coverage.read offline_access',
    }
    const { tokens: given } = await launchSmartApp({
      box: production,
      app,
      person: { email: 'member@demo.test', password },
    })
    const { body } = await as<ConnectionsAnswer>('member', 'list-connections')
    const [connection, ...others] = body.connections
    expect(others).toEqual([])
    expect(connection).toMatchObject({
      app: { id: 'sample-app', name: 'Claims Chart', suspended: false },
      patient: { id: 'demo-member' },
      sensitive: false,
    })
    expect(connection?.lastUsed).toBeTruthy()
    const path = { id: connection?.id ?? '' }
    const read = () => get(production, 'Patient/demo-member', given.access_token)

    expect((await as('parent', 'revoke-connection', { path, body: {} })).status).toBe(204)
    expect((await read()).status).toBe(200)
    const clicks = await Promise.all([
      as('member', 'revoke-connection', { path, body: {} }),
      as('member', 'revoke-connection', { path, body: {} }),
    ])
    expect(clicks.map(({ status }) => status)).toEqual([204, 204])
    expect((await read()).status).toBe(401)
    expect((await as('member', 'revoke-connection', { path, body: {} })).status).toBe(204)
    const events = await get<{ total: number }>(
      production,
      `AuditEvent?subtype=${planApiSystems.code}|revoke-connection`,
      world.root.production,
    )
    expect(events.body.total).toBe(1)
  })
})
