// Numbers, quantities, composites, places and schedules: what belongs together is found together, and nonsense is named.
import { beforeAll, expect, test } from 'vitest'
import { onEveryDatabase } from './fhir-box.fixture.ts'

const loinc = 'http://loinc.org'
const ucum = 'http://unitsofmeasure.org'
const code = (value: string) => ({ coding: [{ system: loinc, code: value }] })
const pressure = (value: number) => ({ value, unit: 'mmHg', system: ucum, code: 'mm[Hg]' })

const observation = (id: string, more: object) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: code('85354-9'),
  ...more,
})

const resources = [
  observation('bp', {
    component: [
      { code: code('8480-6'), valueQuantity: pressure(142) },
      { code: code('8462-4'), valueQuantity: pressure(88) },
    ],
  }),
  observation('below', {
    code: code('2345-7'),
    valueQuantity: { ...pressure(5), comparator: '<' },
  }),
  observation('low', { code: code('2345-7'), valueQuantity: pressure(70) }),
  observation('high', { code: code('2345-7'), valueQuantity: pressure(900.5) }),
  {
    resourceType: 'Condition',
    id: 'forties',
    subject: { display: 'nobody' },
    onsetRange: { low: { value: 40, unit: 'a' }, high: { value: 49, unit: 'a' } },
  },
  observation('plan', {
    effectiveTiming: {
      event: ['2024-02-10'],
      repeat: { boundsPeriod: { start: '2024-06-01', end: '2024-06-30' } },
    },
  }),
  ...[
    ['fiji', -17, 179.9],
    ['samoa', -17, -179.9],
    ['pole', 89.9, 10],
    ['nowhere', 0, 0],
  ].map(([id, latitude, longitude]) => ({
    resourceType: 'Location',
    id,
    position: { latitude, longitude },
  })),
]

onEveryDatabase(testBox => {
  beforeAll(async () => {
    const entry = resources.map(resource => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }))
    const answer = await testBox().send('POST', '', {
      body: { resourceType: 'Bundle', type: 'transaction', entry },
    })
    expect(answer.status, answer.text).toBe(200)
  })

  const systolic = `component-code-value-quantity=${loinc}|8480-6$`
  test.each([
    ['a component with its own value', `Observation?${systolic}gt140||mm[Hg]`, ['bp']],
    ['no component with another’s value', `Observation?${systolic}lt100||mm[Hg]`, []],
    ['either the whole or a component', 'Observation?combo-value-quantity=88', ['bp']],
    ['a code with its value', `Observation?code-value-quantity=2345-7$lt100`, ['below', 'low']],
    ['what is below a limit of detection', 'Observation?value-quantity=lt1', ['below']],
    [
      'values in their order',
      'Observation?value-quantity:missing=false&_sort=-value-quantity',
      ['high', 'low', 'below'],
    ],
    [
      'missing values last',
      'Observation?_sort=value-quantity',
      ['below', 'low', 'high', 'bp', 'plan'],
    ],
    ['an age within a range', 'Condition?onset-age=gt48', ['forties']],
    ['no age outside of it', 'Condition?onset-age=gt49', []],
    ['a day of a schedule', 'Observation?date=2024-02', ['plan']],
    ['the bounds of a schedule', 'Observation?date=2024-06', ['plan']],
    ['nothing between them', 'Observation?date=2024-04', []],
    ['places across the date line', 'Location?near=-17|179.95|30|km', ['fiji', 'samoa']],
    ['places around the pole', 'Location?near=89.9|-170|25|km', ['pole']],
    ['places in either of two', 'Location?near=0|0|1|km,89.9|10|1|km', ['nowhere', 'pole']],
  ])('finds %s', async (_what, query, expected) => {
    const { status, body, text } = await testBox().send('GET', query.replaceAll('|', '%7C'))
    expect(status, text).toBe(200)
    const ids = (body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id)
    expect(query.includes('_sort') ? ids : ids.sort()).toEqual(expected)
  })

  test.each([
    ['Observation?value-quantity=abc', 'value-quantity'],
    ['Observation?value-quantity=5|mg', 'value-quantity'],
    ['Observation?value-quantity=gt1e9999', 'value-quantity'],
    ['Observation?code-value-quantity=2345-7', 'code-value-quantity'],
    ['Observation?code-value-quantity=2345-7$abc', 'code-value-quantity'],
    ['Observation?_sort=code-value-quantity', '_sort'],
    ['RiskAssessment?probability=likely', 'probability'],
    ['Location?near=91|0', 'near'],
    ['Location?near=0|0|10|furlongs', 'near'],
    ['Location?near=0|0|-1', 'near'],
    ['Location?near=here', 'near'],
  ])('%s is refused by name', async (query, name) => {
    const { status, body } = await testBox().send('GET', query.replaceAll('|', '%7C'))
    expect(status).toBe(400)
    expect(body.issue[0].expression).toEqual([name])
    expect(body.issue[0].diagnostics).toContain(name)
  })

  test.each([
    ['places in one parameter', `Location?near=${Array(21).fill('0|0|1').join(',')}`],
    ['places in many', `Location?${Array(21).fill('near=0|0|20038').join('&')}`],
    ['numbers', `Observation?value-quantity=${Array(21).fill('ge0').join(',')}`],
    ['first letters', `Location?${Array(21).fill('name=a').join('&')}`],
    ['codes of a whole system', `Organization?identifier=${Array(21).fill('s|').join(',')}`],
    ['presences', `Location?${Array(21).fill('name:missing=false').join('&')}`],
    ['names', `Location?${Array(101).fill('name=smith').join('&')}`],
    ['parts of names', `Location?${Array(21).fill('name:contains=a').join('&')}`],
    [
      'places behind references',
      `PractitionerRole?${Array(11).fill('location.near=0|0').join('&')}`,
    ],
    [
      'steps back',
      `Location?${Array(21).fill('_has:PractitionerRole:location:specialty=1').join('&')}`,
    ],
  ])('more %s than a search can compare in a moment are refused', async (_what, query) => {
    const url = query.replaceAll('|', '%7C')
    for (const handling of ['strict', 'lenient']) {
      const { status, body } = await testBox().send('GET', url, {
        headers: { prefer: `handling=${handling}` },
      })
      expect([status, body.issue[0].code]).toEqual([400, 'too-long'])
    }
  })

  test('as many as a map or a form asks for are compared', async () => {
    const places = Array(20).fill('0%7C0%7C1').join(',')
    expect((await testBox().send('GET', `Location?near=${places}`)).body.total).toBe(1)
    const ids = Array.from({ length: 500 }, (_, index) => `l${index}`).join(',')
    expect((await testBox().send('GET', `Location?_id=${ids}`)).status).toBe(200)
  })
})
