// Transactions and batches: all or nothing, references of every form, one message that names the entry.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onEveryDatabase } from './fhir-box.fixture.ts'

interface Entry {
  fullUrl?: string
  resource?: object
  request: object
}
const bundle = (type: string, entry: Entry[]) => ({ resourceType: 'Bundle', type, entry })
const post = (resource: { resourceType: string }, fullUrl?: string, more: object = {}): Entry => ({
  ...(fullUrl ? { fullUrl } : {}),
  resource,
  request: { method: 'POST', url: resource.resourceType, ...more },
})
const observation = (reference: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'weight' },
  subject: { reference },
})
const synthea = new URL('../../../shared/data/synthea/', import.meta.url)

onEveryDatabase(testBox => {
  const send: ReturnType<typeof testBox>['send'] = (...args) => testBox().send(...args)
  const fresh = () => testBox().box.newId()
  const transaction = (...entry: Entry[]) =>
    send('POST', '', { body: bundle('transaction', entry) })

  test('references by urn, absolute URL, relative URL and condition lead to the same resources', async () => {
    const npi = fresh()
    await send('POST', 'Practitioner', {
      body: {
        resourceType: 'Practitioner',
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: npi }],
      },
    })
    const { status, body } = await transaction(
      post({
        ...observation('urn:uuid:p1'),
        performer: [{ reference: `Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|${npi}` }],
      } as never),
      post({ resourceType: 'Patient' }, 'urn:uuid:p1'),
      post(observation('http://elsewhere.test/fhir/Patient/77')),
      post({ resourceType: 'Patient' }, 'http://elsewhere.test/fhir/Patient/77'),
      post(observation('Patient/77')),
    )
    expect(status).toBe(200)
    const subjects = body.entry.map(
      (e: { resource: { subject?: { reference: string }; id: string } }) => e.resource,
    )
    expect(subjects[0].subject.reference).toBe(`Patient/${subjects[1].id}`)
    expect(subjects[0].performer[0].reference).toMatch(/^Practitioner\/[0-9a-f-]{36}$/)
    expect(subjects[2].subject.reference).toBe(`Patient/${subjects[3].id}`)
    expect(subjects[4].subject.reference).toBe(`Patient/${subjects[3].id}`)
    const versions = new Set(
      subjects.map(({ meta }: { meta: { versionId: string } }) => meta.versionId),
    )
    expect(versions.size).toBe(1)
  })

  test.each([
    [
      'a reference to nothing',
      () => post(observation('Patient/nobody')),
      422,
      'Observation.subject',
    ],
    [
      'an unknown element',
      () => post({ resourceType: 'Patient', colour: 'red' } as never),
      422,
      'Patient.colour',
    ],
    [
      'a condition that selects nothing',
      () => post(observation('Patient?identifier=urn:x|none')),
      412,
      '',
    ],
    [
      'a stale version',
      () => ({
        resource: { resourceType: 'Patient' },
        request: { method: 'PUT', url: 'Patient/x9', ifMatch: 'W/"3"' },
      }),
      412,
      '',
    ],
    [
      'an id that exists',
      () => post({ resourceType: 'Patient', id: 'taken' } as never),
      409,
      'Patient.id',
    ],
    [
      'a type that does not exist',
      () => ({
        resource: { resourceType: 'Nothing' },
        request: { method: 'POST', url: 'Nothing' },
      }),
      404,
      '',
    ],
    ['no request', () => ({ resource: { resourceType: 'Patient' } }) as never, 400, ''],
  ])(
    '%s undoes the whole transaction and names the entry',
    async (_what, wrong, status, element) => {
      await send('PUT', 'Patient/taken', { body: { resourceType: 'Patient' } })
      const id = fresh()
      const answer = await transaction(
        post({ resourceType: 'Patient', id } as never),
        wrong(),
        post({ resourceType: 'Patient' }),
      )
      expect(answer.status).toBe(status)
      const [issue] = answer.body.issue
      expect(issue.expression[0]).toMatch(/^Bundle\.entry\[1\]/)
      expect(issue.expression.join()).toContain(element)
      expect(issue.diagnostics).toMatch(/Entry 1/)
      expect((await send('GET', `Patient/${id}`)).status).toBe(404)
    },
  )

  test('deletes come before creates, creates before updates, reads last', async () => {
    const id = fresh()
    const gone = fresh()
    await send('PUT', `Patient/${gone}`, { body: { resourceType: 'Patient' } })
    const { body } = await transaction(
      { request: { method: 'GET', url: `Observation?subject=Patient/${id}` } },
      {
        resource: { ...observation(`Patient/${id}`), id: `o-${id}` },
        request: { method: 'PUT', url: `Observation/o-${id}` },
      },
      post({ resourceType: 'Patient', id } as never),
      { request: { method: 'DELETE', url: `Patient/${gone}` } },
    )
    expect(body.entry.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '200',
      '201',
      '201',
      '200',
    ])
    expect(body.entry[0].resource.total).toBe(1)
    expect((await send('GET', `Patient/${gone}`)).status).toBe(410)
  })

  test('what a transaction deletes it may not refer to, and one resource is written once', async () => {
    const id = fresh()
    await send('PUT', `Patient/${id}`, { body: { resourceType: 'Patient' } })
    const refers = await transaction(post(observation(`Patient/${id}`)), {
      request: { method: 'DELETE', url: `Patient/${id}` },
    })
    expect(refers.status).toBe(422)
    const twice = await transaction(
      { resource: { resourceType: 'Patient' }, request: { method: 'PUT', url: `Patient/${id}` } },
      { request: { method: 'DELETE', url: `Patient/${id}` } },
    )
    expect(twice.status).toBe(400)
    expect((await send('GET', `Patient/${id}`)).status).toBe(200)
  })

  test('ifNoneExist makes a transaction that is sent twice change nothing the second time', async () => {
    const value = fresh()
    const once = () =>
      transaction(
        post(
          { resourceType: 'Patient', identifier: [{ system: 'urn:n', value }] } as never,
          'urn:uuid:p',
          { ifNoneExist: `identifier=urn:n|${value}` },
        ),
        {
          resource: { ...observation('urn:uuid:p') },
          request: { method: 'PUT', url: `Observation/o-${value}` },
        },
      )
    const first = await once()
    const second = await once()
    expect(
      first.body.entry.map((e: { response: { status: string } }) => e.response.status),
    ).toEqual(['201', '201'])
    expect(
      second.body.entry.map((e: { response: { status: string } }) => e.response.status),
    ).toEqual(['200', '200'])
    expect(second.body.entry[1].resource.meta).toEqual(first.body.entry[1].resource.meta)
  })

  test('a batch performs what it can and answers each entry for itself', async () => {
    const { body } = await send('POST', '', {
      body: bundle('batch', [
        post({ resourceType: 'Patient' }),
        post(observation('Patient/nobody')),
        { request: { method: 'GET', url: 'Patient/nobody' } },
      ]),
    })
    expect(body.entry.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '201',
      '422',
      '404',
    ])
    expect(body.entry[1].response.outcome.resourceType).toBe('OperationOutcome')
  })

  test.skipIf(!existsSync(synthea))('a Synthea bundle loads as one transaction', async () => {
    const files = readdirSync(synthea).filter(name => name.endsWith('.json'))
    const size = (name: string) => readFileSync(new URL(name, synthea)).byteLength
    const [smallest = ''] = files
      .filter(name => !/Information/.test(name))
      .sort((a, b) => size(a) - size(b))
    const body = JSON.parse(readFileSync(new URL(smallest, synthea), 'utf8'))
    // the database may have seen these ids before
    for (const { resource } of body.entry) delete resource.id
    const answer = await send('POST', '', { body })
    expect(answer.body.issue).toBeUndefined()
    const statuses = answer.body.entry.map(
      (e: { response: { status: string } }) => e.response.status,
    )
    expect(statuses).toEqual(body.entry.map(() => '201'))
    expect(answer.text).not.toContain('"reference":"urn:uuid:')
  })
})
