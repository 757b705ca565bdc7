// What a policy sees of a request: Aidbox's keys, Aidbox's format, and no way to smuggle a route parameter in.
import { expect, test } from 'vitest'
import { askedByNobody, type Question, requestObject } from './request-object.ts'

const question: Question = {
  exchange: {
    method: 'POST',
    path: '/fhir/Patient/_search',
    queryString: '_count=2&_count=3',
    headers: { authorization: 'Bearer x', accept: 'application/json' },
    remoteAddress: '10.0.0.1',
    scheme: 'https',
  },
  body: undefined,
  form: [['name', 'smith']],
  query: [
    ['_count', '2'],
    ['_count', '3'],
    ['resource/type', 'Location'],
    ['.type', 'smart-app'],
    ['__proto__', 'x'],
  ],
  caller: {
    user: {
      resourceType: 'User',
      id: 'u1',
      fhirUser: { reference: 'Patient/p1' },
      password: '$s0$x',
      twoFactor: { enabled: true, secretKey: 's' },
    },
    client: {
      resourceType: 'Client',
      id: 'c1',
      secret: 'hash',
      details: { a: { reference: 'X/1' } },
    },
    session: { resourceType: 'Session', id: 's1', user: { reference: 'User/u1' } },
    jwt: { iss: 'i', sub: 'u1', iat: 0, exp: 1, jti: 's1', atv: 2 },
  },
  operation: { id: 'FhirPostSearch' },
  routeParams: { 'resource/type': 'Patient' },
}

test('parameters of query, form and route are one object, and the route wins', () => {
  expect(requestObject(question)).toMatchObject({
    'request-method': 'post',
    scheme: 'https',
    uri: '/fhir/Patient/_search',
    'query-string': '_count=2&_count=3',
    params: { _count: ['2', '3'], 'resource/type': 'Patient', '.type': 'smart-app', name: 'smith' },
    'form-params': { name: 'smith' },
    'remote-addr': '10.0.0.1',
    operation: { id: 'FhirPostSearch' },
    jwt: { atv: 2 },
  })
})

test('the caller is in Aidbox format, free-form fields as they are, without what is secret', () => {
  const { user, client, session } = requestObject(question)
  expect(user).toEqual({
    resourceType: 'User',
    id: 'u1',
    fhirUser: { resourceType: 'Patient', id: 'p1' },
  })
  expect(client).toEqual({
    resourceType: 'Client',
    id: 'c1',
    details: { a: { reference: 'X/1' } },
  })
  expect(session).toMatchObject({ user: { resourceType: 'User', id: 'u1' } })
})

test('an incoming resource is converted, the body stays as it was sent', () => {
  const body = { resourceType: 'Task', for: { reference: 'Patient/p1' } }
  expect(requestObject({ ...question, form: undefined, body })).toMatchObject({
    body,
    resource: { for: { resourceType: 'Patient', id: 'p1' } },
  })
})

test('HEAD is judged as GET', () => {
  const head = { ...question, exchange: { ...question.exchange, method: 'HEAD' as const } }
  expect(requestObject(head)['request-method']).toBe('get')
})

test('the same question by nobody holds nothing of the caller', () => {
  const object = askedByNobody(requestObject(question))
  expect(Object.keys(object)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(user|client|session|jwt|role)$/)]),
  )
  expect(object.headers).toEqual({ accept: 'application/json' })
})
