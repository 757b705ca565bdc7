// The App's door over HTTP: only boxes get in, what they send is checked, and a box that is down is named.
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { type RunningApp, startApp } from './main.ts'

const random = () => randomBytes(32).toString('base64url')
const secrets = { sandbox: random(), production: random() }
const lines: string[] = []
let app: RunningApp

/** A port where nobody listens: a box that is down. */
const silentPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address is one
  await new Promise(resolve => server.close(resolve))
  return port
}

beforeAll(async () => {
  app = await startApp(
    readConfig({
      APP_PORT: '0',
      SANDBOX_BOX_URL: `http://127.0.0.1:${await silentPort()}`,
      PRODUCTION_BOX_URL: `http://127.0.0.1:${await silentPort()}`,
      SANDBOX_APP_SECRET: secrets.sandbox,
      PRODUCTION_APP_SECRET: secrets.production,
      SANDBOX_CLIENT_SECRET: random(),
      PRODUCTION_CLIENT_SECRET: random(),
      SANDBOX_CONSENT_SECRET: random(),
      PRODUCTION_CONSENT_SECRET: random(),
      SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    }),
    { log: pino({}, { write: line => void lines.push(line) }) },
  )
})
afterAll(() => app.close())

const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
const fromSandbox = basic('plan-api', secrets.sandbox)

const post = async (body: string, authorization?: string) => {
  const response = await fetch(`${app.url}/aidbox`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization ? { authorization } : {}),
    },
    body,
  })
  return { response, outcome: await response.json() }
}
const message = (operation: string, user?: object, request: object = {}) =>
  JSON.stringify({
    type: 'operation',
    request: { resource: null, params: {}, headers: {}, ...request, 'oauth/user': user },
    box: { 'base-url': 'http://elsewhere.example' },
    operation: { id: operation },
  })
const vendor = { resourceType: 'User', id: 'v1', roles: [{ type: 'vendor' }] }

test.each([
  ['nothing', undefined],
  ['a wrong secret', basic('plan-api', 'wrong')],
  ['another id', basic('someone', secrets.sandbox)],
  ['a bearer token', 'Bearer abc'],
])('who presents %s is no box', async (_what, authorization) => {
  const { response, outcome } = await post(message('list-apps', vendor), authorization)
  expect(response.status).toBe(401)
  expect(outcome.resourceType).toBe('OperationOutcome')
})

test.each([
  ['no JSON', '{"a":', 400],
  ['no message', '{"a":1}', 400],
  ['U+0000', message('list-apps', vendor, { resource: { name: 'a\u0000b' } }), 400],
  ['an unknown operation', message('drop-everything', vendor), 404],
  ['an operation of the other box', message('suspend-app', vendor), 404],
  ['an operation named like a method of objects', message('constructor', vendor), 404],
  ['more than a megabyte', message('list-apps', vendor, { resource: 'x'.repeat(2e6) }), 413],
])('%s is refused as the caller’s fault', async (_what, body, status) => {
  const { response, outcome } = await post(body, fromSandbox)
  expect(response.status).toBe(status)
  expect(outcome.issue[0].diagnostics).toMatch(/\.$/)
})

test.each([
  ['nobody', undefined],
  ['a member', { ...vendor, roles: [{ type: 'member' }] }],
  ['somebody without a role', { ...vendor, roles: undefined }],
])('%s is not a vendor, whatever a policy let through', async (_who, user) => {
  const { response } = await post(message('list-apps', user), fromSandbox)
  expect(response.status).toBe(403)
})

test('a box that does not answer is named, with when to come back', async () => {
  const { response, outcome } = await post(message('list-apps', vendor), fromSandbox)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(outcome.issue[0].diagnostics).toContain('sandbox')
})

test('input is refused before any box is asked', async () => {
  const { response, outcome } = await post(
    message('register-app', vendor, { resource: { name: '', extra: 1 } }),
    fromSandbox,
  )
  expect(response.status).toBe(422)
  expect(outcome.issue.flatMap((issue: { expression: string[] }) => issue.expression)).toEqual(
    expect.arrayContaining(['name', 'extra', 'oauthType']),
  )
})

test('an unknown address is 404, and health answers', async () => {
  expect((await fetch(`${app.url}/admin`)).status).toBe(404)
  expect((await fetch(`${app.url}/health`)).status).toBe(200)
})

test('the log has one line a request, without queries, bodies or secrets', async () => {
  await fetch(`${app.url}/nowhere/token-123?code=abc-secret`)
  await post(message('list-apps', { ...vendor, email: 'val@app.example' }), fromSandbox)
  const log = lines.join('')
  expect(log).toContain('"operation":"list-apps"')
  expect(log).not.toMatch(/abc-secret|token-123|val@app\.example/)
  expect(log).not.toContain(secrets.sandbox)
  expect(log).not.toContain(Buffer.from(`plan-api:${secrets.sandbox}`).toString('base64'))
})
