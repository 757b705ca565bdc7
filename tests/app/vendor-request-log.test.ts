// A vendor sees what the own app asked and why it failed, expires its token, and asks for production with what was seen; nobody else's.
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type {
  AppRequestsAnswer,
  ExpireTokensAnswer,
  ProductionRequestAnswer,
  ProductionRequestsAnswer,
  ReadinessAnswer,
  SmartAppWithSecret,
} from '../../vocabulary/operations.ts'
import { world } from '../harness/boxes.ts'
import { call, get } from '../harness/calls.ts'
import { filledForm } from '../harness/form.ts'
import { patience } from '../harness/patience.ts'
import { people, portalToken, sampleScope } from '../harness/personas.ts'
import { exchange, launchSmartApp, refresh, type TokenAnswer } from '../harness/smart-launch.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

let vendor: Vendor
let app: SmartAppWithSecret
let sandbox: string
let tokens: TokenAnswer

const smartApp = () => ({ clientId: app.id, redirectUri: app.redirectUrl, scope: sampleScope })
const log = async (query: Record<string, string> = {}, id = app.id, token = vendor.token) =>
  call<AppRequestsAnswer>(sandbox, token, 'list-app-requests', { path: { id }, query })
/** FHIR calls are audited behind their answers: asked again until they are there. */
const until = async (
  holds: (answer: AppRequestsAnswer) => boolean,
  query?: Record<string, string>,
): Promise<AppRequestsAnswer> => {
  for (const deadline = Date.now() + patience; ; ) {
    const { body } = await log(query)
    if (holds(body)) return body
    if (Date.now() > deadline) throw new Error(`not in the log: ${JSON.stringify(body)}`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}
const readiness = async () => {
  const { body } = await call<ReadinessAnswer>(sandbox, vendor.token, 'check-readiness', {
    path: { id: app.id },
  })
  return Object.fromEntries(body.items.map(({ id, state }) => [id, state]))
}

beforeAll(async () => {
  ;({ sandbox } = world())
  vendor = await enrolledVendor()
  await call(sandbox, vendor.token, 'initialize-patient', { body: {} })
  const form = filledForm('pkce', { name: `Logged ${randomUUID()}` })
  app = (await call<SmartAppWithSecret>(sandbox, vendor.token, 'register-app', { body: form })).body
})

test('an app that did nothing has an empty log, and a readiness check that holds nothing against it', async () => {
  expect((await log()).body).toMatchObject({ requests: [], total: 0, signInsAudited: true })
  expect(await readiness()).toMatchObject({ form: 'ok', proof: 'unseen', call: 'unseen' })
})

test('sign-in, token, call and refresh are in the log, newest first, without whose record it was', async () => {
  const launched = await launchSmartApp({ box: sandbox, app: smartApp(), person: vendor })
  ;({ tokens } = launched)
  await get(sandbox, `Coverage?patient=${tokens.patient}`, tokens.access_token)
  await exchange(sandbox, { ...smartApp(), redirectUri: 'https://elsewhere.example/cb' }, launched)
  const renewed = await refresh(sandbox, smartApp(), tokens.refresh_token ?? '')
  // The second use of the code, above, ended what the first one gave.
  expect(renewed.error).toBe('invalid_grant')
  ;({ tokens } = await launchSmartApp({ box: sandbox, app: smartApp(), person: vendor }))
  tokens = await refresh(sandbox, smartApp(), tokens.refresh_token ?? '')
  const { requests, total } = await until(({ requests: found }) =>
    found.some(({ what }) => what === 'search-type'),
  )
  const whats = requests.map(({ what }) => what)
  expect(whats.slice(0, 2)).toEqual(['token-refreshed', 'token-issued'])
  expect(whats).toEqual(
    expect.arrayContaining(['code-issued', 'consent-given', 'token-refused', 'search-type']),
  )
  expect(total).toBe(requests.length)
  const text = JSON.stringify(requests)
  for (const secret of [tokens.access_token, tokens.refresh_token, tokens.patient, vendor.email])
    expect(text).not.toContain(secret)
})

test('failures are told apart from what went well, each with its cause and the way out', async () => {
  const { requests } = await until(({ requests: found }) => found.length > 0, {
    kind: 'token',
    outcome: 'failed',
  })
  expect(requests.every(({ ok, kind }) => !ok && kind === 'token')).toBe(true)
  for (const { cause, fix, error } of requests) {
    expect(error).toMatch(/^invalid_/)
    expect(cause).toMatch(/\.$/)
    expect(fix).toMatch(/\.$/)
  }
  const wrong = await log({ kind: 'gossip' })
  expect(wrong.status).toBe(422)
  expect(JSON.stringify(wrong.body)).toContain('authorize, token, fhir')
})

test('a token that is expired on demand is refused, and the refresh token gives another', async () => {
  const read = () => get(sandbox, `Coverage?patient=${tokens.patient}`, tokens.access_token)
  expect((await read()).status).toBe(200)
  const expired = await call<ExpireTokensAnswer>(sandbox, vendor.token, 'expire-tokens', {
    path: { id: app.id },
    body: {},
  })
  expect(expired).toMatchObject({ status: 200, body: { expired: expect.any(Number) } })
  expect(expired.body.expired).toBeGreaterThan(0)
  expect((await read()).status).toBe(401)
  tokens = await refresh(sandbox, smartApp(), tokens.refresh_token ?? '')
  expect((await read()).status).toBe(200)
  const { requests } = await until(
    ({ requests: found }) => found.some(({ status }) => status === 401),
    { kind: 'fhir', outcome: 'failed' },
  )
  expect(requests[0]).toMatchObject({ type: 'Coverage', error: 'login' })
  expect(requests[0]?.cause).toContain('over')
})

test('another vendor sees none of it, and cannot expire anything', async () => {
  const other = await enrolledVendor()
  const owned = { path: { id: app.id } }
  expect((await log({}, app.id, other.token)).status).toBe(404)
  expect((await call(sandbox, other.token, 'check-readiness', owned)).status).toBe(404)
  expect((await call(sandbox, other.token, 'expire-tokens', { ...owned, body: {} })).status).toBe(
    404,
  )
  expect((await log({}, 'portal-ui')).status).toBe(404)
})

test('the reviewer sees with the request what the app had shown', async () => {
  expect(await readiness()).toMatchObject({ proof: 'ok', refresh: 'ok', revoked: 'ok', call: 'ok' })
  const sent = await call(sandbox, vendor.token, 'send-production-request', {
    path: { id: app.id },
    body: {},
  })
  expect(sent.status).toBe(201)
  const { production } = world()
  const admin = await portalToken('production', people.admin)
  const queue = await call<ProductionRequestsAnswer>(
    production,
    admin,
    'list-production-requests',
    {
      query: { state: 'pending' },
    },
  )
  const mine = queue.body.requests.find(({ clientId }) => clientId === app.id)
  const { body } = await call<ProductionRequestAnswer>(
    production,
    admin,
    'read-production-request',
    { path: { id: mine?.id ?? '' } },
  )
  const checks = Object.fromEntries(body.checks.map(({ id, ok }) => [id, ok]))
  expect(checks).toMatchObject({ 'readiness-refresh': true, 'readiness-call': true })
  await call(sandbox, vendor.token, 'withdraw-production-request', {
    path: { id: app.id },
    body: {},
  })
})
