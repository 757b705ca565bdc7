// The engines: what each grants, and which policies are refused before they could be asked.
import { expect, test } from 'vitest'
import { compilePolicy, withoutEmpty } from './engines.ts'

const policy = (fields: Record<string, unknown>) =>
  compilePolicy({ resourceType: 'AccessPolicy', id: 'p', ...fields })

const asked = (request: Record<string, unknown>, rpc?: { method: string; params: unknown }) => ({
  request,
  compact: () => withoutEmpty(request),
  has: (key: string) => withoutEmpty(request[key]) !== undefined,
  ...(rpc ? { rpc } : {}),
})

test('allow grants, matcho grants what matches', () => {
  expect(policy({ engine: 'allow' })(asked({}))).toBe(true)
  const byMethod = policy({ engine: 'matcho', matcho: { 'request-method': 'get' } })
  expect(byMethod(asked({ 'request-method': 'get' }))).toBe(true)
  expect(byMethod(asked({ 'request-method': 'put' }))).toBe(false)
})

test('json-schema sees no empty values: a parameter without a value is as if it were not sent', () => {
  const schema = {
    required: ['params'],
    properties: {
      params: {
        required: ['resource/type'],
        properties: { 'resource/type': { enum: ['Location'] }, name: { type: 'string' } },
        additionalProperties: false,
      },
      user: { type: 'null' },
    },
  }
  const grants = policy({ engine: 'json-schema', schema })
  const ask = (params: unknown, user?: unknown) => grants(asked({ params, user }))
  expect(ask({ 'resource/type': 'Location', name: 'x' })).toBe(true)
  expect(ask({ 'resource/type': 'Location', _include: '' })).toBe(true)
  expect(ask({ 'resource/type': 'Location', _include: '*' })).toBe(false)
  expect(ask({ 'resource/type': 'Patient' })).toBe(false)
  expect(ask({}), 'required is needed because nothing is left of an empty object').toBe(false)
  expect(ask({ 'resource/type': 'Location' }, { id: 'u' })).toBe(false)
})

test('empty values vanish at every depth, zero and false stay', () => {
  expect(withoutEmpty({ a: [], b: {}, c: '', d: null, e: { f: [''] }, g: 0, h: false })).toEqual({
    g: 0,
    h: false,
  })
})

test('complex joins policies, nested too', () => {
  const get = { engine: 'matcho', matcho: { 'request-method': 'get' } }
  const json = { engine: 'matcho', matcho: { uri: '#^/fhir' } }
  const both = policy({ engine: 'complex', and: [get, json] })
  expect(both(asked({ 'request-method': 'get', uri: '/fhir' }))).toBe(true)
  expect(both(asked({ 'request-method': 'get', uri: '/x' }))).toBe(false)
  const either = policy({ engine: 'complex', or: [{ engine: 'complex', and: [get, json] }, json] })
  expect(either(asked({ uri: '/fhir' }))).toBe(true)
  expect(either(asked({ 'request-method': 'get', uri: '/x' }))).toBe(false)
})

test('policies for RPC look at the method called and its parameters', () => {
  const launch = policy({
    engine: 'matcho-rpc',
    type: 'rpc',
    rpc: { 'a/launch': { user: { id: 'present?' }, params: { user: '.user.id' } } },
  })
  const user = { id: 'u1' }
  expect(launch(asked({ user }, { method: 'a/launch', params: { user: 'u1' } }))).toBe(true)
  expect(launch(asked({ user }, { method: 'a/launch', params: { user: 'u2' } }))).toBe(false)
  expect(launch(asked({ user }, { method: 'a/other', params: { user: 'u1' } }))).toBe(false)
  expect(launch(asked({ user })), 'no RPC call under way').toBe(false)

  const open = policy({ engine: 'allow-rpc', type: 'rpc', rpc: { ping: true } })
  expect(open(asked({}, { method: 'ping', params: {} }))).toBe(true)
  expect(open(asked({}, { method: 'pong', params: {} }))).toBe(false)
})

test.each<[string, Record<string, unknown>, string]>([
  ['no engine', {}, 'engine'],
  ['an engine nobody has', { engine: 'magic' }, 'engine: "magic"'],
  [
    'sql that names another table',
    { engine: 'sql', sql: { query: 'select true from patient' } },
    'sql.query: the table patient',
  ],
  ['clj', { engine: 'clj', clj: 'true' }, 'engine: "clj"'],
  ['an inherited name as engine', { engine: 'constructor' }, 'engine: "constructor"'],
  ['matcho without a pattern', { engine: 'matcho' }, 'matcho: is an object'],
  ['matcho that matches everything', { engine: 'matcho', matcho: {} }, 'matcho: is empty'],
  [
    'a key no request has',
    { engine: 'matcho', matcho: { request: { uri: '/x' } } },
    'matcho.request',
  ],
  ['an unknown operator', { engine: 'matcho', matcho: { uri: { $or: [] } } }, 'matcho.uri.$or'],
  ['a pattern beside allow', { engine: 'allow', matcho: { uri: '/x' } }, 'does not look at matcho'],
  [
    'schema with constant',
    {
      engine: 'json-schema',
      schema: { required: ['jwt'], properties: { jwt: { constant: 1 } } },
    },
    'constant',
  ],
  ['schema without required', { engine: 'json-schema', schema: { properties: {} } }, 'required'],
  [
    'schema that points elsewhere',
    {
      engine: 'json-schema',
      schema: { $ref: 'https://elsewhere.example/schema.json' },
    },
    'schema',
  ],
  ['complex with both', { engine: 'complex', and: [], or: [] }, 'either and or or'],
  ['complex of nothing', { engine: 'complex', and: [] }, 'at least one'],
  ['complex of something unknown', { engine: 'complex', or: [{ engine: 'x' }] }, 'or[0].engine'],
  ['RPC without its type', { engine: 'allow-rpc', rpc: { m: true } }, 'type: rpc'],
  ['RPC without methods', { engine: 'matcho-rpc', type: 'rpc', rpc: {} }, 'at least one method'],
  [
    'allow-rpc that does not say true',
    { engine: 'allow-rpc', type: 'rpc', rpc: { m: false } },
    'rpc.m',
  ],
])('%s is refused, naming the key', (_, fields, message) => {
  expect(() => policy(fields)).toThrow(message)
})
