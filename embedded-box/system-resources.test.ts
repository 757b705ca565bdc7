// Aidbox's own resources on their way into the store: what is refused and how it is named, what is hashed.
import { expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { passwordMatches } from './auth/passwords.ts'
import { hashSecret } from './auth/secrets.ts'
import { BoxError } from './errors.ts'
import { prepared as prepare } from './system-resources.ts'

const faultsOf = async (resource: Resource): Promise<string[]> => {
  try {
    await prepare(resource)
    return []
  } catch (error) {
    if (!(error instanceof BoxError)) throw error
    expect(error.status).toBe(422)
    return error.outcome.issue.flatMap(({ expression }) => expression ?? [])
  }
}

test('a Client in either reference form is stored in FHIR form', async () => {
  const grant = await prepare({
    resourceType: 'Grant',
    user: { resourceType: 'User', id: 'u1' },
    client: { reference: 'Client/c1' },
    start: '2026-01-01T00:00:00.000Z',
    extension: [{ url: 'x', value: { boolean: true } }],
  })
  expect(grant).toMatchObject({
    user: { reference: 'User/u1' },
    client: { reference: 'Client/c1' },
    extension: [{ url: 'x', valueBoolean: true }],
  })
})

test.each<[string, Resource, string[]]>([
  ['an unknown attribute', { resourceType: 'Client', colour: 'red' }, ['Client.colour']],
  [
    'an unknown attribute inside',
    { resourceType: 'Client', smart: { logo_url: 'x' } },
    ['Client.smart.logo_url'],
  ],
  [
    'every fault at once',
    { resourceType: 'Client', active: 'yes', name: 1, scope: 'openid' },
    ['Client.active', 'Client.name', 'Client.scope'],
  ],
  ['a list where one value belongs', { resourceType: 'Client', name: ['a'] }, ['Client.name']],
  [
    'a value that is not allowed',
    { resourceType: 'Client', grant_types: ['magic'] },
    ['Client.grant_types[0]'],
  ],
  [
    'a URL with a space',
    { resourceType: 'Client', auth: { authorization_code: { redirect_uri: 'https://a b' } } },
    ['Client.auth.authorization_code.redirect_uri'],
  ],
  ['a number that is none', { resourceType: 'Session', exp: 1.5 }, ['Session.exp']],
  [
    'a reference to another type',
    { resourceType: 'Grant', user: { reference: 'Patient/p' } },
    ['Grant.user'],
  ],
  [
    'a reference elsewhere',
    { resourceType: 'Grant', user: { reference: 'https://x.example/User/u' } },
    ['Grant.user'],
  ],
  ['something missing', { resourceType: 'Role', name: 'x' }, ['Role.user']],
  [
    'something missing inside',
    { resourceType: 'User', twoFactor: { enabled: true } },
    ['User.twoFactor.secretKey'],
  ],
  [
    'meta with more than FHIR has',
    JSON.parse('{"resourceType": "User", "meta": {"colour": "red"}}'),
    ['User.meta.colour'],
  ],
  [
    'an extension without url',
    { resourceType: 'User', extension: [{ valueCode: 'x' }] },
    ['User.extension'],
  ],
  [
    'a policy with an unknown operator',
    { resourceType: 'AccessPolicy', id: 'p', engine: 'matcho', matcho: { uri: { $starts: '/' } } },
    ['AccessPolicy.matcho.uri.$starts'],
  ],
  [
    'a policy that is linked to what no policy can be linked to',
    { resourceType: 'AccessPolicy', id: 'p', engine: 'allow', link: [{ reference: 'client' }] },
    ['AccessPolicy.link[0]'],
  ],
  [
    'a policy with an engine this box lacks',
    { resourceType: 'AccessPolicy', id: 'p', engine: 'clj', clj: 'true' },
    ['AccessPolicy.engine'],
  ],
  [
    'a route by an Operation resource',
    { resourceType: 'Operation', id: 'o', request: [{}], public: true },
    ['Operation'],
  ],
])('%s is 422, with its path', async (_, resource, expected) => {
  expect(await faultsOf(resource)).toEqual(expected)
})

const app = (operations: unknown, change = {}): Resource => ({
  resourceType: 'App',
  id: 'a',
  apiVersion: 1,
  type: 'app',
  endpoint: { url: 'http://127.0.0.1:1/aidbox', type: 'http-rpc', secret: 's' },
  operations,
  ...change,
})

test.each<[string, Resource, string[]]>([
  ['an unknown method', app({ x: { method: 'LOOK', path: ['x'] } }), ['App.operations.x.method']],
  [
    'a path with a slash in a segment',
    app({ x: { method: 'GET', path: ['a/b'] } }),
    ['App.operations.x.path'],
  ],
  [
    'two operations on one path',
    app({
      x: { method: 'GET', path: ['a', { name: 'b' }] },
      y: { method: 'GET', path: ['a', { name: 'c' }] },
    }),
    ['App.operations.y.path'],
  ],
  [
    'a policy of an operation that is wrong',
    app({ x: { method: 'GET', path: ['a'], policies: { p: { engine: 'magic' } } } }),
    ['App.operations.x.policies.p.engine'],
  ],
  [
    'another way of calling',
    app({}, { endpoint: { url: 'http://x', type: 'ws-rpc' } }),
    ['App.endpoint.type'],
  ],
  ['hooks, which would not run', app({}, { hooks: {} }), ['App.hooks']],
  ['another version of the manifest', app({}, { apiVersion: 2 }), ['App.apiVersion']],
])('an App with %s is 422, with its path', async (_, resource, expected) => {
  expect(await faultsOf(resource)).toEqual(expected)
})

test('an App as our bundle has it is accepted', async () => {
  const manifest = app({
    'read-app': { method: 'GET', path: ['plan-api', 'apps', { name: 'id' }], timeout: 5000 },
    open: { method: 'POST', path: ['fhir', '$open'], policies: { p: { engine: 'allow' } } },
  })
  expect(await prepare(manifest)).toEqual(manifest)
})

test('free-form fields keep what their owner put in', async () => {
  const details = { anything: { reference: 'X/1', list: [1, { $x: null }] } }
  expect(await prepare({ resourceType: 'Client', details })).toMatchObject({ details })
})

test('a secret is stored hashed; the hash that was read may come back; a new one is hashed again', async () => {
  const first = await prepare({ resourceType: 'Client', id: 'c', secret: 'open sesame' })
  expect(first.secret).toBe(hashSecret('open sesame'))
  expect(
    (await prepare({ resourceType: 'Client', id: 'c', secret: 'open sesame' }, first)).secret,
  ).toBe(first.secret)
  expect(
    (await prepare({ resourceType: 'Client', id: 'c', secret: String(first.secret) }, first))
      .secret,
  ).toBe(first.secret)
  expect((await prepare({ resourceType: 'Client', id: 'c', secret: 'other' }, first)).secret).toBe(
    hashSecret('other'),
  )
  expect(
    (await prepare({ resourceType: 'Client', id: 'd', secret: String(first.secret) })).secret,
  ).toBe(hashSecret(String(first.secret)))
})

test('a password is stored hashed, and the same one again changes nothing', async () => {
  const first = await prepare({ resourceType: 'User', id: 'u', password: 'correct horse' })
  expect(String(first.password)).toMatch(/^\$s0\$/)
  expect(await passwordMatches('correct horse', String(first.password))).toBe(true)
  const again = await prepare({ resourceType: 'User', id: 'u', password: 'correct horse' }, first)
  expect(again.password).toBe(first.password)
  const kept = await prepare(
    { resourceType: 'User', id: 'u', password: String(first.password) },
    first,
  )
  expect(kept.password).toBe(first.password)
  const other = await prepare({ resourceType: 'User', id: 'u', password: 'battery staple' }, first)
  expect(await passwordMatches('battery staple', String(other.password))).toBe(true)
})
