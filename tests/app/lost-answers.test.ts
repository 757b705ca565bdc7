// A box carries something out and the App never hears of it: the caller is told to try again, and trying again
// finishes what was begun, once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  InitializePatientAnswer,
  ProductionRequestAnswer,
  ProductionRequestsAnswer,
  SecretAnswer,
  SmartAppView,
  SmartAppWithSecret,
} from '../../vocabulary/operations.ts'
import { world } from '../harness/boxes.ts'
import { basic, call, get } from '../harness/calls.ts'
import { filledForm } from '../harness/form.ts'
import { type LosingProxy, startLosingProxy } from '../harness/losing-proxy.ts'
import { people, portalToken } from '../harness/personas.ts'
import { accountOf, type SecondApp, startSecondApp } from '../harness/second-app.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

let vendor: Vendor
let account: unknown
let adminAccount: unknown
let admin: string
let toSandbox: LosingProxy
let toProduction: LosingProxy
let app: SecondApp

beforeAll(async () => {
  const { sandbox, production } = world()
  vendor = await enrolledVendor()
  admin = await portalToken('production', people.admin)
  account = await accountOf('sandbox', vendor.email)
  adminAccount = await accountOf('production', people.admin)
  toSandbox = await startLosingProxy(sandbox)
  toProduction = await startLosingProxy(production)
  app = await startSecondApp({ sandbox: toSandbox.url, production: toProduction.url })
})
afterAll(async () => {
  await app.close()
  await Promise.all([toSandbox.close(), toProduction.close()])
})

const root = (box: 'SANDBOX' | 'PRODUCTION') =>
  basic('root', world().secrets[`${box}_ROOT_SECRET`] ?? '')
const isTransaction = (method: string, path: string) => method === 'POST' && path === '/fhir'
const isClientPatch = (method: string, path: string) =>
  method === 'PATCH' && path.startsWith('/fhir/Client/')
const registered = async (oauthType: 'pkce' | 'secret'): Promise<SmartAppWithSecret> =>
  (
    await call<SmartAppWithSecret>(world().sandbox, vendor.token, 'register-app', {
      body: filledForm(oauthType, { name: `Lost ${randomUUID()}` }),
    })
  ).body
const tokenFault = async (box: string, id: string, secret: string): Promise<string> => {
  const answer = await fetch(`${box}/auth/token`, {
    method: 'POST',
    headers: { authorization: basic(id, secret) },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', redirect_uri: 'x' }),
  })
  const { error }: { error: string } = await answer.json()
  return error
}
const pendingOf = async (clientId: string): Promise<ProductionRequestAnswer> => {
  const { production } = world()
  for (let page = 1; page < 50; page++) {
    const { body } = await call<ProductionRequestsAnswer>(
      production,
      admin,
      'list-production-requests',
      { query: { state: 'pending', page: String(page) } },
    )
    const id = body.requests.find(request => request.clientId === clientId)?.id
    if (id)
      return (
        await call<ProductionRequestAnswer>(production, admin, 'read-production-request', {
          path: { id },
        })
      ).body
  }
  throw new Error('The request is not in the queue')
}

test('a registration whose answer was lost is found, not made again', async () => {
  const resource = filledForm('secret', { name: `Lost ${randomUUID()}` })
  toSandbox.loseNext(isTransaction)
  expect((await app.call('sandbox', 'register-app', account, { resource })).status).toBe(503)
  const again = await app.call<SmartAppWithSecret>('sandbox', 'register-app', account, { resource })
  expect([again.status, again.body.name]).toEqual([200, resource.name])
  expect(await tokenFault(world().sandbox, again.body.id, again.body.secret ?? '')).not.toBe(
    'invalid_client',
  )
})

test('a patient whose answer was lost is the one that a repeat gives', async () => {
  toSandbox.loseNext(isTransaction)
  const lost = await app.call('sandbox', 'initialize-patient', account, { resource: {} })
  expect(lost.status).toBe(503)
  const again = await app.call<InitializePatientAnswer>('sandbox', 'initialize-patient', account, {
    resource: {},
  })
  expect(again.status).toBe(200)
  const { body } = await get<{ total: number }>(
    world().sandbox,
    `Coverage?patient=${again.body.patient.id}`,
    root('SANDBOX'),
  )
  expect(body.total).toBe(again.body.counts.Coverage)
})

test('a request whose answer was lost was sent once', async () => {
  const { id } = await registered('pkce')
  const request = { 'route-params': { id } }
  toProduction.loseNext(isTransaction)
  expect((await app.call('sandbox', 'send-production-request', account, request)).status).toBe(503)
  const again = await app.call<SmartAppView>('sandbox', 'send-production-request', account, request)
  expect([again.status, again.body.request.state]).toEqual([200, 'pending'])
  const { body } = await get<{ total: number }>(
    world().production,
    `Task?identifier=${id}`,
    root('PRODUCTION'),
  )
  expect(body.total).toBe(1)
})

