// Search against the truth of generated data: every kind of parameter, modifiers, chains, sorting, pages, includes.
import { beforeAll, expect, test } from 'vitest'
import { onEveryDatabase } from './fhir-box.fixture.ts'

const loinc = 'http://loinc.org'
const run = `r${Date.now().toString(36)}`
const statuses = ['final', 'amended', 'preliminary']
const codes = ['8480-6', '8462-4', '2339-0', '718-7']
const zips = ['02118', '02119', '10001']

interface Made {
  id: string
  status: string
  code: string
  patient: string
  day: string
  category: string
}

const patients = [0, 1, 2].map(n => `${run}-p${n}`)
const observations: Made[] = Array.from({ length: 60 }, (_, n) => ({
  id: `${run}-o${String(n).padStart(2, '0')}`,
  status: statuses[n % 3] ?? '',
  code: codes[(n * 7) % 4] ?? '',
  patient: patients[n % 3] ?? '',
  day: `2024-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 27)).padStart(2, '0')}`,
  category: n % 2 ? 'vital-signs' : 'laboratory',
}))

const resources = [
  ...patients.map((id, n) => ({
    resourceType: 'Patient',
    id,
    identifier: [{ system: `urn:${run}`, value: `MRN${n}` }],
    name: [{ family: ['Müller', 'Muller-Smith', 'Øberg'][n], given: ['Zoë', 'Ann'] }],
    birthDate: ['1970-05-06', '1970', '1985-11-30'][n],
    ...(n === 2 ? {} : { gender: 'female' }),
  })),
  ...observations.map(({ id, status, code, patient, day, category }) => ({
    resourceType: 'Observation',
    id,
    status,
    code: { coding: [{ system: loinc, code, display: `Test ${code}` }] },
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category },
        ],
      },
    ],
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: `${day}T10:00:00+02:00`,
  })),
  {
    resourceType: 'Organization',
    id: `${run}-org`,
    name: `Northern ${run} Clinic`,
    alias: ['Nordklinik'],
    identifier: [{ system: 'urn:o', value: run }],
  },
  ...zips.map((postalCode, n) => ({
    resourceType: 'Location',
    id: `${run}-l${n}`,
    name: `Site ${n}`,
    address: { city: 'Boston', postalCode },
    managingOrganization: { reference: `Organization/${run}-org` },
  })),
  ...zips.map((_, n) => ({
    resourceType: 'Practitioner',
    id: `${run}-d${n}`,
    name: [{ family: `Doctor${n}` }],
  })),
  ...zips.map((_, n) => ({
    resourceType: 'PractitionerRole',
    id: `${run}-r${n}`,
    practitioner: { reference: `Practitioner/${run}-d${n}` },
    location: [{ reference: `Location/${run}-l${n}` }],
    organization: { reference: `Organization/${run}-org` },
    specialty: [
      {
        coding: [
          {
            system: 'http://nucc.org/provider-taxonomy',
            code: '207R00000X',
            display: 'Internal Medicine',
          },
        ],
      },
    ],
  })),
  {
    resourceType: 'Encounter',
    id: `${run}-e`,
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: `Patient/${run}-p0` },
    period: { start: '2024-03-01T08:00:00Z', end: '2024-03-03T08:00:00Z' },
  },
  ...[0, 1].map(n => ({
    resourceType: 'Provenance',
    id: `${run}-v${n}`,
    target: [{ reference: `Observation/${run}-o0${n}` }],
    recorded: '2024-05-05T10:00:00.1234567Z',
    agent: [{ who: { reference: `Organization/${run}-org` } }],
  })),
]

