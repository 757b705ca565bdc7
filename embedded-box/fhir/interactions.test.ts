// Forms of search and history that callers find in FHIR's text: lenient handling, posted compartments, summaries, moments.
import { beforeAll, expect, test } from 'vitest'
import { everythingVisible, memberSight, onEveryDatabase } from './fhir-box.fixture.ts'

const lenient = { headers: { prefer: 'handling=lenient' } }

const resources = [
  {
    resourceType: 'Patient',
    id: 'p',
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">P</div>' },
    name: [{ family: 'Summer' }],
    contact: [{ name: { family: 'Winter' } }],
    communication: [{ language: { text: 'en' } }],
  },
  { resourceType: 'Patient', id: 'q', name: [{ family: 'Autumn' }] },
  {
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/p' },
    diagnosis: [{ condition: { reference: 'Condition/c' }, rank: 1 }],
    hospitalization: { dietPreference: [{ text: 'none' }] },
  },
  {
    resourceType: 'Condition',
    id: 'c',
    category: [{ coding: [{ code: 'problem' }] }],
    subject: { reference: 'Patient/p' },
    encounter: { reference: 'Encounter/e' },
  },
  {
    resourceType: 'Observation',
    id: 'o',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: 'Patient/p' },
    encounter: { reference: 'Encounter/e' },
    valueInteger: 1,
    note: [{ text: 'n' }],
  },
]

