// Every request there is about somebody's record, made from the tables: routes × types × parameters, chains and includes.

import { operations } from '../../vocabulary/operations.ts'
import {
  commonParameters,
  type SearchParameterFact,
  searchParameters,
} from '../../vocabulary/search-parameters.ts'
import { askedTypes, type Marks, numberOf } from './others-record.ts'

export interface Ask {
  method: string
  /** From the box's root. */
  path: string
  body?: unknown
  form?: string
}

/** A request about another's record, and the same about one that does not exist; `list` requests name nobody. */
export type Question = { kind: 'list'; ask: Ask } | { kind: 'pair'; ask: Ask; ghost: Ask }

type Naming = Marks['planted']
type Make = (naming: Naming) => Ask

const get = (path: string): Ask => ({ method: 'GET', path: `/fhir/${path}` })
const parametersOf = (type: string): [string, SearchParameterFact][] =>
  Object.entries({ ...searchParameters[type]?.parameters, ...commonParameters })
const isAsked = new Set(askedTypes)

/** All questions, always in the same order. */
export const questions = (marks: Marks, versions: ReadonlyMap<string, string>): Question[] => [
  ...operationQuestions(marks),
  ...recordQuestions(marks, versions),
]

/** What an operation may take for its own: the record's patient, its owner's account, app, yes and request. */
const operatedOn = ['Client', 'Grant', 'Patient', 'RelatedPerson', 'Session', 'Task', 'User']

/** Those that begin something for the caller, whoever else is named; the journeys' tests have them. */
const beginning: ReadonlySet<string> = new Set([
  'enroll-vendor',
  'confirm-enrollment',
  'request-password-reset',
  'reset-password',
  'register-app',
  'initialize-patient',
  'reset-patient',
])

/** Every operation of the App about ids of another: in the path, in the query, in the body. */
const operationQuestions = ({ planted, ghost }: Marks): Question[] =>
  Object.entries(operations).flatMap(([name, { method, path }]): Question[] => {
    if (beginning.has(name)) return []
    return operatedOn.flatMap((type): Question[] => {
      const make = ({ id }: Naming): Ask => {
        const named = id(type)
        const both = { id: named, patient: named, user: named, client: named, member: named }
        const query = method === 'GET' ? `?${new URLSearchParams(both)}` : ''
        return {
          method,
          path: path.replace(/\{\w+\}/, named) + query,
          ...(method === 'GET' ? {} : { body: { ...both, patient: `Patient/${named}` } }),
        }
      }
      // lists of the caller's own change from call to call, as they show what was read last
      return path.includes('{') || method !== 'GET'
        ? [{ kind: 'pair', ask: make(planted), ghost: make(ghost) }]
        : [{ kind: 'list', ask: make(ghost) }]
    })
  })

const recordQuestions = (marks: Marks, versions: ReadonlyMap<string, string>): Question[] =>
  askedTypes.flatMap(type => [
    ...listAsks(type).map((ask): Question => ({ kind: 'list', ask })),
    ...[
      ...instanceAsks(type, versions.get(type) ?? '1'),
      ...searchAsks(type),
      ...chainAsks(type),
    ].map(
      (make): Question => ({ kind: 'pair', ask: make(marks.planted), ghost: make(marks.ghost) }),
    ),
  ])

/** What names nobody: pages, sorts, includes and histories of a type. */
const listAsks = (type: string): Ask[] => {
  const references = parametersOf(type).filter(([, { kind }]) => kind === 'reference')
  const back = sourcesOf(type)
  return [
    get(type),
    get(`${type}?_count=1000&_total=accurate`),
    get(`${type}?_summary=count`),
    get(`${type}/_history?_count=1000`),
    get(`${type}?_include=*&_include:iterate=*&_count=1000`),
    { method: 'POST', path: `/fhir/${type}/_search`, form: '_count=1000' },
    { method: 'GET', path: `/${type}` },
    batch(`${type}?_count=1000`),
    ...parametersOf(type).flatMap(([name]) => [
      get(`${type}?_sort=${name}&_count=1000`),
      get(`${type}?_sort=-${name}&_count=3`),
      get(`${type}?${name}:missing=false&_count=1000`),
    ]),
    ...references.flatMap(([name, { targets = [] }]) => [
      get(`${type}?_include=${type}:${name}&_count=1000`),
      ...targets.map(target =>
        get(`${type}?_include=${type}:${name}:${target}&_include:iterate=${target}:*&_count=1000`),
      ),
    ]),
    ...back.map(([source, name]) =>
      get(
        `${type}?_revinclude=${source}:${name}&_revinclude:iterate=Provenance:target&_count=1000`,
      ),
    ),
  ]
}

const batch = (...urls: string[]): Ask => ({
  method: 'POST',
  path: '/fhir',
  body: {
    resourceType: 'Bundle',
    type: 'batch',
    entry: urls.map(url => ({ request: { method: 'GET', url } })),
  },
})

