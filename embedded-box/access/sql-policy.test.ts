// sql policies: which queries are taken, what they may name, and what they see of a box.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toAidbox } from '../aidbox-format.ts'
import { basic, type LoggingBox, rootSecret, startTestBox, transaction } from '../box.fixture.ts'
import { compileSql } from './sql-policy.ts'

const compiled = (query: string) => compileSql({ query }, 'sql')

test('paths become bound parameters, tables the views, and nothing else changes', () => {
  const { text, values } = compiled(
    `select true from "user" u join role r on r.resource#>>'{user,id}' = u.id where u.id = {{user.id}} and r.id = {{params.resource/id}};`,
  )
  expect(text).toBe(
    `select coalesce((select true from policy_view."user" u join policy_view."role" r on r . resource #>> '{user,id}' = u . id where u . id = $1::text and r . id = $2::text), false) as granted`,
  )
  expect(values({ user: { id: 'u' }, params: { 'resource/id': ['a', 1] } })).toEqual([
    'u',
    '["a",1]',
  ])
  expect(values({ user: { id: `'; drop table x --` } })).toEqual([`'; drop table x --`, null])
})

test.each([
  ['a table that is none of the six', 'select true from patient', 'the table patient'],
  [
    'a table behind a comma',
    'select true from client c, explanationofbenefit e',
    'explanationofbenefit',
  ],
  [
    'a table behind a join',
    'select true from client c left join patient p on true',
    'the table patient',
  ],
  ['a table in a select inside', 'select (select true from auth_code)', 'the table auth_code'],
  ['tables joined in parentheses', 'select true from (patient cross join client)', 'the table ('],
  ['a table after distinct', 'select distinct from patient', 'the table patient'],
  ['a table of another schema', 'select true from public.client', 'the table public.…'],
  ['a quoted table', 'select true from "history"', 'the table history'],
  ['the catalogue', 'select true from pg_shadow', 'pg_shadow'],
  ['the catalogue by its schema', 'select true from pg_catalog.pg_shadow', 'pg_catalog'],
  ['the schema of schemas', 'select true from information_schema.tables', 'information_schema'],
  [
    'a union with another table',
    'select true from client union select true from patient',
    'patient',
  ],
  ['the short form of select', 'select true from client where id in (table patient)', '"table"'],
  ['a common table expression', 'with x as (select 1) select true from x', 'begins with select'],
  ['a second statement', 'select true; delete from client', 'what begins with ;'],
  ['a comment', 'select true -- from', 'what begins with --'],
  ['a comment in the middle', 'select true /* x */', 'what begins with /*'],
  ['a dollar quote', 'select $$x$$ is null', 'what begins with $$'],
  ['an escape', String.raw`select 'a\'' is null`, "what begins with 'a"],
  ['an escape string', `select e'a' is null`, "e'…'"],
  ['writing', 'select true from client for update', '"for"'],
  ['a select that writes', 'select true into x from client', '"into"'],
  ['a function that reads files', `select pg_read_file('/etc/passwd') is null`, 'pg_read_file'],
  [
    'a function that runs queries',
    `select query_to_xml('x', true, true, '') is null`,
    'query_to_xml',
  ],
  ['a quoted function', `select "lo_import"('x') is null`, 'the function lo_import'],
  ['a function that waits', 'select pg_sleep(10) is null', 'pg_sleep'],
  ['a cast to a name', `select 'patient'::regclass is null`, 'a cast to regclass'],
  ['a table by parameter', 'select true from {{!params.resource/type}}', '{{!…}}'],
  ['a table by value', 'select true from {{params.t}}', 'the table params.t'],
  ['a parameter inside a text', `select 'x{{user.id}}' is null`, 'what begins with'],
  ['parentheses that end the question', 'select true), (select true', 'parenthesis'],
  ['no select at all', 'delete from client', 'begins with select'],
  ['nothing', ' ', 'the text of a select'],
])('%s is refused by name', (_what, query, message) => {
  expect(() => compiled(query)).toThrow(message)
})

const people = [
  {
    resourceType: 'User',
    id: 'u1',
    password: 'a long password of a user',
    fhirUser: { reference: 'Patient/p1', display: 'P' },
    roles: [{ type: 'member' }],
    data: { reference: 'Kept/as-it-is', patients: ['p1', 'p2'] },
    meta: {
      extension: [
        { url: 'https://x.example/e', valueReference: { reference: 'Client/c1' } },
        { url: 'https://x.example/f', valueCode: 'c' },
      ],
    },
  },
  {
    resourceType: 'Client',
    id: 'c1',
    active: true,
    secret: 'a secret that is long enough, truly',
    grant_types: ['basic'],
  },
  { resourceType: 'Patient', id: 'p1' },
  { resourceType: 'Patient', id: 'p2' },
  {
    resourceType: 'RelatedPerson',
    id: 'r1',
    patient: { reference: 'Patient/p1' },
    name: [{ family: 'R' }],
    extension: [
      {
        url: 'https://x.example/g',
        extension: [{ url: 'h', valueReference: { reference: '#i' } }],
      },
    ],
  },
]
const policy = {
  resourceType: 'AccessPolicy',
  id: 'related',
  engine: 'sql',
  link: [{ reference: 'Client/c1' }],
  sql: {
    query: `select true from relatedperson r where r.resource#>>'{patient,id}' = {{params.resource/id}} and {{client.id}} = 'c1' limit 1`,
  },
}
const c1 = basic('c1', 'a secret that is long enough, truly')
let box: LoggingBox