onEveryDatabase(testBox => {
  const send: ReturnType<typeof testBox>['send'] = (...args) => testBox().send(...args)
  const ids = (body: { entry?: { resource: { id: string } }[] }) =>
    (body.entry ?? []).map(({ resource }) => resource.id)

  beforeAll(async () => {
    const entry = resources.map(resource => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }))
    const answer = await send('POST', '', {
      body: { resourceType: 'Bundle', type: 'transaction', entry },
    })
    expect(answer.status, answer.text).toBe(200)
  })

  test('lenient callers are told of orders and includes that there are not; the links say what was really asked', async () => {
    const query = 'Patient?_sort=colour,family&_include=Patient:pet&_count=1&shoe=42'
    for (const part of ['_sort=colour', '_include=Patient:pet', 'shoe=42'])
      expect((await send('GET', `Patient?${part}`)).status).toBe(400)
    const { status, body } = await send('GET', query, lenient)
    expect(status).toBe(200)
    expect(ids(body)[0]).toBe('q')
    const { diagnostics } = body.entry.at(-1).resource.issue[0]
    for (const part of ['_sort=colour', '_include=Patient:pet', 'shoe'])
      expect(diagnostics).toContain(part)
    const [self, next] = body.link
    expect(self.url).toBe('http://box.test/fhir/Patient?_sort=family&_count=1')
    const second = await send('GET', next.url)
    expect([second.status, ids(second.body)]).toEqual([200, ['p']])
  })

  test('what is not open is refused to lenient callers as well', async () => {
    const sight = memberSight('p', { types: ['Patient'] })
    const refused = await send('GET', 'Patient?_has:Observation:patient:status=final', {
      ...lenient,
      sight,
    })
    expect(refused.status).toBe(403)
  })

  test.each(['_filter=family eq x', '_list=42', '_text=x', '_content=x', '_query=q'])(
    '%s is refused by name',
    async parameter => {
      const { status, body } = await send('GET', `Patient?${parameter}`)
      expect(status).toBe(400)
      expect(body.issue[0].expression).toEqual([parameter.split('=')[0]])
    },
  )

  test('a compartment is searched by POST as by GET, and its form stays out of the links', async () => {
    const posted = await send('POST', 'Patient/p/Observation/_search', {
      body: 'status=final&_count=1',
    })
    expect([posted.status, ids(posted.body)]).toEqual([200, ['o']])
    expect(posted.body.link).toEqual([
      { relation: 'self', url: 'http://box.test/fhir/Patient/p/Observation' },
    ])
    const other = await send('POST', 'Patient/q/Observation/_search', { body: 'status=final' })
    expect(ids(other.body)).toEqual([])
    const foreign = { body: 'status=final', sight: memberSight('q') }
    expect(ids((await send('POST', 'Patient/p/Observation/_search', foreign)).body)).toEqual([])
  })

  test('reverse chains and chains go on in each other', async () => {
    for (const query of [
      'Patient?_has:Encounter:patient:_has:Condition:encounter:category=problem',
      'Patient?_has:Condition:patient:encounter.status=finished',
      'Patient?_has:Condition:patient:encounter:Encounter.patient:Patient.family=summer',
    ]) {
      const { status, body, text } = await send('GET', query)
      expect([status, ids(body)], text).toEqual([200, ['p']])
    }
    const none = 'Patient?_has:Encounter:patient:_has:Condition:encounter:category=other'
    expect(ids((await send('GET', none)).body)).toEqual([])
  })

  test('a summary has what FHIR calls summary, within elements too; a text summary what is mandatory', async () => {
    const keys = async (query: string) => {
      const { body } = await send('GET', query)
      const { meta, ...rest } = body.entry[0].resource
      expect(meta.tag[0].code).toBe('SUBSETTED')
      return Object.keys(rest).sort()
    }
    expect(await keys('Patient?_id=p&_summary=true')).toEqual(['id', 'name', 'resourceType'])
    expect(await keys('Patient?_id=p&_summary=text')).toEqual(['id', 'resourceType', 'text'])
    expect(await keys('Patient?_id=p&_summary=data')).toEqual([
      'communication',
      'contact',
      'id',
      'name',
      'resourceType',
    ])
    expect(await keys('Observation?_id=o&_summary=true')).toContain('valueInteger')
    expect(await keys('Observation?_id=o&_summary=text')).toEqual([
      'code',
      'id',
      'resourceType',
      'status',
    ])
    const { body } = await send('GET', 'Encounter/e?_summary=true')
    expect(body.diagnosis).toEqual([{ condition: { reference: 'Condition/c' } }])
    expect(body.hospitalization).toBeUndefined()
    const counted = await send('GET', 'Patient?_summary=count')
    expect([counted.body.total, counted.body.entry]).toEqual([2, undefined])
  })

  test('a patch by query changes the one that matches, and none where several do', async () => {
    const change = { active: true }
    const done = await send('PATCH', 'Patient?family=autumn', { body: change })
    expect([done.status, done.body.id, done.body.active]).toEqual([200, 'q', true])
    expect((await send('PATCH', 'Patient?family=spring', { body: change })).status).toBe(404)
    expect((await send('PATCH', 'Patient?_id=p,q', { body: change })).status).toBe(412)
    expect((await send('PATCH', 'Patient', { body: change })).status).toBe(400)
  })

  test('history says how each version came, and finds those of a moment', async () => {
    const made = await send('POST', 'Basic', {
      body: { resourceType: 'Basic', id: 'h', code: { text: '1' } },
    })
    expect(made.status).toBe(201)
    await send('PUT', 'Basic/h', { body: { resourceType: 'Basic', id: 'h', code: { text: '2' } } })
    await send('PATCH', 'Basic/h', { body: { code: { text: '3' } } })
    await send('DELETE', 'Basic/h')
    await send('PUT', 'Basic/h', { body: { resourceType: 'Basic', id: 'h', code: { text: '5' } } })
    const { body } = await send('GET', 'Basic/h/_history')
    const how = body.entry.map(
      ({
        request,
        response,
      }: {
        request: { method: string; url: string }
        response: { status: string }
      }) => `${request.method} ${request.url} ${response.status}`,
    )
    expect(how).toEqual([
      'PUT Basic/h 200',
      'DELETE Basic/h 204',
      'PUT Basic/h 200',
      'PUT Basic/h 200',
      'POST Basic 201',
    ])
    // moments of its own, a year apart: what a clock says between two writes is not enough to tell them apart
    const { database } = testBox().box
    const versions: string[] = body.entry
      .map(({ response }: { response: { etag: string } }) => /\d+/.exec(response.etag)?.[0] ?? '')
      .reverse()
    for (const [index, version] of versions.entries())
      for (const table of ['history', '"Basic"'])
        await database.query(`update ${table} set updated = $1 where version = $2::bigint`, [
          Date.UTC(2001 + index, 0, 1),
          version,
        ])
    const found = async (query: string) => {
      const answer = await send('GET', `Basic/h/_history?${query}`)
      expect(answer.status, answer.text).toBe(200)
      return (answer.body.entry ?? []).map(({ response }: { response: { lastModified: string } }) =>
        response.lastModified.slice(0, 4),
      )
    }
    expect(await found('_since=2003-01-01T00:00:00Z')).toEqual(['2005', '2004', '2003'])
    expect(await found('_at=2002-06')).toEqual(['2002'])
    expect(await found('_at=2002')).toEqual(['2002'])
    expect(await found('_at=2003-12-31T23:59:59Z')).toEqual(['2003'])
    expect(await found('_at=2000')).toEqual([])
    expect(await found('_count=2')).toEqual(['2005', '2004'])
    expect(await found('_count=2&_page=3')).toEqual(['2001'])
    expect((await send('GET', 'Basic/h/_history?_at=then')).status).toBe(400)
    expect((await send('GET', 'Basic/_history?_at=2002')).body.total).toBe(1)
  })

  test('a record in pages is the record as a whole, each resource once, in the same order', async () => {
    const names = (body: { entry?: { resource: { resourceType: string; id: string } }[] }) =>
      (body.entry ?? []).map(({ resource }) => `${resource.resourceType}/${resource.id}`)
    const sight = memberSight('p')
    const whole = await send('GET', 'Patient/p/$everything', { sight })
    const found: string[] = []
    let next: string | undefined = 'Patient/p/$everything?_count=2'
    while (next) {
      const { body, text } = await send('GET', next, { sight })
      expect(names(body).length).toBeLessThanOrEqual(2)
      expect(body.total).toBe(whole.body.total)
      for (const { resource } of body.entry) expect(whole.text).toContain(JSON.stringify(resource))
      expect(text).not.toContain('Patient/q')
      found.push(...names(body))
      next = body.link.find(({ relation }: { relation: string }) => relation === 'next')?.url
    }
    expect(found).toEqual(names(whole.body))
    expect(found.length).toBeGreaterThan(3)
    const none = await send('GET', 'Patient/p/$everything?_count=0', { sight })
    expect([none.body.total, none.body.entry, none.body.link.length]).toEqual([
      found.length,
      undefined,
      1,
    ])
    const later = `_since=${new Date(Date.now() + 60_000).toISOString()}`
    for (const query of [later, `${later}&_count=5`])
      expect((await send('GET', `Patient/p/$everything?${query}`, { sight })).body.total).toBe(0)
    expect(
      (await send('GET', 'Patient/p/$everything?_count=2', { sight: memberSight('q') })).status,
    ).toBe(404)
  })

  test('what was deleted is gone for those who see all, and was never there for a member', async () => {
    await send('PUT', 'Condition/over', {
      body: { resourceType: 'Condition', id: 'over', subject: { reference: 'Patient/p' } },
    })
    await send('DELETE', 'Condition/over')
    expect((await send('GET', 'Condition/over', { sight: everythingVisible })).status).toBe(410)
    const [gone, never] = await Promise.all(
      ['over', 'ever'].map(id => send('GET', `Condition/${id}`, { sight: memberSight('p') })),
    )
    expect([gone?.status, gone?.text.replaceAll('over', 'ever')]).toEqual([404, never?.text])
  })
})
