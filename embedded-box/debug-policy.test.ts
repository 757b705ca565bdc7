// The tools that show why a request is let in: only in development mode, only to whom a policy lets, and without credentials.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  basic,
  type LoggingBox,
  rootSecret,
  startTestBox,
  testConfig,
  transaction,
} from './box.fixture.ts'
import { checkConfiguration } from './start-checks.ts'

const bundle = transaction([
  {
    resourceType: 'AccessPolicy',
    id: 'a-open',
    engine: 'matcho',
    matcho: { params: { 'resource/type': 'Location', name: 'nil?' } },
  },
  {
    resourceType: 'AccessPolicy',
    id: 'b-nobody',
    engine: 'matcho',
    matcho: { client: { id: 'nobody' } },
  },
  { resourceType: 'User', id: 'u1', fhirUser: { reference: 'Patient/p1' } },
  { resourceType: 'Patient', id: 'p1' },
])
const root = basic('root', rootSecret)
let open: LoggingBox
let closed: LoggingBox

beforeAll(async () => {
  open = await startTestBox({ bundle, developmentMode: true })
  closed = await startTestBox({ bundle })
}, 180_000)
afterAll(async () => {
  await open?.close()
  await closed?.close()
})

const get = async (box: LoggingBox, path: string, authorization?: string) => {
  const answer = await fetch(box.url + path, { headers: authorization ? { authorization } : {} })
  const text = await answer.text()
  return { status: answer.status, text, body: JSON.parse(text) }
}

test('in development mode ?__debug=policy tells what each policy says, also of a request that is refused', async () => {
  const { status, body } = await get(open, '/fhir/Location?name=x&__debug=policy')
  expect(status).toBe(200)
  expect(body.operation).toEqual({ id: 'FhirSearch' })
  expect(body.policies).toEqual([
    { id: 'a-open', 'eval-result': false },
    { id: 'b-nobody', 'eval-result': false },
  ])
  expect(body.request.params).toMatchObject({ 'resource/type': 'Location', name: 'x' })
  expect((await get(open, '/fhir/Location?__debug=policy')).body.policies[0]['eval-result']).toBe(
    true,
  )
})

test('it repeats no credentials', async () => {
  const { text, body } = await get(open, '/fhir/Location?__debug=policy', root)
  expect(body.request.headers.authorization).toBe('…')
  expect(text).not.toContain(root.slice(6))
  expect(text).not.toContain(rootSecret)
})

test('outside development mode it is a parameter that nobody knows', async () => {
  const { status, body } = await get(closed, '/fhir/Location?__debug=policy')
  expect([status, body.resourceType]).toEqual([400, 'OperationOutcome'])
})

test('production refuses to start in development mode', () => {
  const config = testConfig({
    mode: 'production',
    developmentMode: true,
    rootSecret: 'x'.repeat(40),
  })
  expect(() => checkConfiguration(config)).toThrow('developmentMode')
})

const testPolicy = async (authorization: string | undefined, body: unknown) => {
  const answer = await fetch(`${closed.url}/auth/test-policy`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}
const request = {
  uri: '/fhir/Patient/p1?_elements=id',
  'request-method': 'get',
  'user-id': 'u1',
  headers: {
    authorization: `Bearer ${['{"alg":"none"}', '{"sub":"u1"}', ''].map(part => Buffer.from(part).toString('base64url')).join('.')}`,
  },
}
const own = {
  engine: 'matcho',
  matcho: { params: { 'resource/id': '.user.fhirUser.id' }, user: 'present?', jwt: { sub: 'u1' } },
}

test('/auth/test-policy says what a policy would, for a user by id and a token that is read', async () => {
  const { status, body } = await testPolicy(root, { request, policy: own })
  expect([status, body.result, body.operation]).toEqual([
    200,
    { 'eval-result': true },
    { id: 'FhirRead' },
  ])
  const other = await testPolicy(root, {
    request: { ...request, uri: '/fhir/Patient/p2' },
    policy: own,
  })
  expect(other.body.result).toEqual({ 'eval-result': false })
  const sql = {
    engine: 'sql',
    sql: {
      query: `select resource#>>'{fhirUser,id}' = {{params.resource/id}} from "user" where id = {{user.id}}`,
    },
  }
  expect((await testPolicy(root, { request, policy: sql })).body.result).toEqual({
    'eval-result': true,
  })
})

test('/auth/test-policy names what is wrong with a policy or a request', async () => {
  const wrong = await testPolicy(root, {
    request,
    policy: { engine: 'matcho', matcho: { uri: { $or: [] } } },
  })
  expect([wrong.status, wrong.body.issue[0].expression]).toEqual([422, ['policy.matcho.uri.$or']])
  expect((await testPolicy(root, { policy: own })).status).toBe(422)
  expect((await testPolicy(root, { request: { uri: 7 }, policy: own })).status).toBe(422)
})

test('/auth/test-policy is for whom a policy lets, and for nobody else', async () => {
  expect((await testPolicy(undefined, { request, policy: own })).status).toBe(401)
})