test('a save that production did not hear of reaches the pending request at the next look', async () => {
  const { id, name } = await registered('pkce')
  const path = { 'route-params': { id } }
  await app.call('sandbox', 'send-production-request', account, path)
  // The App stops between its two writes: the sandbox has the save, production's copy never went out.
  const deaf = await startSecondApp({ sandbox: world().sandbox })
  const saved = await deaf.call('sandbox', 'update-app', account, {
    ...path,
    resource: {
      ...filledForm('pkce', { name, description: 'What the reviewer must see.' }),
      version: 1,
    },
  })
  await deaf.close()
  expect(saved.status).toBe(200)
  expect((await pendingOf(id)).snapshot.description).not.toBe('What the reviewer must see.')
  await call(world().sandbox, vendor.token, 'read-app', { path: { id } })
  expect((await pendingOf(id)).snapshot.description).toBe('What the reviewer must see.')
})

test('an approval whose answer was lost is confirmed by a repeat, with one record and one mail', async () => {
  const { id } = await registered('secret')
  await call(world().sandbox, vendor.token, 'send-production-request', { path: { id } })
  const request = await pendingOf(id)
  const decision = {
    'route-params': { id: request.id },
    resource: {
      version: request.version,
      checklist: { scopes: true, redirect: true, policies: true, description: true },
    },
  }
  const approve = () =>
    app.call<ProductionRequestAnswer>(
      'production',
      'approve-production-request',
      adminAccount,
      decision,
    )
  toProduction.loseNext(isTransaction)
  expect((await approve()).status).toBe(503)
  const again = await approve()
  expect([again.status, again.body.state, again.body.live]).toEqual([200, 'approved', 'live'])
  const { body } = await get<{ entry: unknown[] }>(
    world().production,
    'AuditEvent?subtype=approve-production-request&_count=500',
    root('PRODUCTION'),
  )
  expect(body.entry.filter(entry => JSON.stringify(entry).includes(id))).toHaveLength(1)
})

test('a rotation that broke off between the boxes goes on with the same secret when repeated', async () => {
  const { production, sandbox } = world()
  const { id, secret = '' } = await registered('secret')
  await call(sandbox, vendor.token, 'send-production-request', { path: { id } })
  const request = await pendingOf(id)
  await call(production, admin, 'approve-production-request', {
    path: { id: request.id },
    body: {
      version: request.version,
      checklist: { scopes: true, redirect: true, policies: true, description: true },
    },
  })
  const rotate = () =>
    app.call<SecretAnswer>('sandbox', 'rotate-secret', account, {
      'route-params': { id },
      resource: { password: vendor.password },
    })
  toProduction.loseNext(isClientPatch)
  expect((await rotate()).status).toBe(503)
  // Production has the new one already, the sandbox still the old one: nobody is locked out of trying.
  expect(await tokenFault(production, id, secret)).toBe('invalid_client')
  expect(await tokenFault(sandbox, id, secret)).not.toBe('invalid_client')

  const again = await rotate()
  expect(again.status).toBe(200)
  for (const box of [production, sandbox]) {
    expect(await tokenFault(box, id, again.body.secret)).not.toBe('invalid_client')
    expect(await tokenFault(box, id, secret)).toBe('invalid_client')
  }
})

test('a suspension whose answer was lost is completed by a repeat', async () => {
  const { production, sandbox } = world()
  const { id } = await registered('pkce')
  await call(sandbox, vendor.token, 'send-production-request', { path: { id } })
  const request = await pendingOf(id)
  await call(production, admin, 'approve-production-request', {
    path: { id: request.id },
    body: {
      version: request.version,
      checklist: { scopes: true, redirect: true, policies: true, description: true },
    },
  })
  const suspend = () =>
    app.call('production', 'suspend-app', adminAccount, {
      'route-params': { id },
      resource: { reason: 'It leaks.' },
    })
  const records = async () => {
    const { body } = await get<{ entry?: unknown[] }>(
      production,
      'AuditEvent?subtype=suspend-app&_count=500',
      root('PRODUCTION'),
    )
    return (body.entry ?? []).filter(entry => JSON.stringify(entry).includes(id)).length
  }
  toProduction.loseNext(isClientPatch)
  expect((await suspend()).status).toBe(503)
  expect(await records()).toBe(0)
  toProduction.loseNext(isTransaction)
  expect((await suspend()).status).toBe(503)
  expect((await suspend()).status).toBe(200)
  expect(await records()).toBe(1)
})
