// The audit as it is asked: by the app or person who acted, by what was touched, also as one of a page of results.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { basic, type LoggingBox, rootSecret, startTestBox, transaction } from './box.fixture.ts'

let box: LoggingBox
const root = basic('root', rootSecret)

const condition = (id: string, patient: string): Resource => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${patient}` },
})

const resources: Resource[] = [
  { resourceType: 'Patient', id: 'p1' },
  { resourceType: 'Patient', id: 'p2' },
  ...[1, 2, 3].map(n => condition(`c.${n}`, 'p1')),
  condition('other', 'p2'),
  { resourceType: 'Organization', id: 'o1', name: 'One' },
  { resourceType: 'Organization', id: 'o2', name: 'Two' },
  ...['reader', 'nosy'].map(id => ({
    resourceType: 'Client',
    id,
    secret: 'a-long-secret-of-tests',
    grant_types: ['basic'],
  })),
  {
    resourceType: 'AccessPolicy',
    id: 'as-readers',
    engine: 'allow',
    link: [{ reference: 'Client/reader' }, { reference: 'Client/nosy' }],
  },
]

const as = (client: string) => basic(client, 'a-long-secret-of-tests')

const get = async (path: string, authorization: string) => {
  const answer = await fetch(`${box.url}/fhir/${path}`, { headers: { authorization } })
  return { status: answer.status, body: await answer.json() }
}

/** The clients whose events a search of the audit finds, each with what it did. */
const deeds = async (query: string): Promise<string[]> => {
  await box.flushAudit()
  const { status, body } = await get(`AuditEvent?${query}&_count=200`, root)
  expect(status, JSON.stringify(body)).toBe(200)
  return (body.entry ?? [])
    .map(
      ({ resource }: { resource: { agent: { name?: string }[]; subtype: { code: string }[] } }) =>
        `${resource.agent[0]?.name} ${resource.subtype[0]?.code}`,
    )
    .sort()
}

beforeAll(async () => {
  box = await startTestBox({ bundle: transaction(resources) })
  await get('Condition?patient=Patient/p1', as('reader'))
  await get('Condition/c.2', as('reader'))
  await get('Condition/other', as('nosy'))
  await get('Organization', as('nosy'))
  const gone = await fetch(`${box.url}/fhir/Condition/c.3`, {
    method: 'DELETE',
    headers: { authorization: as('nosy') },
  })
  expect(gone.status).toBe(200)
}, 120_000)
afterAll(() => box?.close())

test('what an app did is found by the app', async () => {
  expect(await deeds('agent=Client/reader')).toEqual(['reader read', 'reader search-type'])
  expect(await deeds('agent=Client/unknown')).toEqual([])
  expect(await deeds('agent=User/reader')).toEqual([])
})

test('whoever read a record is found by the member', async () => {
  const all = ['nosy delete', 'reader read', 'reader search-type']
  expect(await deeds('patient=Patient/p1')).toEqual(all)
  expect(await deeds('patient=p1&agent=Client/reader&subtype=read')).toEqual(['reader read'])
  expect(await deeds('entity=Patient/p1')).toEqual(all)
})

test.each([
  ['read alone, and as one of a page', 'Condition/c.2', ['reader read', 'reader search-type']],
  ['as the first of a page', 'Condition/c.1', ['reader search-type']],
  ['as the last of a page, deleted since', 'Condition/c.3', ['nosy delete', 'reader search-type']],
  ['of another member', 'Condition/other', ['nosy read']],
  ['of nobody, on a page', 'Organization/o2', ['nosy search-type']],
  ['whose id is the end of another', 'Organization/2', []],
  ['whose id another matches as a pattern', 'Condition/cx1', []],
  ['that acted and was not touched', 'Client/reader', []],
])('a resource is found %s', async (_how, reference, expected) => {
  expect(await deeds(`entity=${reference}`)).toEqual(expected)
})

test('several resources are asked for at once, of one app', async () => {
  expect(await deeds('entity=Condition/other,Organization/o1&agent=Client/nosy')).toEqual([
    'nosy read',
    'nosy search-type',
  ])
})
