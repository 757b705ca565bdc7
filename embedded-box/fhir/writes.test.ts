// Writing through the FHIR interactions: versions, conditions, conflicts, and that nothing is lost.
import { expect, test } from 'vitest'
import { onEveryDatabase } from './fhir-box.fixture.ts'

onEveryDatabase(testBox => {
  const send: ReturnType<typeof testBox>['send'] = (...args) => testBox().send(...args)
  const patient = (more: object = {}) => ({
    resourceType: 'Patient',
    name: [{ family: 'Writer' }],
    ...more,
  })

  test('a created resource is read back with its version, and unchanged updates make no new one', async () => {
    const created = await send('POST', 'Patient', { body: patient({ active: true }) })
    expect(created.status).toBe(201)
    const { id, meta } = created.body
    expect(created.headers.Location).toBe(
      `http://box.test/fhir/Patient/${id}/_history/${meta.versionId}`,
    )
    expect(created.headers.ETag).toBe(`W/"${meta.versionId}"`)

    const read = await send('GET', `Patient/${id}`)
    expect(read.text).toBe(created.text)
    const notModified = await send('GET', `Patient/${id}`, {
      headers: { 'if-none-match': created.headers.ETag ?? '' },
    })
    expect(notModified.status).toBe(304)

    const same = await send('PUT', `Patient/${id}`, {
      body: { active: true, name: [{ family: 'Writer' }], resourceType: 'Patient' },
    })
    expect([same.status, same.body.meta.versionId]).toEqual([200, meta.versionId])
    const changed = await send('PUT', `Patient/${id}`, { body: patient() })
    expect(Number(changed.body.meta.versionId)).toBeGreaterThan(Number(meta.versionId))
    const old = await send('GET', `Patient/${id}/_history/${meta.versionId}`)
    expect(old.body.active).toBe(true)
    const history = await send('GET', `Patient/${id}/_history`)
    expect(
      history.body.entry.map((e: { resource: { active?: boolean } }) => e.resource.active),
    ).toEqual([undefined, true])
  })

  test('an id of the caller is kept, and a second POST with it is refused with 409', async () => {
    const id = testBox().box.newId()
    expect((await send('POST', 'Patient', { body: patient({ id }) })).body.id).toBe(id)
    expect((await send('POST', 'Patient', { body: patient({ id }) })).status).toBe(409)
  })

  test('32 writers with If-Match at once lose no change', async () => {
    const { body } = await send('POST', 'Patient', { body: patient({ multipleBirthInteger: 0 }) })
    const addOne = async (): Promise<number> => {
      for (let tries = 0; ; tries++) {
        const { body: now, headers } = await send('GET', `Patient/${body.id}`)
        const put = await send('PUT', `Patient/${body.id}`, {
          body: { ...now, multipleBirthInteger: now.multipleBirthInteger + 1 },
          headers: { 'if-match': headers.ETag ?? '' },
        })
        if (put.status === 200) return tries
        expect(put.status).toBe(412)
      }
    }
    const tries = await Promise.all(Array.from({ length: 32 }, addOne))
    expect(Math.max(...tries)).toBeGreaterThan(0)
    expect((await send('GET', `Patient/${body.id}`)).body.multipleBirthInteger).toBe(32)
  })

  test('If-None-Exist asked by many at once makes one resource', async () => {
    const value = testBox().box.newId()
    const body = patient({ identifier: [{ system: 'urn:t', value }] })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        send('POST', 'Patient', {
          body,
          headers: { 'if-none-exist': `identifier=urn:t|${value}` },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200, 200, 200, 200, 200, 200, 200, 201,
    ])
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
  })

  test('If-Match on what does not exist, or on another version, is 412', async () => {
    const missing = await send('PUT', 'Patient/not-there', {
      body: patient(),
      headers: { 'if-match': '*' },
    })
    expect(missing.status).toBe(412)
    const { body } = await send('POST', 'Patient', { body: patient() })
    const stale = await send('PUT', `Patient/${body.id}`, {
      body: patient({ active: true }),
      headers: { 'if-match': 'W/"1"' },
    })
    expect([stale.status, stale.body.issue[0].diagnostics]).toEqual([
      412,
      expect.stringContaining('Version Id mismatch'),
    ])
  })

  test('a deleted resource is gone with 410, its history says so, and it can be made again', async () => {
    const { body } = await send('POST', 'Patient', { body: patient() })
    expect((await send('DELETE', `Patient/${body.id}`)).status).toBe(200)
    expect((await send('DELETE', `Patient/${body.id}`)).status).toBe(204)
    expect((await send('GET', `Patient/${body.id}`)).status).toBe(410)
    expect((await send('GET', 'Patient/never-there')).status).toBe(404)
    const { body: history } = await send('GET', `Patient/${body.id}/_history`)
    expect(history.entry[0].request.method).toBe('DELETE')
    const again = await send('PUT', `Patient/${body.id}`, { body: patient() })
    expect(again.status).toBe(201)
    expect(Number(again.body.meta.versionId)).toBeGreaterThan(
      Number(history.entry[0].response.etag.match(/\d+/)[0]),
    )
  })

  test('patches change what they name: JSON Patch, merge patch, and a failed test changes nothing', async () => {
    const { body } = await send('POST', 'Patient', { body: patient({ gender: 'male' }) })
    const url = `Patient/${body.id}`
    const json = await send('PATCH', url, {
      body: [
        { op: 'replace', path: '/name/0/family', value: 'New' },
        { op: 'add', path: '/name/0/given', value: ['Ada'] },
        { op: 'add', path: '/name/0/given/-', value: 'B' },
        { op: 'remove', path: '/gender' },
      ],
    })
    expect(json.body).toMatchObject({ name: [{ family: 'New', given: ['Ada', 'B'] }] })
    expect(json.body.gender).toBeUndefined()
    const merge = await send('PATCH', url, { body: { birthDate: '1970-01-01', name: null } })
    expect([merge.body.birthDate, merge.body.name]).toEqual(['1970-01-01', undefined])
    const failed = await send('PATCH', url, {
      body: [
        { op: 'add', path: '/active', value: true },
        { op: 'test', path: '/birthDate', value: '1999-01-01' },
      ],
    })
    expect(failed.status).toBe(422)
    expect((await send('GET', url)).text).toBe(merge.text)
  })

  test('a reference to what does not exist is refused with 422 naming the element', async () => {
    const observation = (subject: object) => ({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject,
    })
    const missing = await send('POST', 'Observation', {
      body: observation({ reference: 'Patient/nobody' }),
    })
    expect([missing.status, missing.body.issue[0].expression]).toEqual([
      422,
      ['Observation.subject'],
    ])
    const external = await send('POST', 'Observation', {
      body: observation({ reference: 'https://other.example/fhir/Patient/1' }),
    })
    expect(external.status).toBe(201)
    const { body } = await send('POST', 'Patient', { body: patient() })
    const absolute = await send('POST', 'Observation', {
      body: observation({ reference: `http://box.test/fhir/Patient/${body.id}` }),
    })
    expect(absolute.body.subject.reference).toBe(`Patient/${body.id}`)
  })

  test('unknown elements, wrong types and U+0000 never reach the store', async () => {
    expect((await send('POST', 'Patient', { body: patient({ colour: 'red' }) })).status).toBe(422)
    expect((await send('POST', 'Patient', { body: patient({ gender: 'a\u0000b' }) })).status).toBe(
      400,
    )
    expect((await send('POST', 'Patient', { body: { resourceType: 'Observation' } })).status).toBe(
      400,
    )
    expect((await send('GET', 'Patient?name=%00')).status).toBe(400)
    let deep: unknown = 'x'
    for (let i = 0; i < 500; i++) deep = { extension: [deep] }
    expect((await send('POST', 'Patient', { body: patient({ extension: [deep] }) })).status).toBe(
      400,
    )
  })

  test('conditional update and delete act on one match only, and say when there are several', async () => {
    const value = testBox().box.newId()
    const body = patient({ identifier: [{ system: 'urn:c', value }] })
    const url = `Patient?identifier=urn:c|${value}`
    expect((await send('PUT', url, { body })).status).toBe(201)
    expect((await send('PUT', url, { body: { ...body, active: true } })).status).toBe(200)
    await send('POST', 'Patient', { body })
    expect((await send('PUT', url, { body })).status).toBe(412)
    expect((await send('DELETE', url)).status).toBe(412)
    expect(
      (await send('DELETE', url, { headers: { 'x-conditional-delete': 'remove-all' } })).status,
    ).toBe(204)
    expect((await send('GET', url)).body.total).toBe(0)
  })

  test('every read and write says what it touched and whose record that is', async () => {
    const { body } = await send('POST', 'Patient', { body: patient() })
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${body.id}` },
    }
    const entry = [{ resource: observation, request: { method: 'POST', url: 'Observation' } }]
    const made = await send('POST', 'Observation', { body: observation })
    const url = `Observation/${made.body.id}`
    const answers = [
      made,
      await send('GET', url),
      await send('GET', `Observation?_id=${made.body.id}`),
      await send('PUT', url, { body: { ...observation, status: 'amended' } }),
      await send('PATCH', url, { body: { status: 'final' } }),
      await send('GET', `${url}/_history`),
      await send('DELETE', url),
    ]
    for (const { touched } of answers)
      expect(touched).toEqual({ references: [url], patients: [body.id] })
    const bundle = await send('POST', '', {
      body: { resourceType: 'Bundle', type: 'transaction', entry },
    })
    expect(bundle.touched?.patients).toEqual([body.id])
  })
})
