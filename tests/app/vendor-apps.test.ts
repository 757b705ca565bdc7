// A vendor's apps: nothing twice, nothing lost, nothing of others; secrets shown and changed only with the password.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  AppListAnswer,
  InitializePatientAnswer,
  SecretAnswer,
  SmartAppView,
  SmartAppWithSecret,
} from '../../vocabulary/operations.ts'
import type { OperationOutcome } from '../../vocabulary/outcome.ts'
import { world } from '../harness/boxes.ts'
import { basic, call, get } from '../harness/calls.ts'
import { filledForm } from '../harness/form.ts'
import { people, portalToken, sampleScope } from '../harness/personas.ts'
import { accountOf, type SecondApp, startSecondApp } from '../harness/second-app.ts'
import { launchSmartApp } from '../harness/smart-launch.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

let vendor: Vendor
let sandbox: string
let root: string
let lonely: SecondApp

beforeAll(async () => {
  ;({ sandbox } = world())
  root = basic('root', world().secrets.SANDBOX_ROOT_SECRET ?? '')
  vendor = await enrolledVendor()
  lonely = await startSecondApp({ sandbox })
})
afterAll(() => lonely.close())

const register = (form: ReturnType<typeof filledForm>) =>
  call<SmartAppWithSecret>(sandbox, vendor.token, 'register-app', { body: form })
const save = (id: string, form: object) =>
  call<SmartAppWithSecret>(sandbox, vendor.token, 'update-app', { path: { id }, body: form })
const freshForm = (oauthType: 'pkce' | 'secret') =>
  filledForm(oauthType, { name: `App ${randomUUID()}` })
const auditsOf = async (id: string, what: string): Promise<number> => {
  const found = await get<{ entry?: { resource: { entity: unknown[] } }[] }>(
    sandbox,
    `AuditEvent?subtype=${what}&_count=500`,
    root,
  )
  return (found.body.entry ?? []).filter(({ resource }) => JSON.stringify(resource).includes(id))
    .length
}
/** What the token endpoint says to these credentials: a good secret gets as far as the code. */
const tokenFault = async (id: string, secret: string): Promise<string> => {
  const answer = await fetch(`${sandbox}/auth/token`, {
    method: 'POST',
    headers: { authorization: basic(id, secret) },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'none',
      redirect_uri: 'http://localhost:43117/callback',
    }),
  })
  const { error }: { error: string } = await answer.json()
  return error
}

