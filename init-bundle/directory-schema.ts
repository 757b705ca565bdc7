// The public directory's allow-list: which parameters an anonymous search may carry, made from the search table.
// Nothing additional is let in, so that no chain, include, _has or dot parameter leads to anything clinical.
import { directoryProfiles } from '../vocabulary/profiles.ts'
import {
  commonParameters,
  type SearchKind,
  type SearchParameterFact,
  searchParameters,
} from '../vocabulary/search-parameters.ts'

type Schema = Record<string, unknown>

/** The types anyone may read. */
export const directoryTypes: readonly string[] = Object.keys(directoryProfiles)

const modifiers: Record<SearchKind, readonly string[]> = {
  token: ['not', 'text', 'missing', 'of-type'],
  string: ['exact', 'contains', 'missing'],
  reference: ['missing', 'identifier'],
  date: ['missing'],
  number: ['missing'],
  quantity: ['missing'],
  uri: ['below', 'above', 'missing'],
  composite: ['missing'],
  special: [],
}

const matching = (pattern: string): Schema => ({ type: 'string', pattern: `^(${pattern})$` })
/** One value, or the parameter repeated. */
const values = (value: Schema): Schema => ({ anyOf: [value, { type: 'array', items: value }] })
const absent: Schema = { type: 'null' } // the context holds no empty values: absent passes, anything else fails

/** A schema over a request's context: a search of the directory, by nobody, with nothing but what the guide defines. */
export const directorySearchSchema = (): Schema => ({
  type: 'object',
  required: ['request-method', 'uri', 'params'],
  properties: { user: absent, client: absent, session: absent, jwt: absent, token: absent },
  anyOf: directoryTypes.map(searchOf),
})

const searchOf = (type: string): Schema => ({
  properties: {
    params: {
      type: 'object',
      required: ['resource/type'],
      properties: { 'resource/type': { enum: [type] }, ...resultParameters(type) },
      patternProperties: Object.fromEntries(
        [ownPatterns(type), chainPatterns(type), hasPatterns(type)]
          .filter(patterns => patterns.length > 0)
          .map(patterns => [`^(${patterns.join('|')})$`, values({ type: 'string' })]),
      ),
      additionalProperties: false,
    },
  },
  anyOf: [
    { properties: { 'request-method': { enum: ['get'] }, uri: matching(`/fhir/${type}/?`) } },
    {
      properties: { 'request-method': { enum: ['post'] }, uri: matching(`/fhir/${type}/_search`) },
    },
  ],
})

const facts = (type: string) => {
  const found = searchParameters[type]
  if (!found) throw new Error(`the search table has no ${type}`)
  return found
}

/** Of the parameters that hold for all types the guide has the first two; the third costs nothing to allow. */
const common = Object.fromEntries(
  Object.entries(commonParameters).filter(([name]) =>
    ['_id', '_lastUpdated', '_profile'].includes(name),
  ),
)

/** Patterns for a type's own parameters, one per kind, so that each takes its kind's modifiers only. */
const ownPatterns = (type: string): string[] => byKind({ ...common, ...facts(type).parameters })

const byKind = (parameters: Record<string, SearchParameterFact>): string[] => {
  const kinds = Map.groupBy(Object.entries(parameters), ([, { kind }]) => kind)
  return [...kinds].flatMap(([kind, entries]) => {
    const names = `(${entries.map(([name]) => name).join('|')})`
    const plain = modifiers[kind]
    const suffix = plain.length > 0 ? `(:(${plain.join('|')}))?` : ''
    return [names + suffix, ...(kind === 'reference' ? typedReferences(entries) : [])]
  })
}

const typedReferences = (entries: [string, SearchParameterFact][]): string[] =>
  entries.map(([name, fact]) => `${name}:(${targetsOf(name, fact).join('|')})`)

const targetsOf = (name: string, { targets }: SearchParameterFact): string[] => {
  const inside = (targets ?? []).filter(target => directoryTypes.includes(target))
  if (inside.length === 0 || inside.length !== targets?.length)
    throw new Error(`${name} leads out of the directory`)
  return inside
}

/** One step along a reference: `location.address-city`, `location:Location.address-city`. */
const chainPatterns = (type: string): string[] =>
  Object.entries(facts(type).parameters)
    .filter(([, { kind }]) => kind === 'reference')
    .flatMap(([name, fact]) =>
      targetsOf(name, fact).flatMap(target =>
        ownPatterns(target).map(pattern => `${name}(:${target})?\\.${pattern}`),
      ),
    )

/** One step back: `_has:PractitionerRole:location:specialty`. */
const hasPatterns = (type: string): string[] =>
  directoryTypes.flatMap(source =>
    Object.entries(facts(source).parameters)
      .filter(([, { targets }]) => targets?.includes(type))
      .flatMap(([name]) => ownPatterns(source).map(own => `_has:${source}:${name}:${own}`)),
  )

/** How the answer is cut, sorted and what comes with it. */
const resultParameters = (type: string): Schema => {
  const { parameters, includes, revincludes } = facts(type)
  const every = directoryTypes.map(facts)
  const sortable = [...Object.keys(parameters), '_id', '_lastUpdated'].join('|')
  return {
    ...included('_include', includes),
    ...included('_revinclude', revincludes),
    ...included(
      '_include:iterate',
      every.flatMap(fact => fact.includes),
    ),
    ...included(
      '_revinclude:iterate',
      every.flatMap(fact => fact.revincludes),
    ),
    _sort: matching(`-?(${sortable})(,-?(${sortable}))*`),
    _count: matching('[0-9]{1,4}'),
    _page: matching('[A-Za-z0-9_.~-]{1,2000}'),
    _total: { enum: ['none', 'estimate', 'accurate'] },
    _summary: { enum: ['true', 'false', 'text', 'data', 'count'] },
    _elements: matching('[A-Za-z]+(,[A-Za-z]+)*'),
    _format: { enum: ['json', 'application/json', 'application/fhir+json'] },
    _pretty: { enum: ['true', 'false'] },
  }
}

const included = (parameter: string, allowed: readonly string[]): Schema =>
  allowed.length === 0
    ? {}
    : { [parameter]: values(matching([...new Set(allowed)].map(withTarget).join('|'))) }

/** `PractitionerRole:network`, and with its target `PractitionerRole:network:Organization`. */
const withTarget = (value: string): string => {
  const [source = '', name = ''] = value.split(':')
  const fact = facts(source).parameters[name]
  if (!fact) throw new Error(`the search table has no ${value}`)
  return `${value}(:(${targetsOf(value, fact).join('|')}))?`
}