beforeAll(async () => {
  box = await startTestBox({ bundle: transaction([...people, policy]) })
}, 120_000)
afterAll(() => box?.close())

const send = async (method: string, path: string, authorization: string, body?: unknown) => {
  const answer = await fetch(box.url + path, {
    method,
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, text: await answer.text() }
}
const root = basic('root', rootSecret)

test('a sql policy lets in whom its query says, and nobody else', async () => {
  expect((await send('GET', '/fhir/Patient/p1', c1)).status).toBe(200)
  expect((await send('GET', '/fhir/Patient/p2', c1)).status).toBe(403)
  expect((await send('GET', '/fhir/Patient', c1)).status).toBe(403)
})

test('it is asked inside a batch and a transaction too, where the store has one connection only', async () => {
  const entry = [
    { request: { method: 'GET', url: 'Patient/p1' } },
    { request: { method: 'GET', url: 'Patient/p2' } },
  ]
  const open = {
    resourceType: 'AccessPolicy',
    engine: 'matcho',
    link: [{ reference: 'Client/c1' }],
    matcho: { operation: { id: 'FhirTransaction' } },
  }
  expect((await send('PUT', '/fhir/AccessPolicy/bundles', root, open)).status).toBe(201)
  const batch = await send('POST', '/fhir', c1, { resourceType: 'Bundle', type: 'batch', entry })
  const statuses = JSON.parse(batch.text).entry.map((one: { response: { status: string } }) =>
    one.response.status.slice(0, 3),
  )
  expect(statuses).toEqual(['200', '403'])
  const whole = await send('POST', '/fhir', c1, {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        resource: {
          resourceType: 'Coverage',
          status: 'active',
          beneficiary: { reference: 'Patient?_has:RelatedPerson:patient:_id=r1' },
        },
        request: { method: 'PUT', url: 'Coverage/x' },
      },
    ],
  })
  expect(whole.status).toBe(403)
})

test('what the views show is what the root of the box shows, without hashes', async () => {
  for (const { resourceType, id } of people.filter(one => one.resourceType !== 'Patient')) {
    const [row] = await box.box.database.query<{ resource: Record<string, unknown> | string }>(
      `select resource from policy_view."${resourceType.toLowerCase()}" where id = $1`,
      [id],
    )
    const shown = typeof row?.resource === 'string' ? JSON.parse(row.resource) : row?.resource
    const stored = await box.box.resources.get(resourceType, id)
    if (!stored) throw new Error(`no ${resourceType}`)
    const { id: _id, password: _password, secret: _secret, ...expected } = toAidbox(stored)
    expect(shown).toEqual(expected)
  }
})

test('the views tell when something was made, when it changed, and what happened last, as Aidbox does', async () => {
  const put = (active: boolean) =>
    send('PUT', '/fhir/Client/aging', root, { resourceType: 'Client', id: 'aging', active })
  const row = async () => {
    const [found] = await box.box.database.query<{ status: string; aged: boolean; known: boolean }>(
      `select status, ts > cts as aged, txid > 0 and ts >= cts as known from policy_view.client where id = 'aging'`,
    )
    return found
  }
  await put(false)
  expect(await row()).toEqual({ status: 'created', aged: false, known: true })
  await box.box.database.query(`update "Client" set updated = updated - 5000 where id = 'aging'`)
  await put(true)
  expect(await row()).toEqual({ status: 'updated', aged: true, known: true })
  await send('DELETE', '/fhir/Client/aging', root)
  expect(await row()).toBeUndefined()
  await put(false)
  expect(await row()).toEqual({ status: 'recreated', aged: false, known: true })
})

test.each([
  ['that names no column there is', 'select resourse is null from client'],
  ['whose answer is no boolean', 'select 1 from client'],
  ['with two columns', 'select true, false from client'],
  ['that is no SQL', 'select from where'],
])('a query %s is refused when it is written', async (_what, query) => {
  const bad = { resourceType: 'AccessPolicy', engine: 'sql', sql: { query } }
  const { status, text } = await send('PUT', '/fhir/AccessPolicy/bad', root, bad)
  expect([status, text]).toEqual([422, expect.stringContaining('sql.query')])
})

test('a policy with two rows, or with a value that cannot be cast, grants nothing', async () => {
  const write = (query: string) =>
    send('PUT', '/fhir/AccessPolicy/related', root, { ...policy, sql: { query } })
  expect((await write('select true from client union all select true from client')).status).toBe(
    200,
  )
  expect((await send('GET', '/fhir/Patient/p1', c1)).status).toBe(403)
  expect((await write('select {{params.resource/id}}::int = 1')).status).toBe(200)
  expect((await send('GET', '/fhir/Patient/p1', c1)).status).toBe(403)
  expect(box.lines.join('')).toContain('grants nothing')
})

test('a policy that names another table stops the start, by name', async () => {
  const wrong = { ...policy, sql: { query: 'select true from patient' } }
  await expect(startTestBox({ bundle: transaction([wrong]) })).rejects.toThrow(
    /related[\s\S]*patient/,
  )
}, 60_000)