onEveryDatabase(testBox => {
  const send: ReturnType<typeof testBox>['send'] = (...args) => testBox().send(...args)
  const idsOf = (
    body: { entry?: { resource: { id: string }; search: { mode: string } }[] },
    mode = 'match',
  ) =>
    (body.entry ?? [])
      .filter(entry => entry.search.mode === mode)
      .map(({ resource }) => resource.id.replace(`${run}-`, ''))
  const find = async (query: string) => {
    const { status, body, text } = await send('GET', query)
    expect(status, text).toBe(200)
    return idsOf(body)
  }
  const made = (test: (one: Made) => boolean) =>
    observations.filter(test).map(({ id }) => id.replace(`${run}-`, ''))

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

  const p0 = `Observation?patient=Patient/${run}-p0`
  const ofP0 = (test: (one: Made) => boolean) =>
    made(one => one.patient === patients[0] && test(one))
  test.each([
    ['a reference', p0, () => ofP0(() => true)],
    ['a bare id', `Observation?patient=${run}-p0`, () => ofP0(() => true)],
    [
      'an absolute URL of the box',
      `Observation?patient=http://box.test/fhir/Patient/${run}-p0`,
      () => ofP0(() => true),
    ],
    ['a typed reference', `Observation?subject:Patient=${run}-p0`, () => ofP0(() => true)],
    ['a reference of another type', `Observation?subject=Group/${run}-p0`, () => []],
    [
      'several patients',
      `Observation?patient=${run}-p0,${run}-p1`,
      () => made(o => o.patient !== patients[2]),
    ],
    ['a code of any system', `${p0}&code=8480-6`, () => ofP0(o => o.code === '8480-6')],
    [
      'system and code',
      `${p0}&code=${loinc}|8480-6,${loinc}|718-7`,
      () => ofP0(o => ['8480-6', '718-7'].includes(o.code)),
    ],
    ['a code without system', `${p0}&code=|8480-6`, () => []],
    ['any code of a system', `${p0}&code=${loinc}|`, () => ofP0(() => true)],
    [
      'two conditions at once',
      `${p0}&category=vital-signs&status=final`,
      () => ofP0(o => o.category === 'vital-signs' && o.status === 'final'),
    ],
    ['a code that it is not', `${p0}&status:not=final`, () => ofP0(o => o.status !== 'final')],
    ['words of a code', `${p0}&code:text=test 84`, () => ofP0(o => o.code.startsWith('84'))],
    ['a month', `${p0}&date=2024-04`, () => ofP0(o => o.day.startsWith('2024-04'))],
    ['a day', `${p0}&date=eq2024-01-01`, () => ofP0(o => o.day === '2024-01-01')],
    [
      'a span of days',
      `${p0}&date=ge2024-03-01&date=lt2024-07-01`,
      () => ofP0(o => o.day >= '2024-03-01' && o.day < '2024-07-01'),
    ],
    [
      'an instant whose plus became a space',
      `${p0}&date=gt2024-06-01T00:00:00+02:00`,
      () => ofP0(o => o.day >= '2024-06-01'),
    ],
    [
      'after and before',
      `${p0}&date=sa2024-03-31&date=eb2024-06-01`,
      () => ofP0(o => o.day > '2024-03-31' && o.day < '2024-06-01'),
    ],
    ['not on a day', `${p0}&date=ne2024-01-01`, () => ofP0(o => o.day !== '2024-01-01')],
    ['what is missing', `Patient?_id=${patients.join()}&gender:missing=true`, () => ['p2']],
    ['what is there', `Patient?_id=${patients.join()}&gender:missing=false`, () => ['p0', 'p1']],
    ['an identifier', `Patient?identifier=urn:${run}|MRN1`, () => ['p1']],
    [
      'a name without its accents',
      `Patient?_id=${patients.join()}&family=MULLER`,
      () => ['p0', 'p1'],
    ],
    ['a name as it is written', `Patient?_id=${patients.join()}&family:exact=Müller`, () => ['p0']],
    ['a part of a name', `Patient?_id=${patients.join()}&name:contains=ith`, () => ['p1']],
    ['one letter', `Patient?_id=${patients.join()}&family=m`, () => ['p0', 'p1']],
    ['a year of birth', `Patient?_id=${patients.join()}&birthdate=1970`, () => ['p0', 'p1']],
    ['an alias', `Organization?identifier=${run}&name=nord`, () => ['org']],
    [
      'a chain',
      `PractitionerRole?organization.identifier=${run}&location.address-postalcode=02119`,
      () => ['r1'],
    ],
    [
      'a chain by name',
      `PractitionerRole?location.name=site&practitioner.family=doctor2&organization=${run}-org`,
      () => ['r2'],
    ],
    [
      'a chain of two steps',
      `PractitionerRole?location.organization.identifier=urn:o|${run}`,
      () => ['r0', 'r1', 'r2'],
    ],
    [
      'a chain to the patient',
      `Observation?patient.identifier=urn:${run}|MRN2&status=final&code=${loinc}|8480-6`,
      () => made(o => o.patient === patients[2] && o.status === 'final' && o.code === '8480-6'),
    ],
    [
      'what points at it',
      `Location?_has:PractitionerRole:location:practitioner=Practitioner/${run}-d0`,
      () => ['l0'],
    ],
    [
      'what points at it, through two steps',
      `Organization?_has:Location:organization:_has:PractitionerRole:location:practitioner.family=doctor1&identifier=${run}`,
      () => ['org'],
    ],
    [
      'patients by what they have',
      `Patient?_has:Encounter:patient:status=finished&identifier=urn:${run}|`,
      () => ['p0'],
    ],
    [
      'a period that touches',
      `Encounter?patient=${run}-p0&date=ge2024-03-03&date=le2024-03-01`,
      () => [],
    ],
    [
      'a period that starts before',
      `Encounter?patient=${run}-p0&date=lt2024-03-02&date=gt2024-03-02`,
      () => ['e'],
    ],
    [
      'a recording with seven digits of a second',
      `Provenance?recorded=2024-05-05T10:00:00.1234567Z&target=Observation/${run}-o01`,
      () => ['v1'],
    ],
    ['OR with an escaped comma', `Organization?identifier=${run}\\,x,${run}`, () => ['org']],
    ['a compartment', `Patient/${run}-p0/Encounter`, () => ['e']],
  ])('%s finds exactly what it should', async (_kind, query, expected) => {
    expect((await find(`${query}${query.includes('?') ? '&' : '?'}_count=1000`)).sort()).toEqual(
      [...expected()].sort(),
    )
  })

  test('POST _search answers as GET does, and its page links hold no query', async () => {
    const form = `patient=${run}-p0&status=final&_count=3`
    const get = await send('GET', `Observation?${form}`)
    const post = await send('POST', 'Observation/_search', { body: form })
    expect(idsOf(post.body)).toEqual(idsOf(get.body))
    const next = post.body.link.find((link: { relation: string }) => link.relation === 'next').url
    expect(post.body.link.map((link: { url: string }) => link.url).join()).not.toContain(run)
    const second = await send('GET', next)
    expect(idsOf(second.body)).toEqual(ofP0(o => o.status === 'final').slice(3, 6))
  })

  test('pages neither repeat nor lose a row when others come and go, and are good for their caller only', async () => {
    const query = `Observation?patient=${run}-p1&_sort=-date,code&_count=6`
    const seen: string[] = []
    let url = query
    for (let pages = 0; url !== '' && pages < 10; pages++) {
      const { body } = await send('GET', url)
      seen.push(...idsOf(body))
      if (pages === 0) {
        const early = observations.find(o => o.patient === patients[1])
        await send('POST', 'Observation', {
          body: {
            resourceType: 'Observation',
            status: 'unknown',
            code: { text: 'x' },
            subject: { reference: `Patient/${early?.patient}` },
            effectiveDateTime: '2030-01-01',
          },
        })
        const next = body.link.find((link: { relation: string }) => link.relation === 'next').url
        expect((await send('GET', next, { caller: 'somebody else' })).status).toBe(400)
        expect((await send('GET', next.replace(`${run}-p1`, `${run}-p2`))).status).toBe(400)
      }
      url = body.link.find((link: { relation: string }) => link.relation === 'next')?.url ?? ''
    }
    const expected = observations
      .filter(o => o.patient === patients[1])
      .sort((a, b) => (a.day === b.day ? (a.code < b.code ? -1 : 1) : a.day < b.day ? 1 : -1))
    expect(seen).toEqual(expected.map(({ id }) => id.replace(`${run}-`, '')))
  })

  test('missing values are sorted last, whichever way', async () => {
    const ids = `_id=${patients.join()}`
    expect((await find(`Patient?${ids}&_sort=gender,-family`)).at(-1)).toBe('p2')
    expect((await find(`Patient?${ids}&_sort=-gender`)).at(-1)).toBe('p2')
    expect(await find(`Patient?${ids}&_sort=birthdate`)).toEqual(['p1', 'p0', 'p2'])
  })

  test('_count=0 and _summary=count tell the number only; _total=none tells none', async () => {
    const zero = await send('GET', `Observation?patient=${run}-p0&_count=0`)
    expect([zero.body.total, zero.body.entry]).toEqual([20, undefined])
    const counted = await send('GET', `Observation?patient=${run}-p0&_summary=count`)
    expect([counted.body.total, counted.body.entry]).toEqual([20, undefined])
    const page = await send('GET', `Observation?patient=${run}-p0&_count=5`)
    expect([page.body.total, page.body.entry.length]).toEqual([20, 5])
    expect(
      (await send('GET', `Observation?patient=${run}-p0&_total=none`)).body.total,
    ).toBeUndefined()
    const numbered = await send('GET', `Observation?patient=${run}-p0&_count=5&_page=4`)
    expect(numbered.body.link.map((link: { relation: string }) => link.relation)).toEqual([
      'self',
      'previous',
    ])
  })

  test('_elements keeps what is named and says so', async () => {
    const { body } = await send('GET', `Observation?_id=${run}-o00&_elements=status`)
    const [{ resource }] = body.entry
    expect(Object.keys(resource).sort()).toEqual(['id', 'meta', 'resourceType', 'status'])
    expect(resource.meta.tag[0].code).toBe('SUBSETTED')
  })

  test('includes bring what matches point at and what points at them, once each', async () => {
    const roles = await send(
      'GET',
      `PractitionerRole?organization=${run}-org&_include=PractitionerRole:practitioner&_include=PractitionerRole:location&_include:iterate=Location:organization`,
    )
    expect(idsOf(roles.body).sort()).toEqual(['r0', 'r1', 'r2'])
    expect(idsOf(roles.body, 'include').sort()).toEqual(['d0', 'd1', 'd2', 'l0', 'l1', 'l2', 'org'])
    const all = await send('GET', `PractitionerRole?_id=${run}-r0&_include=*`)
    expect(idsOf(all.body, 'include').sort()).toEqual(['d0', 'l0', 'org'])
    const back = await send(
      'GET',
      `Observation?_id=${run}-o00,${run}-o01&_revinclude=Provenance:target`,
    )
    expect(idsOf(back.body, 'include').sort()).toEqual(['v0', 'v1'])
    const typed = await send('GET', `Observation?_id=${run}-o00&_include=Observation:subject:Group`)
    expect(idsOf(typed.body, 'include')).toEqual([])
  })

  test('$everything holds the record and what it points to', async () => {
    const { body } = await send('GET', `Patient/${run}-p0/$everything`)
    const ids = idsOf(body)
    expect(ids).toEqual(expect.arrayContaining(['p0', 'e', 'v0', 'org', ...ofP0(() => true)]))
    expect(ids).not.toContain('p1')
    expect(ids).not.toContain('v1')
    expect((await send('GET', 'Patient/nobody/$everything')).status).toBe(404)
  })

  test.each([
    ['Observation?colour=red', 'colour'],
    ['Observation?date=yesterday', 'date'],
    ['Observation?status:above=final', ':above'],
    ['Observation?_sort=colour', '_sort'],
    ['Observation?_count=many', '_count'],
    ['Observation?_include=Observation:colour', '_include'],
    ['Observation?subject.colour=x', 'subject.colour'],
    ['Observation?_has:Nothing:x:y=1', '_has'],
    ['Location?near=1', 'near'],
    ['Observation?status=', 'status'],
    ['Observation?_page=pnonsense', '_page'],
    ['Client?.type=', '.type'],
    ['Patient?.name.family=x', '.name.family'],
  ])('%s is refused with 400 naming what is wrong', async (query, named) => {
    const { status, body } = await send('GET', query)
    expect(status).toBe(400)
    expect(JSON.stringify(body.issue)).toContain(named)
  })

  test('with handling=lenient what is not known is left out and reported', async () => {
    const lenient = { headers: { prefer: 'handling=lenient' } }
    const query = `Observation?_id=${run}-o00&colour=red&code:fuzzy=x`
    const { status, body } = await send('GET', query, lenient)
    expect(status).toBe(200)
    expect(idsOf(body)).toEqual(['o00'])
    expect(body.entry.at(-1).resource.issue[0].diagnostics).toContain('colour, code:fuzzy')
    // a value that is wrong is no question of what this box can do
    expect((await send('GET', 'Observation?date=yesterday', lenient)).status).toBe(400)
  })

  test('dot search finds Aidbox resources by any element', async () => {
    const id = `${run}-client`
    await send('PUT', `Client/${id}`, {
      body: {
        resourceType: 'Client',
        id,
        type: 'smart-app',
        details: { owner: run, list: ['a', 'b'] },
      },
    })
    expect(await find(`Client?.details.owner=${run}&.type=smart-app`)).toEqual(['client'])
    expect(await find(`Client?.details.owner=${run}&.details.list=b`)).toEqual(['client'])
    expect(await find(`Client?.details.owner=${run}x`)).toEqual([])
  })
})