/** Routes that name one resource by its id. */
const instanceAsks = (type: string, version: string): Make[] => {
  const at =
    (text: (id: string) => string): Make =>
    naming =>
      get(text(naming.id(type)))
  const write =
    (method: string, body?: (naming: Naming) => unknown): Make =>
    naming => ({
      method,
      path: `/fhir/${type}/${naming.id(type)}`,
      ...(body ? { body: body(naming) } : {}),
    })
  const whole = (naming: Naming) => ({ resourceType: type, id: naming.id(type) })
  return [
    at(id => `${type}/${id}`),
    at(id => `${type}/${id}?_elements=id`),
    at(id => `${type}/${id}/_history`),
    at(id => `${type}/${id}/_history/${version}`),
    at(id => `${type}?_id=${id}`),
    at(id => `${type}?_id=${id}&_include=*&_revinclude=Provenance:target`),
    at(id => `${type}?_id:not=${id}&_count=1`),
    ({ id }) => ({ method: 'HEAD', path: `/fhir/${type}/${id(type)}` }),
    ({ id }) => ({ method: 'GET', path: `/${type}/${id(type)}` }),
    ({ id }) => ({ method: 'POST', path: `/fhir/${type}/_search`, form: `_id=${id(type)}` }),
    ({ id }) => batch(`${type}/${id(type)}`, `${type}?_id=${id(type)}`),
    ({ id }) => get(`Patient/${id('Patient')}/${type}`),
    ({ id }) => ({
      method: 'POST',
      path: `/fhir/Patient/${id('Patient')}/${type}/_search`,
      form: '_count=10',
    }),
    at(id => `${type}/${id}/_history?_at=2026`),
    ({ id }) => ({
      method: 'PATCH',
      path: `/fhir/${type}?_id=${id(type)}`,
      body: { language: 'es' },
    }),
    write('PUT', whole),
    write('PATCH', () => ({ language: 'es' })),
    write('DELETE'),
    ({ id }) => ({ method: 'DELETE', path: `/fhir/${type}?_id=${id(type)}` }),
    ({ id }) => ({
      method: 'PUT',
      path: `/fhir/${type}?_id=${id(type)}`,
      body: { resourceType: type },
    }),
    ({ id }) => ({
      method: 'POST',
      path: `/fhir/${type}/${id(type)}/$validate`,
      body: { resourceType: type },
    }),
    ...(type === 'Patient'
      ? [at(id => `Patient/${id}/$everything`), at(id => `Patient/${id}/$everything?_count=1`)]
      : []),
  ]
}

/** A value that the planted record has, in every form its kind can be asked for. */
const valuesOf = (
  { kind, targets = [] }: SearchParameterFact,
  { id, word, date }: Naming,
): string[] => {
  if (kind === 'reference')
    return (targets.length > 0 ? targets : ['Patient', 'Organization', 'Practitioner'])
      .filter(target => isAsked.has(target))
      .flatMap(target => [`${target}/${id(target)}`, ...(targets.length === 1 ? [id(target)] : [])])
  if (kind === 'date') return [date, `le${date}`]
  if (kind === 'token') return [word, `https://plan-api.example/test|${word}`]
  if (kind === 'number' || kind === 'quantity') return [`${numberOf(date)}`, `ge${numberOf(date)}`]
  if (kind === 'composite') return [`${word}$${numberOf(date)}`]
  if (kind === 'uri') return [`https://plan-api.example/${word}`]
  return [word]
}

const exactly = (name: string, { kind }: SearchParameterFact): string =>
  kind === 'string'
    ? `${name}:exact`
    : kind === 'token' && !name.startsWith('_')
      ? `${name}:not`
      : name

const searchAsks = (type: string): Make[] =>
  parametersOf(type).flatMap(([name, fact]) =>
    asMany(
      naming => [
        ...valuesOf(fact, naming).map(value => get(`${type}?${name}=${encodeURIComponent(value)}`)),
        get(
          `${type}?${exactly(name, fact)}=${encodeURIComponent(valuesOf(fact, naming)[0] ?? naming.word)}&_total=accurate&_count=0`,
        ),
      ],
      valuesOf(fact, probe).length + 1,
    ),
  )

const probe: Naming = { id: type => type, word: 'w', date: '2000-01-01' }

/** A function that makes several asks, as several functions that make one. */
const asMany = (make: (naming: Naming) => Ask[], count: number): Make[] =>
  Array.from({ length: count }, (_, index) => naming => make(naming)[index] ?? get('metadata'))

/** Chains through each reference, to its targets' own parameters, and `_has` the other way. */
const chainAsks = (type: string): Make[] => [
  ...parametersOf(type)
    .filter(([, { kind }]) => kind === 'reference')
    .flatMap(([name, { targets = [] }]) =>
      targets
        .filter(target => isAsked.has(target))
        .flatMap(target => [
          (naming: Naming) => get(`${type}?${name}:${target}._id=${naming.id(target)}`),
          ...parametersOf(target)
            .filter(([far]) => !far.startsWith('_'))
            .map(
              ([far, fact]): Make =>
                naming =>
                  get(
                    `${type}?${name}:${target}.${far}=${encodeURIComponent(valuesOf(fact, naming)[0] ?? naming.word)}`,
                  ),
            ),
        ]),
    ),
  ...sourcesOf(type).flatMap(([source, name]) => [
    (naming: Naming) => get(`${type}?_has:${source}:${name}:_id=${naming.id(source)}`),
    ...parametersOf(source)
      .filter(([far]) => !far.startsWith('_'))
      .slice(0, 4)
      .map(
        ([far, fact]): Make =>
          naming =>
            get(
              `${type}?_has:${source}:${name}:${far}=${encodeURIComponent(valuesOf(fact, naming)[0] ?? naming.word)}`,
            ),
      ),
  ]),
]

/** Types and parameters that point at a type. */
const sourcesOf = (type: string): [source: string, parameter: string][] =>
  askedTypes.flatMap(source =>
    parametersOf(source)
      .filter(([, { kind, targets }]) => kind === 'reference' && targets?.includes(type))
      .map(([name]): [string, string] => [source, name]),
  )
