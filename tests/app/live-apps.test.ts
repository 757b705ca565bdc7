// Requests, decisions and live apps: each happens once, is recorded with its cause, and stops what it says it stops.
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type {
  LiveAppSummary,
  LiveAppsAnswer,
  PeopleAnswer,
  ProductionRequestAnswer,
  ProductionRequestsAnswer,
  SecretAnswer,
  SmartAppView,
  SmartAppWithSecret,
} from '../../vocabulary/operations.ts'
import type { OperationOutcome } from '../../vocabulary/outcome.ts'
import { mailTo, world } from '../harness/boxes.ts'
import { basic, type Called, call, get } from '../harness/calls.ts'
import { filledForm } from '../harness/form.ts'
import { people, portalToken, sampleScope } from '../harness/personas.ts'
import { type App, launchSmartApp, refresh } from '../harness/smart-launch.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

let vendor: Vendor
let admin: string
let sandbox: string
let production: string
let root: string
let password: string

beforeAll(async () => {
  const { secrets } = world()
  ;({ sandbox, production } = world())
  password = secrets.DEMO_PASSWORD ?? ''
  root = basic('root', secrets.PRODUCTION_ROOT_SECRET ?? '')
  vendor = await enrolledVendor()
  admin = await portalToken('production', people.admin)
})

const checklist = { scopes: true, redirect: true, policies: true, description: true }

const pendingOf = async (clientId: string): Promise<ProductionRequestAnswer> => {
  for (let page = 1; ; page++) {
    const { body } = await call<ProductionRequestsAnswer>(
      production,
      admin,
      'list-production-requests',
      { query: { state: 'pending', page: String(page) } },
    )
    const mine = body.requests.find(request => request.clientId === clientId)
    if (mine)
      return (
        await call<ProductionRequestAnswer>(production, admin, 'read-production-request', {
          path: { id: mine.id },
        })
      ).body
    if (body.requests.length === 0) throw new Error('The request is not in the queue')
  }
}
const send = (id: string) =>
  call<SmartAppView>(sandbox, vendor.token, 'send-production-request', { path: { id } })
const readApp = async (id: string): Promise<SmartAppView> =>
  (await call<SmartAppView>(sandbox, vendor.token, 'read-app', { path: { id } })).body
const approve = ({ id, version }: ProductionRequestAnswer) =>
  call<ProductionRequestAnswer>(production, admin, 'approve-production-request', {
    path: { id },
    body: { version, checklist },
  })
const onLive = (
  operation: 'suspend-app' | 'reinstate-app' | 'withdraw-app',
  id: string,
  reason: string,
): Promise<Called<LiveAppSummary>> =>
  call<LiveAppSummary>(production, admin, operation, { path: { id }, body: { reason } })
const registered = async (oauthType: 'pkce' | 'secret'): Promise<SmartAppWithSecret> =>
  (
    await call<SmartAppWithSecret>(sandbox, vendor.token, 'register-app', {
      body: filledForm(oauthType, { name: `Live ${randomUUID()}` }),
    })
  ).body
const published = async (oauthType: 'pkce' | 'secret'): Promise<SmartAppWithSecret> => {
  const app = await registered(oauthType)
  await send(app.id)
  expect((await approve(await pendingOf(app.id))).status).toBe(200)
  return app
}
const asApp = (app: SmartAppWithSecret): App => ({
  clientId: app.id,
  ...(app.secret ? { clientSecret: app.secret } : {}),
  redirectUri: app.redirectUrl,
  scope: sampleScope,
})
const connected = (app: SmartAppWithSecret) =>
  launchSmartApp({ box: production, app: asApp(app), person: { email: people.member, password } })
const auditsOf = async (id: string, what: string): Promise<number> => {
  const { body } = await get<{ entry?: unknown[] }>(
    production,
    `AuditEvent?subtype=${what}&_count=500`,
    root,
  )
  return (body.entry ?? []).filter(entry => JSON.stringify(entry).includes(id)).length
}
const mailsAbout = async (name: string): Promise<number> => {
  const { body } = await get<{ entry?: unknown[] }>(
    production,
    'Communication?_count=500&category=mail',
    root,
  )
  return (body.entry ?? []).filter(entry => JSON.stringify(entry).includes(name)).length
}

