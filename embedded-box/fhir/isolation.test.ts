// What a member's token, or nobody, may see: by id, version, search, include, chain, _has, history and $everything.
import { beforeAll, expect, test } from 'vitest'
import { directoryOnly, memberSight, onEveryDatabase } from './fhir-box.fixture.ts'

const run = `i${Date.now().toString(36)}`
const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/'
const secret = `SECRET-OF-B-${run}`
const restricted = {
  security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }],
}

/** One member's record; whatever is B's carries B's secret somewhere. */
const record = (who: string) => {
  const id = (name: string) => `${run}-${who}-${name}`
  const note = who === 'b' ? secret : `of ${who}`
  const patient = { reference: `Patient/${id('p')}` }
  return [
    {
      resourceType: 'Organization',
      id: id('org'),
      name: `Clinic ${note}`,
      partOf: { reference: `Organization/${id('far')}` },
    },
    { resourceType: 'Organization', id: id('far'), name: `Parent ${note}` },
    { resourceType: 'Practitioner', id: id('doc'), name: [{ family: note }] },
    { resourceType: 'Practitioner', id: id('roledoc'), name: [{ family: note }] },
    {
      resourceType: 'PractitionerRole',
      id: id('role'),
      practitioner: { reference: `Practitioner/${id('roledoc')}` },
      organization: { reference: `Organization/${id('org')}` },
    },
    {
      resourceType: 'Patient',
      id: id('p'),
      name: [{ family: note }],
      managingOrganization: { reference: `Organization/${id('org')}` },
    },
    {
      resourceType: 'Encounter',
      id: id('enc'),
      status: 'finished',
      class: { code: 'AMB' },
      subject: patient,
      participant: [{ individual: { reference: `Practitioner/${id('doc')}` } }],
    },
    {
      resourceType: 'CareTeam',
      id: id('team'),
      status: 'active',
      name: note,
      subject: patient,
      participant: [{ member: { reference: `PractitionerRole/${id('role')}` } }],
    },
    {
      resourceType: 'Observation',
      id: id('obs'),
      status: 'final',
      code: { text: note },
      category: [{ coding: [{ system: 'c', code: 'laboratory' }] }],
      subject: patient,
      encounter: { reference: `Encounter/${id('enc')}` },
    },
    {
      resourceType: 'Observation',
      id: id('hidden'),
      meta: restricted,
      status: 'final',
      code: { text: note },
      subject: patient,
    },
    {
      resourceType: 'Coverage',
      id: id('cov'),
      status: 'active',
      beneficiary: patient,
      payor: [{ reference: `Organization/${id('org')}` }],
    },
    {
      resourceType: 'Provenance',
      id: id('prov'),
      target: [{ reference: `Observation/${id('obs')}` }],
      recorded: '2024-01-01T00:00:00Z',
      agent: [
        { who: { reference: `Organization/${id('org')}` } },
        { who: { reference: `Organization/${id('teller')}` } },
      ],
    },
    { resourceType: 'Organization', id: id('teller'), name: note },
    { resourceType: 'Device', id: id('dev'), patient, distinctIdentifier: note },
  ]
}

const shared = [
  // points at records of both: shown to neither
  {
    resourceType: 'Provenance',
    id: `${run}-both`,
    target: [{ reference: `Observation/${run}-a-obs` }, { reference: `Observation/${run}-b-obs` }],
    recorded: '2024-01-01T00:00:00Z',
    agent: [{ who: { display: secret } }],
  },
  {
    resourceType: 'Organization',
    id: `${run}-public`,
    meta: { profile: [`${planNet}plannet-Organization`] },
    name: `Public ${run}`,
  },
]

