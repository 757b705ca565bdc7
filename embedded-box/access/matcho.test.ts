// The whole matcho language, row by row: what matches, what does not, what is refused as a policy.
import { expect, test } from 'vitest'
import { compileMatcho, explainMatcho } from './matcho.ts'
import { PolicyFault } from './policy-fault.ts'

const request = {
  'request-method': 'get',
  uri: '/fhir/Patient/p1',
  params: {
    'resource/type': 'Patient',
    'resource/id': 'p1',
    '.type': 'smart-app',
    many: ['a', 'b'],
  },
  user: {
    id: 'u1',
    fhirUser: { resourceType: 'Patient', id: 'p1' },
    roles: [{ type: 'member' }, { type: 'admin' }],
    data: { blank: ' ', empty: '', zero: 0, no: false, nothing: null, list: [1, 2, 3] },
  },
  resource: {
    subject: { reference: 'Patient/p1' },
    focus: { resourceType: 'Task', id: 't1' },
    foreign: { reference: 'https://elsewhere.example/fhir/Patient/p1' },
    text: 'Encounter/e1/_history/3',
  },
}

test.each<[string, unknown, boolean]>([
  ['equal text matches', { 'request-method': 'get' }, true],
  ['other text does not', { 'request-method': 'post' }, false],
  ['case counts', { 'request-method': 'GET' }, false],
  ['numbers and booleans are compared by kind', { user: { data: { zero: 0, no: false } } }, true],
  ['text is no number', { user: { data: { zero: '0' } } }, false],
  ['extra keys of the value do not matter', { user: { id: 'u1' } }, true],
  ['every key of the pattern must match', { user: { id: 'u1' }, uri: '/x' }, false],
  ['a missing key is null', { user: { email: 'nil?' }, jwt: 'nil?' }, true],
  ['a key below a missing object is null', { jwt: { scope: 'nil?' } }, true],
  ['a key below a missing object is not present', { jwt: { scope: 'present?' } }, false],
  ['inherited properties are not seen', { user: { constructor: 'present?' } }, false],
  ['__proto__ is not seen', { user: JSON.parse('{"__proto__": "present?"}') }, false],
  ['a null pattern is nil', { user: { data: { nothing: null } } }, true],
  ['an array is compared by position', { user: { roles: [{ type: 'member' }] } }, true],
  ['only the first role stands first', { user: { roles: [{ type: 'admin' }] } }, false],
  ['a longer pattern than value fails', { params: { many: ['a', 'b', 'c'] } }, false],
  ['an array pattern needs an array', { user: { id: ['u1'] } }, false],
  ['a repeated parameter is not its first value', { params: { many: 'a' } }, false],
  ['a regular expression is searched', { uri: '#Patient' }, true],
  ['an anchored one holds from start to end', { uri: '#^/fhir/Patient/[^/]+$' }, true],
  ['an anchored one that differs', { uri: '#^/Patient' }, false],
  ['inline flags', { uri: '#(?i)^/FHIR/patient' }, true],
  ['a regular expression on nothing', { jwt: '#.*' }, false],
  ['present', { user: { data: { zero: 'present?', empty: 'present?' } } }, true],
  ['not blank', { user: { id: 'not-blank?' } }, true],
  ['blank text is blank', { user: { data: { blank: 'not-blank?' } } }, false],
  ['empty text is blank', { user: { data: { empty: 'not-blank?' } } }, false],
  ['nil of something', { user: { id: 'nil?' } }, false],
  ['a path into the request', { params: { 'resource/id': '.user.fhirUser.id' } }, true],
  ['a path with a slash in a key', { user: { fhirUser: { id: '.params.resource/id' } } }, true],
  ['a path to another value', { params: { 'resource/id': '.user.id' } }, false],
  ['both sides missing are equal, as in Aidbox', { jwt: { sub: '.client.id' } }, true],
  ['a path into an array', { user: { roles: [{ type: '.user.roles.0.type' }] } }, true],
  ['a key that begins with a dot', { params: { '.type': 'smart-app' } }, true],
  ['$enum', { 'request-method': { $enum: ['get', 'head'] } }, true],
  ['$enum without it', { 'request-method': { $enum: ['put'] } }, false],
  ['$enum on nothing', { jwt: { $enum: ['x'] } }, false],
  ['$contains a pattern', { user: { roles: { $contains: { type: 'admin' } } } }, true],
  ['$contains no such', { user: { roles: { $contains: { type: 'vendor' } } } }, false],
  ['$contains on nothing', { client: { roles: { $contains: {} } } }, false],
  ['$contains a scalar', { params: { many: { $contains: 'b' } } }, true],
  ['$every', { user: { data: { list: { $every: { $enum: [1, 2, 3] } } } } }, true],
  ['$every with one that differs', { user: { data: { list: { $every: 1 } } } }, false],
  ['$every on nothing', { jwt: { $every: 1 } }, false],
  ['$not', { user: { id: { $not: 'u2' } } }, true],
  ['$not of a regular expression', { uri: { $not: '#Patient' } }, false],
  ['$not is true for nobody', { jwt: { $not: 'x' } }, true],
  ['$reference of FHIR', { resource: { subject: { $reference: { id: 'p1' } } } }, true],
  ['$reference of Aidbox', { resource: { focus: { $reference: { resourceType: 'Task' } } } }, true],
  ['$reference of text', { resource: { text: { $reference: { id: 'e1' } } } }, true],
  ['$reference elsewhere', { resource: { foreign: { $reference: { id: 'p1' } } } }, false],
  ['$reference to the caller', { resource: { subject: { $reference: '.user.fhirUser' } } }, true],
  ['$present-all in any order', { params: { many: { '$present-all': ['b', 'a'] } } }, true],
  ['$present-all lacks one', { params: { many: { '$present-all': ['b', 'c'] } } }, false],
  ['$present-all and $length', { params: { many: { '$present-all': ['b'], $length: 2 } } }, true],
  ['$length', { params: { many: { $length: 1 } } }, false],
  ['an empty pattern matches anything', { jwt: {} }, true],
])('%s', (_, pattern, expected) => {
  expect(compileMatcho(pattern)(request, request)).toBe(expected)
})