test('two clicks on Send Request make one request', async () => {
  const app = await registered('pkce')
  const answers = await Promise.all([send(app.id), send(app.id)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
  expect((await send(app.id)).status).toBe(200)
  const { body } = await get<{ total: number }>(production, `Task?identifier=${app.id}`, root)
  expect(body.total).toBe(1)
})

test('the queue is filtered by state and by age, and refuses what it does not know', async () => {
  const app = await registered('pkce')
  await send(app.id)
  const queue = (query: Record<string, string>) =>
    call<ProductionRequestsAnswer>(production, admin, 'list-production-requests', { query })
  const { body: newest } = await queue({})
  expect(newest.requests[0]).toMatchObject({ clientId: app.id, state: 'pending', ageHours: 0 })
  const { body: old } = await queue({ state: 'pending', olderThanHours: '1' })
  expect(old.requests.map(({ clientId }) => clientId)).not.toContain(app.id)
  const { body: decided } = await queue({ state: 'approved' })
  expect(decided.requests.map(({ clientId }) => clientId)).not.toContain(app.id)
  for (const [name, value] of [
    ['state', 'open'],
    ['olderThanHours', '-1'],
    ['page', 'x'],
  ] as const)
    expect((await queue({ [name]: value })).status, name).toBe(422)
})

test('a withdrawn request leaves the queue; a second click withdraws nothing else', async () => {
  const app = await registered('pkce')
  await send(app.id)
  const withdraw = () =>
    call<SmartAppView>(sandbox, vendor.token, 'withdraw-production-request', {
      path: { id: app.id },
    })
  for (const answer of [await withdraw(), await withdraw()])
    expect([answer.status, answer.body.request.state]).toEqual([200, 'withdrawn'])
  await expect(pendingOf(app.id)).rejects.toThrow('queue')
  expect((await send(app.id)).body.request.state).toBe('pending')
})

test('two admins who approve at once approve once: one Client, one record, one mail', async () => {
  const app = await registered('pkce')
  await send(app.id)
  const request = await pendingOf(app.id)
  const answers = await Promise.all([approve(request), approve(request)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(answers[0]?.body).toMatchObject({ state: 'approved', live: 'live' })
  expect(await auditsOf(app.id, 'approve-production-request')).toBe(1)
  expect(await mailsAbout(app.name)).toBe(1)
})

test('approving with an open box in the checklist is refused naming it', async () => {
  const app = await registered('pkce')
  await send(app.id)
  const { id, version } = await pendingOf(app.id)
  const refused = await call<OperationOutcome>(production, admin, 'approve-production-request', {
    path: { id },
    body: { version, checklist: { ...checklist, redirect: false } },
  })
  expect([refused.status, refused.body.issue[0]?.expression]).toEqual([422, ['checklist.redirect']])
})

test('an approved request can be neither rejected nor withdrawn', async () => {
  const app = await registered('pkce')
  await send(app.id)
  const request = await pendingOf(app.id)
  await approve(request)
  const rejected = await call(production, admin, 'reject-production-request', {
    path: { id: request.id },
    body: { version: request.version, checklist, reasonCodes: ['other'], reason: 'Too late.' },
  })
  const withdrawn = await call(sandbox, vendor.token, 'withdraw-production-request', {
    path: { id: app.id },
  })
  expect([rejected.status, withdrawn.status]).toEqual([409, 409])
  expect((await readApp(app.id)).live.state).toBe('live')
})

test.each(['pkce', 'secret'] as const)(
  'suspending a live app (%s) stops its tokens at once, and reinstating lets members back in',
  async oauthType => {
    const app = await published(oauthType)
    const { tokens } = await connected(app)
    const read = () => get(production, 'Coverage', tokens.access_token)
    expect((await read()).status).toBe(200)

    const suspended = await onLive('suspend-app', app.id, 'It mails claims to strangers.')
    expect([suspended.status, suspended.body.live]).toEqual([200, 'suspended'])
    expect((await read()).status).toBe(401)
    expect((await refresh(production, asApp(app), tokens.refresh_token ?? '')).error).toBeTruthy()
    await expect(connected(app)).rejects.toThrow()
    expect((await readApp(app.id)).live).toMatchObject({
      state: 'suspended',
      reason: 'It mails claims to strangers.',
    })
    const mail = await mailTo(
      vendor.email,
      ({ Subject }) => Subject.includes(app.name) && Subject.includes('suspended'),
    )
    expect(mail.Text).toContain('mails claims to strangers')

    // A second click, and a retry after a lost answer, change and tell nothing more.
    expect((await onLive('suspend-app', app.id, 'Again.')).status).toBe(200)
    expect(await auditsOf(app.id, 'suspend-app')).toBe(1)

    const back = await onLive('reinstate-app', app.id, 'It was a mistake.')
    expect([back.status, back.body.live]).toEqual([200, 'live'])
    expect((await onLive('reinstate-app', app.id, 'Again.')).body.live).toBe('live')
    expect(await auditsOf(app.id, 'reinstate-app')).toBe(1)
    expect(
      (await get(production, 'Coverage', (await connected(app)).tokens.access_token)).status,
    ).toBe(200)
  },
)

test('approving a change of a suspended app leaves it suspended', async () => {
  const app = await published('pkce')
  await onLive('suspend-app', app.id, 'Under investigation.')
  await send(app.id)
  expect((await approve(await pendingOf(app.id))).body.live).toBe('suspended')
})

test('a withdrawn app is out of the list for members, cannot be reinstated, and may ask again', async () => {
  const app = await published('pkce')
  await connected(app)
  const withdrawn = await onLive('withdraw-app', app.id, 'The vendor closes shop.')
  expect([withdrawn.status, withdrawn.body.live, withdrawn.body.grants]).toEqual([
    200,
    'withdrawn',
    0,
  ])
  expect((await onLive('reinstate-app', app.id, 'No.')).status).toBe(409)
  expect(
    (await call(production, undefined, 'read-published-app', { path: { id: app.id } })).status,
  ).toBe(404)
  await send(app.id)
  expect((await approve(await pendingOf(app.id))).body.live).toBe('live')
})

test('a vendor takes a live app out of production by name, and can then delete it', async () => {
  const app = await published('pkce')
  const path = { id: app.id }
  expect((await call(sandbox, vendor.token, 'delete-app', { path })).status).toBe(409)
  const { body } = await call<SmartAppView>(sandbox, vendor.token, 'withdraw-production-request', {
    path,
    body: { what: 'live' },
  })
  expect(body.live.state).toBe('withdrawn')
  expect((await call(sandbox, vendor.token, 'delete-app', { path })).status).toBe(204)
})

test('a rotated secret opens production too, and the old one no longer does', async () => {
  const app = await published('secret')
  const { tokens } = await connected(app)
  const { body } = await call<SecretAnswer>(sandbox, vendor.token, 'rotate-secret', {
    path: { id: app.id },
    body: { password: vendor.password },
  })
  expect((await get(production, 'Coverage', tokens.access_token)).status).toBe(401)
  await expect(connected(app)).rejects.toThrow('invalid_client')
  expect((await connected({ ...app, secret: body.secret })).tokens.access_token).toBeTruthy()
})

test('live apps are listed with how many members allow them', async () => {
  const app = await published('pkce')
  await connected(app)
  const { body } = await call<LiveAppsAnswer>(production, admin, 'list-live-apps')
  expect(body.apps.find(({ id }) => id === app.id)).toMatchObject({ live: 'live', grants: 1 })
  expect(body.apps.map(({ id }) => id)).not.toContain('portal-records')
})

test('an id of ours, or of nobody, is no live app', async () => {
  for (const id of ['portal-ui', 'plan-api', 'no-such-app'])
    expect((await onLive('suspend-app', id, 'x')).status, id).toBe(404)
})

test('people are found by name and address, vendors in the sandbox; never with a password', async () => {
  const find = (query: Record<string, string>) =>
    call<PeopleAnswer>(production, admin, 'find-people', { query })
  const vendors = await find({ role: 'vendor', q: vendor.email })
  expect(vendors.body.people).toHaveLength(1)
  expect(vendors.body.people[0]).toMatchObject({ box: 'sandbox', email: vendor.email })
  const byName = await find({ role: 'vendor', q: 'val ven' })
  expect(byName.body.people.map(({ name }) => name)).toContain('Val Vendor')
  const members = await find({ role: 'member' })
  expect(members.body.people.map(({ id }) => id)).toContain('demo-parent')
  const parent = members.body.people.find(({ id }) => id === 'demo-parent')
  expect(parent?.patients.map(({ id }) => id).sort()).toEqual(['demo-child', 'demo-parent'])
  expect(JSON.stringify([vendors, members])).not.toContain('$s0$')
  expect((await find({ role: 'root' })).status).toBe(422)
  expect((await find({ page: '0' })).status).toBe(422)
})

test('an admin ends one Grant, and the app’s tokens for it end with it', async () => {
  const app = await published('pkce')
  const { tokens } = await connected(app)
  const { body } = await call<PeopleAnswer>(production, admin, 'find-people', {
    query: { role: 'member', q: people.member },
  })
  const grant = body.people[0]?.grants.find(({ clientId }) => clientId === app.id)
  const end = (change: object) =>
    call(production, admin, 'end-access', { body: { reason: 'Lost phone.', ...change } })
  expect((await end({ grant: grant?.id })).status).toBe(204)
  expect((await get(production, 'Coverage', tokens.access_token)).status).toBe(401)
  expect((await end({ grant: grant?.id })).status).toBe(204)
  expect((await end({ grant: grant?.id, user: 'demo-member' })).status).toBe(422)
  expect((await end({})).status).toBe(422)
})

test('an admin removes the second factor of another who lost it, with a reason that is kept', async () => {
  const id = `lost-${randomUUID()}`
  const url = `${production}/fhir/User/${id}`
  const email = `${id}@people.test`
  const roles = [{ type: 'admin' }]
  const twoFactor = { enabled: true, secretKey: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
  const headers = { authorization: root, 'content-type': 'application/json' }
  const user = { resourceType: 'User', id, userName: email, email, roles, twoFactor }
  expect((await fetch(url, { method: 'PUT', headers, body: JSON.stringify(user) })).status).toBe(
    201,
  )
  const find = async () =>
    (
      await call<PeopleAnswer>(production, admin, 'find-people', {
        query: { role: 'admin', q: email },
      })
    ).body.people[0]?.hasTwoFactor
  expect(await find()).toBe(true)
  const remove = (body: object) => call(production, admin, 'remove-two-factor', { body })
  expect((await remove({ user: id })).status).toBe(422)
  expect((await remove({ user: 'nobody-there', reason: 'Lost phone.' })).status).toBe(404)
  expect((await remove({ user: 'demo-admin', reason: 'My own.' })).status).toBe(403)
  expect((await remove({ user: id, reason: `Lost phone ${id}.` })).status).toBe(204)
  expect(await find()).toBe(false)
  const kept = await (await fetch(url, { headers })).json()
  expect([kept.twoFactor, kept.email, kept.roles]).toEqual([undefined, email, roles])
  const { body } = await get(production, 'AuditEvent?_sort=-_lastUpdated&_count=50', root)
  expect(JSON.stringify(body)).toContain(`Lost phone ${id}.`)
  expect((await remove({ user: id, reason: 'Again.' })).status).toBe(204)
})

test('the box’s own root calls the admin’s operations without a person', async () => {
  const { status, body } = await get(production, '../plan-api/live-apps', root)
  expect([status, Array.isArray(body.apps)]).toEqual([200, true])
})
