// Every parameter of the search table, in every form of its kind: it finds the resource that has the value, and not the one without.
import { beforeAll, expect, test } from 'vitest'
import type { Resource } from '../../vocabulary/aidbox.ts'
import {
  commonParameters,
  type SearchParameterFact,
  searchParameters,
} from '../../vocabulary/search-parameters.ts'
import { onEveryDatabase } from './fhir-box.fixture.ts'

type Json = Record<string, unknown>

const system = 'urn:sys'
const coded = { coding: [{ system, code: 'c1', display: 'Wörd one' }], text: 'Other wörd' }
const quantity = { value: 5.4, unit: 'mg/dl', system: 'http://unitsofmeasure.org', code: 'mg/dL' }

/** What is put where a parameter looks, by its kind. */
const values: Record<string, (fact: SearchParameterFact, target: string) => unknown> = {
  token: () => coded,
  string: () => 'Größe X',
  reference: (_fact, target) => ({
    reference: `${target}/r1`,
    identifier: { system, value: 'logical' },
  }),
  date: () => ({ start: '2024-05-06T10:00:00.1234567Z', end: '2024-05-07' }),
  number: () => 5.4,
  quantity: () => quantity,
  uri: () => 'http://a.test/b/c',
  special: () => ({ latitude: 42.36, longitude: -71.06 }),
  composite: () => ({}),
}

/** `?name<suffix>=value`: does it find what is there? */
type Form = [suffix: string, value: string, finds: boolean]

const forms: Record<string, (fact: SearchParameterFact, target: string) => Form[]> = {
  token: () => [
    ['', 'c1', true],
    ['', `${system}|c1`, true],
    ['', `${system}|`, true],
    ['', '|c1', false],
    ['', `${system}|c2`, false],
    ['', 'x,c1', true],
    [':text', 'word', true],
    [':text', 'nothing', false],
    [':not', 'c2', true],
    [':not', 'c1', false],
  ],
  string: () => [
    ['', 'grosse', false],
    ['', 'große', true],
    ['', 'x', false],
    [':contains', 'sse', false],
    [':contains', 'ße x', true],
    [':exact', 'Größe X', true],
    [':exact', 'größe x', false],
  ],
  reference: (_fact, target) => [
    ['', `${target}/r1`, true],
    ['', `http://box.test/fhir/${target}/r1`, true],
    [`:${target}`, 'r1', true],
    ['', `${target}/r2`, false],
    ['', 'http://other.test/fhir/Patient/r1', false],
    [':identifier', `${system}|logical`, true],
    [':identifier', `${system}|other`, false],
  ],
  date: () => [
    ['', '2024', true],
    ['', '2024-05', true],
    ['', 'eq2024-05-06', false],
    ['', 'ge2024-05-06T12:00:00%2B02:00', true],
    ['', 'sa2024-05-06T11:00:00 02:00', true],
    ['', 'sa2024-05-06T12:00:01%2B02:00', false],
    ['', 'gt2024-05-07', false],
    ['', 'lt2024-05-06', false],
    ['', 'le2024-05-06', false],
    ['', 'le2024-05-07', true],
    ['', 'eb2024-05-08', true],
    ['', 'ne2024-05', false],
    ['', 'ap2024-05-06', true],
  ],
  number: () => measured,
  quantity: () => [
    ...measured,
    ['', '5.4|http://unitsofmeasure.org|mg/dL', true],
    ['', 'gt5||mg/dl', true],
    ['', 'gt5||mg/dL', true],
    ['', '5.4|http://unitsofmeasure.org|g/dL', false],
    ['', '5.4|urn:other|mg/dL', false],
  ],
  uri: () => [
    ['', 'http://a.test/b/c', true],
    ['', 'http://a.test/b', false],
    [':below', 'http://a.test/b', true],
    [':below', 'http://a.test/c', false],
    [':above', 'http://a.test/b/c/d', true],
    [':above', 'http://a.test/b', false],
  ],
  special: () => [
    ['', '42.36|-71.06', true],
    ['', '42.50|-71.06|16|km', true],
    ['', '42.50|-71.06|15|km', false],
    ['', '42.50|-71.06|10|mi', true],
    ['', '42.50|-71.06|9|mi', false],
    ['', '-42.36|108.94|20100|km', true],
    ['', '42.36|-60.06|800|km', false],
  ],
  composite: fact => {
    const parts = fact.parts ?? []
    const all = (value: (kind: string) => string) => parts.map(({ kind }) => value(kind)).join('$')
    return [
      ['', all(kind => right[kind] ?? ''), true],
      ...parts.map(
        (_, index): Form => [
          '',
          parts.map(({ kind }, at) => (at === index ? wrong[kind] : right[kind]) ?? '').join('$'),
          false,
        ],
      ),
    ]
  },
}