test.each<[unknown, boolean]>([
  [{ 'request-method': { '$one-of': ['post', { $enum: ['get'] }] } }, true],
  [{ 'request-method': { '$one-of': ['post', 'put'] } }, false],
  [{ user: { '$one-of': [{ id: 'u2' }, { id: 'u1' }] } }, true],
  [{ 'request-method': { '$one-of': '.params.many' } }, false],
  [{ params: { 'resource/id': { '$one-of': '.jwt.ids' } } }, false],
])('$one-of takes patterns, or the path of a list: %j', (pattern, expected) => {
  expect(compileMatcho(pattern)(request, request)).toBe(expected)
})

test('$one-of with a path is membership in that list', () => {
  const root = { ids: ['a', 'b', null], id: 'b' }
  expect(compileMatcho({ id: { '$one-of': '.ids' } })(root, root)).toBe(true)
  expect(compileMatcho({ none: { '$one-of': '.ids' } })(root, root)).toBe(false)
})

test.each<[string, unknown, string]>([
  ['an operator that is not of the language', { a: { $or: ['x'] } }, 'matcho.a.$or'],
  ['a misspelt operator', { a: { $contain: 'x' } }, 'matcho.a.$contain'],
  ['an operator inside an operator', { a: { $not: { $and: [] } } }, 'matcho.a.$not.$and'],
  ['$one-of with neighbours', { a: { '$one-of': ['x'], b: 1 } }, 'matcho.a.$one-of'],
  ['a predicate that does not exist', { a: 'blank?' }, 'matcho.a'],
  ['an anchor without #', { uri: '^/fhir' }, 'matcho.uri'],
  ['a broken regular expression', { uri: '#(' }, 'matcho.uri'],
  ['a look into extension', { resource: { extension: 'present?' } }, 'matcho.resource.extension'],
  ['a look into reference', { resource: { a: { reference: 'x' } } }, 'matcho.resource.a.reference'],
  ['a choice type', { resource: { valueCode: 'x' } }, 'matcho.resource.valueCode'],
  ['$length that is no number', { a: { $length: '2' } }, 'matcho.a.$length'],
  ['$enum that is no list', { a: { $enum: 'x' } }, 'matcho.a.$enum'],
  ['$enum of objects', { a: { $enum: [{}] } }, 'matcho.a.$enum'],
  ['an empty path', { a: '.user..id' }, 'matcho.a'],
])('%s is refused, naming the key', (_, pattern, at) => {
  expect(() => compileMatcho(pattern)).toThrow(PolicyFault)
  expect(() => compileMatcho(pattern)).toThrow(at)
})

test('a report names every difference, and is empty when there is none', () => {
  expect(explainMatcho({ uri: '/fhir/Patient/p1' }, request, request)).toEqual([])
  expect(explainMatcho({ user: { id: 'u2', email: 'present?' } }, request, request)).toEqual([
    { expected: 'u2', but: 'u1', path: ['user', 'id'] },
    { expected: 'present?', but: null, path: ['user', 'email'] },
  ])
})
