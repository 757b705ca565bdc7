// What changes something is told in the transaction that changes it: no batch is waited for, and nothing is told of what did not happen.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { basic, type LoggingBox, rootSecret, startTestBox, transaction } from './box.fixture.ts'

let box: LoggingBox
let sent = 0
const root = basic('root', rootSecret)

const resources: Resource[] = [
  { resourceType: 'Patient', id: 'p1' },
  {
    resourceType: 'Client',
    id: 'nobody-lets-in',
    secret: 'a-long-secret-of-tests',
    grant_types: ['basic'],
  },
]

beforeAll(async () => {
  box = await startTestBox({ bundle: transaction(resources) })
}, 120_000)
afterAll(() => box?.close())

/** Sends a request; its status, and the events that the store has of it the moment it is answered. */
const eventsOf = async (
  method: string,
  path: string,
  body?: unknown,
  options: { authorization?: string; headers?: Record<string, string> } = {},
) => {
  const id = `request-${++sent}-of-this-test`
  const answer = await fetch(`${box.url}/fhir${path}`, {
    method,
    headers: {
      authorization: options.authorization ?? root,
      'x-request-id': id,
      'content-type': 'application/json',
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await answer.text()
  const rows = await box.box.database.query<{ body: string }>(
    `select body from "AuditEvent" where strpos(body, $1) > 0 order by version`,
    [id],
  )
  const events = rows.map(row => {
    const { subtype, action, outcome, entity } = JSON.parse(row.body)
    const what = entity.flatMap(
      (one: { what?: { reference?: string } }) => one.what?.reference ?? [],
    )
    return [subtype[0].code, action, outcome, ...what].join(' ')
  })
  return [answer.status, ...events]
}

const condition = (id: string, change = {}) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: 'Patient/p1' },
  ...change,
})
const touched = (id: string) => `Patient/p1 Condition/${id}`

test('a create, an update, a patch and a delete are told when they are answered', async () => {
  expect(await eventsOf('POST', '/Condition', condition('c1'))).toEqual([
    201,
    `create C 0 ${touched('c1')}`,
  ])
  expect(await eventsOf('PUT', '/Condition/c1', condition('c1', { recordedDate: '2024' }))).toEqual(
    [200, `update U 0 ${touched('c1')}`],
  )
  expect(await eventsOf('PATCH', '/Condition/c1', { recordedDate: '2025' })).toEqual([
    200,
    `patch U 0 ${touched('c1')}`,
  ])
  expect(await eventsOf('DELETE', '/Condition/c1')).toEqual([200, `delete D 0 ${touched('c1')}`])
})

test('their conditional forms are told as well', async () => {
  const once = { headers: { 'if-none-exist': '_id=once' } }
  for (const status of [201, 200])
    expect(await eventsOf('POST', '/Condition', condition('once'), once)).toEqual([
      status,
      status === 201 ? `create C 0 ${touched('once')}` : 'create C 0 Condition/once',
    ])
  expect(await eventsOf('PUT', '/Condition?_id=once', condition('once'))).toEqual([
    200,
    `update U 0 ${touched('once')}`,
  ])
  expect(await eventsOf('DELETE', '/Condition?_id=once')).toEqual([
    200,
    `delete D 0 ${touched('once')}`,
  ])
})

test('a transaction is one event, a batch one for each change', async () => {
  const bundle = (type: string, ids: string[]) => ({
    resourceType: 'Bundle',
    type,
    entry: ids.map(id => ({
      resource: condition(id),
      request: { method: 'PUT', url: `Condition/${id}` },
    })),
  })
  const [status, ...events] = await eventsOf('POST', '', bundle('transaction', ['t1', 't2']))
  expect([status, events.length]).toEqual([200, 1])
  expect(await eventsOf('POST', '', bundle('batch', ['b1', 'b2']))).toEqual([
    200,
    `update U 0 ${touched('b1')}`,
    `update U 0 ${touched('b2')}`,
  ])
})

test('what did not happen is not told as if it had', async () => {
  await eventsOf('POST', '/Condition', condition('taken'))
  expect(await eventsOf('POST', '/Condition', condition('taken'))).toEqual([409])
  const stale = { headers: { 'if-match': '1' } }
  expect(await eventsOf('PUT', '/Condition/taken', condition('taken'), stale)).toEqual([412])
  expect(await eventsOf('POST', '/Condition', condition('bad', { unknown: 1 }))).toEqual([422])
  const half = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [condition('half'), condition('taken')].map(resource => ({
      resource,
      request: { method: 'POST', url: 'Condition' },
    })),
  }
  expect(await eventsOf('POST', '', half)).toEqual([409])
})

test('a refusal is told before it is answered', async () => {
  const authorization = basic('nobody-lets-in', 'a-long-secret-of-tests')
  expect(await eventsOf('GET', '/Condition', undefined, { authorization })).toEqual([
    403,
    'search-type E 4',
  ])
})

test('where the event cannot be written, the change is not made', async () => {
  const { database } = box.box
  await database.query('alter table "AuditEvent" add constraint full_up check (false) not valid')
  try {
    for (const [method, path] of [
      ['POST', '/Condition'],
      ['PUT', '/Condition/untold'],
    ] as const)
      expect((await eventsOf(method, path, condition('untold')))[0]).toBe(500)
  } finally {
    await database.query('alter table "AuditEvent" drop constraint full_up')
  }
  expect((await eventsOf('GET', '/Condition/untold'))[0]).toBe(404)
})