onEveryDatabase(testBox => {
  const send: ReturnType<typeof testBox>['send'] = (...args) => testBox().send(...args)
  const member = memberSight(`${run}-a-p`)
  const asA = (url: string, sight = member) => send('GET', url, { sight })
  const own = (name: string) => `${run}-a-${name}`
  const others = (name: string) => `${run}-b-${name}`

  beforeAll(async () => {
    const all = [...record('a'), ...record('b'), ...shared]
    const entry = all.map(resource => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }))
    const answer = await send('POST', '', {
      body: { resourceType: 'Bundle', type: 'transaction', entry },
    })
    expect(answer.status, answer.text).toBe(200)
    // a second version, so that there is a history
    for (const who of ['a', 'b'])
      await send('PATCH', `Observation/${run}-${who}-obs`, {
        body: { note: [{ text: who === 'b' ? secret : 'again' }] },
      })
  })

  test.each([
    'Patient/p',
    'Encounter/enc',
    'Observation/obs',
    'Coverage/cov',
    'CareTeam/team',
    'Device/dev',
    'Provenance/prov',
    'Practitioner/doc',
    'PractitionerRole/role',
    'Organization/org',
    'Practitioner/roledoc',
  ])(
    'a member reads their own %s, and another member’s exactly as if it did not exist',
    async name => {
      const [type = '', short = ''] = name.split('/')
      expect((await asA(`${type}/${own(short)}`)).status).toBe(200)
      const foreign = await asA(`${type}/${others(short)}`)
      const missing = await asA(`${type}/${others('nothing')}`)
      expect([foreign.status, foreign.text]).toEqual([
        404,
        missing.text.replaceAll(others('nothing'), others(short)),
      ])
      const past = await asA(`${type}/${others(short)}/_history`)
      expect([past.status, past.text]).toEqual([
        404,
        missing.text.replaceAll(others('nothing'), others(short)),
      ])
      const searched = await asA(`${type}?_id=${others(short)}`)
      expect([searched.status, searched.body.total]).toEqual([200, 0])
    },
  )

  test('what is two hops away is not reachable', async () => {
    expect((await asA(`Organization/${own('far')}`)).status).toBe(404)
  })

  test.each([
    'Patient',
    'Observation',
    'Observation?code:text=',
    'Encounter',
    'Coverage',
    'CareTeam',
    'Device',
    'Provenance',
    'Practitioner',
    'PractitionerRole',
    'Organization',
    'Observation?_include=*&_revinclude=Provenance:target',
    `Observation?patient=${others('p')}&_include=Observation:patient`,
    `Observation?subject=${others('p')},${own('p')}&_revinclude=Provenance:target`,
    'Encounter?_include=*&_include:iterate=*',
    'Organization?_revinclude=Coverage:payor&_revinclude=PractitionerRole:organization&_revinclude=Provenance:agent',
    'Practitioner?_revinclude=PractitionerRole:practitioner&_revinclude:iterate=CareTeam:participant',
    'Provenance?_include=Provenance:target&_include=Provenance:agent',
    'CareTeam?_include=CareTeam:participant&_include:iterate=PractitionerRole:organization',
    `Patient/${others('p')}/Observation`,
    `Provenance?target=Observation/${others('obs')}`,
    'Observation/_history',
    'Provenance/_history',
    'Organization/_history',
  ])('%s never shows a byte of another member', async query => {
    const { status, text } = await asA(
      query.includes('=') && query.endsWith('=') ? `${query}${secret}` : query,
    )
    expect([200, 400]).toContain(status)
    expect(text.replaceAll(/"url":"[^"]*"/g, '')).not.toMatch(
      new RegExp(`${secret}|${run}-b-|${run}-both`),
    )
  })

  test('chains and _has find nothing through another member’s record', async () => {
    for (const query of [
      `Observation?patient.family=${secret}`,
      `Coverage?payor:Organization.name=clinic ${secret}`,
      `PractitionerRole?practitioner.family=${secret}`,
      `Organization?_has:Coverage:payor:beneficiary=${others('p')}`,
      `Patient?_has:Observation:patient:_id=${others('obs')}`,
      `Practitioner?_has:PractitionerRole:practitioner:organization.name=clinic ${secret}`,
    ]) {
      const { status, body, text } = await asA(query)
      expect(status, text).toBe(200)
      expect([query, body.total]).toEqual([query, 0])
    }
    const own_ = await asA(`Organization?_has:Coverage:payor:beneficiary=${own('p')}`)
    expect(own_.body.total).toBe(1)
  })

  test('$everything is the member’s own record with what it points to, and 404 for another’s', async () => {
    const mine = await asA(`Patient/${own('p')}/$everything`)
    const ids: string[] = mine.body.entry.map((e: { resource: { id: string } }) => e.resource.id)
    expect(ids).toEqual(
      expect.arrayContaining(
        ['p', 'obs', 'enc', 'prov', 'doc', 'role', 'roledoc', 'org', 'teller', 'dev'].map(own),
      ),
    )
    expect(ids).toEqual([...new Set(ids)])
    for (const name of [own('hidden'), own('far'), `${run}-both`]) expect(ids).not.toContain(name)
    expect(mine.text).not.toContain(secret)
    expect((await asA(`Patient/${others('p')}/$everything`)).status).toBe(404)
  })

  test('a sensitive resource is withheld until it was allowed, also from history and includes', async () => {
    expect((await asA(`Observation/${own('hidden')}`)).status).toBe(404)
    expect((await asA(`Observation/${own('hidden')}/_history`)).status).toBe(404)
    const allowed = memberSight(`${run}-a-p`, { sensitive: true })
    expect((await asA(`Observation/${own('hidden')}`, allowed)).status).toBe(200)
    expect((await asA('Observation', allowed)).body.total).toBe(2)
    expect((await asA('Observation')).body.total).toBe(1)
  })

  test('what was marked sensitive, moved to another patient or deleted since shows no past in the history of its type', async () => {
    const observation = (name: string, change: object) => ({
      resourceType: 'Observation',
      id: own(name),
      status: 'final',
      code: { text: name },
      subject: { reference: `Patient/${own('p')}` },
      ...change,
    })
    const moved = { subject: { reference: `Patient/${others('p')}` } }
    for (const [name, later] of [
      ['marked-late', { meta: restricted }],
      ['moved', moved],
      ['deleted', undefined],
      ['kept', { note: [{ text: 'later' }] }],
    ] as const) {
      const url = `Observation/${own(name)}`
      await send('PUT', url, { body: observation(name, {}) })
      await (later ? send('PUT', url, { body: observation(name, later) }) : send('DELETE', url))
    }
    const { body } = await asA('Observation/_history')
    const ids = body.entry.map((entry: { resource: { id: string } }) => entry.resource.id)
    expect(ids.filter((id: string) => id === own('kept'))).toHaveLength(2)
    for (const name of ['marked-late', 'moved', 'deleted']) expect(ids).not.toContain(own(name))
    await send('DELETE', `Observation/${own('kept')}`)
  })

  test('a type without a scope is left out of includes, reaches nothing, and is refused in chains', async () => {
    const few = memberSight(`${run}-a-p`, {
      types: ['Patient', 'Observation', 'Practitioner', 'Organization'],
    })
    const included = await asA('Observation?_include=*&_revinclude=Provenance:target', few)
    const types = new Set(
      included.body.entry.map(
        (e: { resource: { resourceType: string } }) => e.resource.resourceType,
      ),
    )
    expect([...types].sort()).toEqual(['Observation', 'Patient'])
    // only the Encounter points at this practitioner, and it is not granted
    expect((await asA(`Practitioner/${own('doc')}`, few)).status).toBe(404)
    expect((await asA(`Organization/${own('org')}`, few)).status).toBe(200)
    expect((await asA('Observation?encounter.status=finished', few)).status).toBeGreaterThanOrEqual(
      400,
    )
    expect((await asA('Coverage', few)).status).toBe(403)
  })

  test('a scope with a query shows what the query finds, and nothing else by any way', async () => {
    const lab = memberSight(`${run}-a-p`, {
      sensitive: true,
      queries: { Observation: ['category=laboratory'] },
    })
    expect(
      (await asA('Observation', lab)).body.entry.map(
        (e: { resource: { id: string } }) => e.resource.id,
      ),
    ).toEqual([own('obs')])
    expect((await asA(`Observation/${own('hidden')}`, lab)).status).toBe(404)
    const vital = memberSight(`${run}-a-p`, { queries: { Observation: ['category=vital-signs'] } })
    expect((await asA('Observation', vital)).body.total).toBe(0)
    expect((await asA(`Provenance/${own('prov')}`, vital)).status).toBe(404)
    expect((await asA(`Patient/${own('p')}/$everything`, vital)).text).not.toContain(own('obs'))
  })

  test('a deleted resource of another member cannot be told from one that never was', async () => {
    await send('DELETE', `Device/${others('dev')}`)
    const gone = await asA(`Device/${others('dev')}`)
    expect([gone.status, (await send('GET', `Device/${others('dev')}`)).status]).toEqual([404, 410])
  })

  test('nobody sees directory resources only, also by id, include, chain and history', async () => {
    const anyone = (url: string) => send('GET', url, { sight: directoryOnly })
    expect((await anyone(`Organization/${run}-public`)).status).toBe(200)
    expect((await anyone(`Organization/${own('org')}`)).status).toBe(404)
    expect((await anyone(`Organization?_id=${own('org')},${run}-public`)).body.total).toBe(1)
    expect((await anyone(`Organization/${own('org')}/_history`)).status).toBe(404)
    expect(
      (await anyone(`PractitionerRole?organization=${own('org')}&_include=*`)).body.total,
    ).toBe(0)
  })

  test.each([
    ['POST', 'Observation', { resourceType: 'Observation', status: 'final', code: { text: 'x' } }],
    [
      'PUT',
      `Observation/${run}-a-obs`,
      { resourceType: 'Observation', status: 'final', code: { text: 'x' } },
    ],
    ['PATCH', `Observation/${run}-a-obs`, { status: 'amended' }],
    ['DELETE', `Observation/${run}-a-obs`, undefined],
    ['DELETE', 'Observation?status=final', undefined],
  ])('%s is refused with 403 for a member’s token', async (method, url, body) => {
    expect((await send(method, url, { body, sight: member })).status).toBe(403)
    expect((await asA(`Observation/${own('obs')}`)).status).toBe(200)
  })
})
