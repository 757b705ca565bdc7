// Who is let in by which policy: links, roles, the order of names, and what counts as open to everybody.
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { authorize, type Judges } from './authorize.ts'
import { compilePolicies } from './policies.ts'
import type { Question } from './request-object.ts'

type Fields = Record<string, unknown>

const judges = (
  policies: Record<string, Fields>,
  roles: Record<string, Fields[]> = {},
): Judges => ({
  policies: compilePolicies(
    Object.entries(policies).map(([id, fields]) => ({
      resourceType: 'AccessPolicy',
      id,
      ...fields,
    })),
  ),
  rolesOf: user =>
    (roles[user] ?? []).map((role, index) => ({
      resourceType: 'Role',
      id: `r${index}`,
      name: String(role.name),
      ...role,
    })),
})

const question = (caller: Caller = {}, change: Partial<Question> = {}): Question => ({
  exchange: {
    method: 'GET',
    path: '/fhir/Location',
    queryString: '',
    headers: {},
    remoteAddress: '127.0.0.1',
    scheme: 'http',
  },
  body: undefined,
  query: [],
  caller,
  operation: { id: 'FhirSearch' },
  routeParams: { 'resource/type': 'Location' },
  ...change,
})

const client = (id: string): Caller => ({ client: { resourceType: 'Client', id } })
const person = (id: string, clientId = 'portal'): Caller => ({
  client: { resourceType: 'Client', id: clientId },
  user: { resourceType: 'User', id, roles: [{ type: 'member' }] },
})

test('without a policy nobody gets in: who is known is told 403, who is not is asked to sign in', async () => {
  await expect(authorize(judges({}), question())).rejects.toThrow('This is not public')
  await expect(authorize(judges({}), question(client('x')))).rejects.toThrow('Forbidden')
})

test('a parameter that closes an open page is 403: nobody is asked to sign in at a side door', async () => {
  const set = judges({ open: { engine: 'matcho', matcho: { params: { secret: 'nil?' } } } })
  expect((await authorize(set, question())).everybody).toBe(true)
  const asked = { query: [['secret', 'x']] as const }
  await expect(authorize(set, question({}, asked))).rejects.toThrow('Forbidden')
  const form = { form: [['secret', 'x']] as const }
  await expect(authorize(set, question({}, form))).rejects.toThrow('Forbidden')
})

test('the first policy by name that matches is the one that grants', async () => {
  const set = judges({
    b: { engine: 'allow' },
    a: { engine: 'matcho', matcho: { uri: '/other' } },
    c: { engine: 'allow' },
  })
  expect(await authorize(set, question())).toEqual({ policy: 'b', everybody: true })
})

test('links are alternatives: the Client or the Operation is enough', async () => {
  const set = judges({
    p: { engine: 'allow', link: [{ reference: 'Client/x' }, { reference: 'Operation/FhirRead' }] },
  })
  expect((await authorize(set, question(client('x')))).policy).toBe('p')
  expect((await authorize(set, question({}, { operation: { id: 'FhirRead' } }))).policy).toBe('p')
  await expect(authorize(set, question(client('y')))).rejects.toThrow('Forbidden')
})

test('a link in Aidbox format is the same link', async () => {
  const set = judges({ p: { engine: 'allow', link: [{ resourceType: 'User', id: 'u1' }] } })
  expect(await authorize(set, question(person('u1')))).toEqual({ policy: 'p', everybody: false })
  await expect(authorize(set, question(person('u2')))).rejects.toThrow('Forbidden')
})

test('a link that names nothing does not open the policy to all', async () => {
  expect(() => judges({ p: { engine: 'allow', link: [{}] } })).toThrow('AccessPolicy/p: link[0]')
  expect(() => judges({ p: { engine: 'allow', link: [] } })).toThrow('AccessPolicy/p: link')
})

test('a role policy is for who holds the role, and sees it', async () => {
  const set = judges(
    {
      p: {
        engine: 'matcho',
        roleName: 'clinician',
        matcho: { params: { patient: '.role.links.patient.id' }, role: { links: 'present?' } },
      },
    },
    {
      u1: [{ name: 'clinician', links: { patient: { reference: 'Patient/p1' } } }],
      u2: [{ name: 'clerk' }],
    },
  )
  const ask = (user: string, patient: string) =>
    authorize(set, question(person(user), { query: [['patient', patient]] }))
  expect(await ask('u1', 'p1')).toEqual({ policy: 'p', everybody: false })
  await expect(ask('u1', 'p2')).rejects.toThrow('Forbidden')
  await expect(ask('u2', 'p1')).rejects.toThrow('Forbidden')
})

test('policies of type rpc and scope do not open requests', async () => {
  const set = judges({
    r: { engine: 'allow-rpc', type: 'rpc', rpc: { ping: true } },
    s: { engine: 'allow', type: 'scope' },
  })
  await expect(authorize(set, question(client('x')))).rejects.toThrow('Forbidden')
  expect(
    (
      await authorize(set, question(client('x'), { operation: { id: 'rpc' } }), {
        method: 'ping',
        params: {},
      })
    ).policy,
  ).toBe('r')
})

test('a policy for those who are not signed in gives who has a client no more than it gives everybody', async () => {
  const set = judges({ open: { engine: 'matcho', matcho: { user: { $not: 'present?' } } } })
  expect(await authorize(set, question())).toEqual({ policy: 'open', everybody: true })
  expect(await authorize(set, question(client('x')))).toEqual({ policy: 'open', everybody: true })
  await expect(authorize(set, question(person('u1')))).rejects.toThrow('Forbidden')
})

test('who gets in as everybody does is told apart from who has a reason of their own', async () => {
  const set = judges({
    'as-anonymous': { engine: 'matcho', matcho: { 'request-method': 'get' } },
    'as-service': { engine: 'matcho', matcho: { client: { id: 'service' } } },
    'as-linked': { engine: 'allow', link: [{ reference: 'Client/linked' }] },
  })
  expect(await authorize(set, question())).toEqual({ policy: 'as-anonymous', everybody: true })
  expect(await authorize(set, question(client('other')))).toEqual({
    policy: 'as-anonymous',
    everybody: true,
  })
  expect(await authorize(set, question(client('service')))).toEqual({
    policy: 'as-anonymous',
    everybody: false,
  })
  expect(await authorize(set, question(client('linked')))).toEqual({
    policy: 'as-anonymous',
    everybody: false,
  })
})

test('an App route is its own Operation, with its path parameters', async () => {
  const set = judges({
    p: {
      engine: 'matcho',
      link: [{ reference: 'Operation/read-app' }],
      matcho: { params: { id: 'a1' }, operation: { id: 'read-app' } },
    },
  })
  const ask = (id: string) =>
    authorize(set, question({}, { operation: { id: 'read-app' }, routeParams: { id } }))
  expect((await ask('a1')).policy).toBe('p')
  await expect(ask('a2')).rejects.toThrow('This is not public')
})