const measured: Form[] = [
  ['', '5.4', true],
  ['', '5', true],
  ['', '5.40', true],
  ['', '5.41', false],
  ['', '54e-1', true],
  ['', 'ne5.4', false],
  ['', 'gt5.4', false],
  ['', 'ge5.4', true],
  ['', 'lt5.41', true],
  ['', 'le5.39', false],
  ['', 'sa5.3', true],
  ['', 'eb5.3', false],
  ['', 'ap5.7', true],
  ['', 'ap9', false],
]

const right: Record<string, string> = {
  token: `${system}|c1`,
  quantity: 'gt5||mg/dL',
  string: 'größe',
  date: '2024-05',
  reference: 'Patient/r1',
}
const wrong: Record<string, string> = {
  token: `${system}|c2`,
  quantity: 'gt6||mg/dL',
  string: 'klein',
  date: '2023',
  reference: 'Patient/r2',
}

/** An object in which a path finds this value. */
const holding = (path: string, value: unknown): Json => {
  const [branch = ''] = path.split(' | ')
  const steps = branch
    .replace(/^\((.+)\)$/, '$1')
    .replace(/^(.+) as (\w+)$/, '$1.as($2)')
    .replace(/^[A-Z]\w*(\.|$)/, '')
    .replaceAll(/\.where\(resolve\(\) is \w+\)/g, '')
    .replaceAll(
      /\.(?:as|ofType)\((\w)(\w*)\)/g,
      (_all, first: string, rest: string) => first.toUpperCase() + rest,
    )
  if (steps === '') return value as Json
  let url: string | undefined
  const names = steps.split(/\.(?=(?:[^']*'[^']*')*[^']*$)/).toReversed()
  let found = value
  for (const name of names) {
    const filter = /^where\(url ?= ?'(.+)'\)$/.exec(name)
    if (filter) {
      url = filter[1]
      continue
    }
    found = { [name]: url === undefined ? found : { ...(found as Json), url } }
    url = undefined
  }
  return found as Json
}

/** A type that the parameter may point at; where it may be any, a patient. */
const targetOf = ({ path, targets }: SearchParameterFact): string =>
  / is (\w+)\)/.exec(path)?.[1] ?? targets?.find(target => target !== 'Resource') ?? 'Patient'

const resourceFor = (type: string, name: string, fact: SearchParameterFact): Resource => {
  const parts = (fact.parts ?? []).map(part =>
    holding(part.path, values[part.kind]?.({ ...fact, targets: [] }, 'Patient')),
  )
  const value = fact.parts ? Object.assign({}, ...parts) : values[fact.kind]?.(fact, targetOf(fact))
  return { ...holding(fact.path, value), resourceType: type, id: idFor(name) }
}

const idFor = (name: string): string => `with-${name.replaceAll('_', 'every-')}`

const table = Object.entries(searchParameters).map(([type, { parameters }]) => {
  const facts = Object.entries({ ...commonParameters, ...parameters })
  return [type, facts.filter(([name]) => name !== '_id' && name !== '_lastUpdated')] as const
})

onEveryDatabase(testBox => {
  beforeAll(async () => {
    const resources = table.flatMap(([type, facts]) => [
      { resourceType: type, id: 'without' },
      ...facts.map(([name, fact]) => resourceFor(type, name, fact)),
    ])
    await testBox().box.resources.createAll(resources)
  }, 120_000)

  test.each(table)('every parameter of %s finds what has its value', async (type, facts) => {
    const answers: [asked: string, found: string[]][] = []
    const expected: typeof answers = []
    for (const [name, fact] of facts) {
      const id = idFor(name)
      const all: Form[] = [
        ...(forms[fact.kind]?.(fact, targetOf(fact)) ?? []),
        [':missing', 'false', true],
      ]
      for (const [suffix, value, finds] of all) {
        const asked = `${type}?${name}${suffix}=${value}`
        const without = suffix === ':not' ? ['without'] : []
        const { body, status } = await testBox().send(
          'GET',
          `${asked.replace('|', '%7C')}&_id=${id},without`,
        )
        const ids: string[] = (body.entry ?? []).map(
          (entry: { resource: Resource }) => entry.resource.id,
        )
        answers.push([`${status} ${asked}`, ids])
        expected.push([`200 ${asked}`, [...(finds ? [id] : []), ...without]])
      }
      const missing = `${type}?${name}:missing=true`
      const { body } = await testBox().send('GET', `${missing}&_id=${id},without`)
      answers.push([
        missing,
        (body.entry ?? []).map((entry: { resource: Resource }) => entry.resource.id),
      ])
      expected.push([missing, ['without']])
    }
    const faults = answers.filter(
      (one, index) => JSON.stringify(one) !== JSON.stringify(expected[index]),
    )
    expect(faults).toEqual([])
  })
})