test('three clicks on Save make one app, with one secret', async () => {
  const form = freshForm('secret')
  const answers = await Promise.all([register(form), register(form), register(form)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
  expect(new Set(answers.map(({ body }) => `${body.id} ${body.secret}`)).size).toBe(1)
  const { body } = await call<AppListAnswer>(sandbox, vendor.token, 'list-apps')
  expect(body.apps.filter(({ name }) => name === form.name)).toHaveLength(1)
})

test('a second app of the same name but other content is refused beside the name', async () => {
  const form = freshForm('pkce')
  await register(form)
  const other = await call<OperationOutcome>(sandbox, vendor.token, 'register-app', {
    body: { ...form, description: 'Something else entirely.' },
  })
  expect([other.status, other.body.issue[0]?.expression]).toEqual([422, ['name']])
})

test('of two saves on one version one wins; the other is told and nothing of it is kept', async () => {
  const form = freshForm('pkce')
  const { body: app } = await register(form)
  const answers = await Promise.all(
    ['one', 'two'].map(description => save(app.id, { ...form, description, version: 1 })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const winner = answers.find(({ status }) => status === 200)?.body
  const { body: now } = await call<SmartAppView>(sandbox, vendor.token, 'read-app', {
    path: { id: app.id },
  })
  expect([now.version, now.description]).toEqual([2, winner?.description])
})

test('a save whose answer was lost can be repeated', async () => {
  const form = freshForm('pkce')
  const { body: app } = await register(form)
  const changed = { ...form, description: 'Saved twice.', version: 1 }
  expect((await save(app.id, changed)).body.version).toBe(2)
  const again = await save(app.id, changed)
  expect([again.status, again.body.version]).toEqual([200, 2])
})

test('an app that becomes confidential gets a secret that works', async () => {
  const form = freshForm('pkce')
  const { body: app } = await register(form)
  const { body: saved } = await save(app.id, { ...form, oauthType: 'secret', version: 1 })
  expect(await tokenFault(app.id, saved.secret ?? '')).toBe('invalid_grant')
  expect(await tokenFault(app.id, 'another')).toBe('invalid_client')
})

test('a secret is shown after the password only, and each look is recorded', async () => {
  const { body: app } = await register(freshForm('secret'))
  const reveal = (password: string) =>
    call<SecretAnswer>(sandbox, vendor.token, 'reveal-secret', {
      path: { id: app.id },
      body: { password },
    })
  expect((await reveal('not-my-password')).status).toBe(403)
  expect(await auditsOf(app.id, 'reveal-secret')).toBe(0)
  expect((await reveal(vendor.password)).body.secret).toBe(app.secret)
  expect(await auditsOf(app.id, 'reveal-secret')).toBe(1)
})

test('no answer but those three carries a secret, and the box holds none in clear', async () => {
  const { body: app } = await register(freshForm('secret'))
  const secret = app.secret ?? 'none'
  const seen = await Promise.all([
    call(sandbox, vendor.token, 'list-apps'),
    call(sandbox, vendor.token, 'read-app', { path: { id: app.id } }),
    get(sandbox, `Client/${app.id}`, root),
    get(sandbox, `Basic/${app.id}`, root),
  ])
  expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(JSON.stringify(seen)).not.toContain(secret)
})

test('after a rotation only the new secret works', async () => {
  const { body: app } = await register(freshForm('secret'))
  const rotated = await call<SecretAnswer>(sandbox, vendor.token, 'rotate-secret', {
    path: { id: app.id },
    body: { password: vendor.password },
  })
  expect(rotated.status).toBe(200)
  expect(rotated.body.secret).not.toBe(app.secret)
  expect(await tokenFault(app.id, app.secret ?? '')).toBe('invalid_client')
  expect(await tokenFault(app.id, rotated.body.secret)).toBe('invalid_grant')
})

test('saving an app again keeps its secret working', async () => {
  const form = freshForm('secret')
  const { body: app } = await register(form)
  await save(app.id, { ...form, description: 'Another text.', version: 1 })
  expect(await tokenFault(app.id, app.secret ?? '')).toBe('invalid_grant')
})

test('somebody else’s app answers to every operation as one that does not exist', async () => {
  const { body: app } = await register(freshForm('secret'))
  const stranger = await portalToken('sandbox', people.vendor)
  const password = { password: world().secrets.DEMO_PASSWORD }
  for (const [operation, body] of [
    ['read-app', undefined],
    ['update-app', { ...filledForm('secret'), version: 1 }],
    ['delete-app', undefined],
    ['reveal-secret', password],
    ['rotate-secret', password],
    ['launch-app', {}],
    ['send-production-request', {}],
    ['withdraw-production-request', { what: 'live' }],
  ] as const) {
    const answers = await Promise.all(
      [app.id, 'no-such-app', 'portal-ui'].map(id =>
        call(sandbox, stranger, operation, { path: { id }, body }),
      ),
    )
    const [foreign, missing, ours] = answers.map(answer => ({
      status: answer.status,
      body: answer.body,
    }))
    expect(foreign, operation).toEqual(missing)
    expect(ours, operation).toEqual(missing)
    expect(foreign?.status, operation).toBe(404)
  }
})

test('a deleted app is gone with its secret, and deleting it again is 404', async () => {
  const { body: app } = await register(freshForm('secret'))
  const remove = () => call(sandbox, vendor.token, 'delete-app', { path: { id: app.id } })
  expect((await remove()).status).toBe(204)
  expect((await remove()).status).toBe(404)
  for (const type of ['Client', 'Basic'])
    expect([404, 410]).toContain((await get(sandbox, `${type}/${app.id}`, root)).status)
})

test('a reset gives another patient; the old record and the tokens on it are gone', async () => {
  const { body: app } = await register(freshForm('pkce'))
  const initialize = await call<InitializePatientAnswer>(
    sandbox,
    vendor.token,
    'initialize-patient',
    { body: {} },
  )
  expect(initialize.status).toBeLessThan(300)
  const old = initialize.body.patient.id
  const { tokens } = await launchSmartApp({
    box: sandbox,
    app: { clientId: app.id, redirectUri: app.redirectUrl, scope: sampleScope },
    person: vendor,
  })
  expect((await get(sandbox, `Patient/${old}`, tokens.access_token)).status).toBe(200)

  const reset = await call<InitializePatientAnswer>(sandbox, vendor.token, 'reset-patient', {
    body: { scenario: 'newly-enrolled' },
  })
  expect(reset.status).toBe(201)
  expect(reset.body.patient.id).not.toBe(old)
  expect((await get(sandbox, `Patient/${old}`, tokens.access_token)).status).toBe(401)
  expect((await get(sandbox, `Patient/${old}`, root)).status).toBe(410)
  const left = await get<{ total: number }>(sandbox, `ExplanationOfBenefit?patient=${old}`, root)
  expect(left.body.total).toBe(0)
  const { body } = await call<AppListAnswer>(sandbox, vendor.token, 'list-apps')
  expect(body.patient).toEqual(reset.body.patient)
  expect(body.patient?.scenario).toBe('newly-enrolled')
})

test('an unknown scenario is refused with those that exist', async () => {
  const refused = await call<OperationOutcome>(sandbox, vendor.token, 'initialize-patient', {
    body: { scenario: 'nonsense' },
  })
  expect([refused.status, refused.body.issue[0]?.expression]).toEqual([422, ['scenario']])
})

test('a box that does not say who calls is asked, with the caller’s own token', async () => {
  const ask = async (authorization?: string) => {
    const answer = await fetch(`${world().app}/aidbox`, {
      method: 'POST',
      headers: {
        authorization: basic('plan-api', world().secrets.SANDBOX_APP_SECRET ?? ''),
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        type: 'operation',
        request: { headers: authorization ? { authorization } : {} },
        box: { 'base-url': sandbox },
        operation: { id: 'list-apps' },
      }),
    })
    return answer.status
  }
  expect(await ask(`Bearer ${vendor.token}`)).toBe(200)
  expect(await ask('Bearer made-up')).toBe(403)
  expect(await ask()).toBe(403)
})

test('while production is down the list works, says that it does not know, and deletes nothing', async () => {
  const { body: app } = await register(freshForm('pkce'))
  const account = await accountOf('sandbox', vendor.email)
  const list = await lonely.call<AppListAnswer>('sandbox', 'list-apps', account)
  expect(list.status).toBe(200)
  const listed = list.body.apps.find(({ id }) => id === app.id)
  expect([listed?.request.state, listed?.live.state]).toEqual(['unknown', 'unknown'])

  const path = { 'route-params': { id: app.id } }
  for (const operation of ['delete-app', 'send-production-request'] as const) {
    const refused = await lonely.call('sandbox', operation, account, path)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(JSON.stringify(refused.body)).toContain('production')
  }
  expect((await call(sandbox, vendor.token, 'read-app', { path: { id: app.id } })).status).toBe(200)
})
