// Search parameters as OpenAPI: a type's own from the search table, those of every type, and what shapes the answer.
import { directoryProfiles } from '../profiles.ts'
import { scopeTable } from '../scope-table.ts'
import {
  commonParameters,
  type SearchKind,
  type SearchParameterFact,
  searchParameters,
} from '../search-parameters.ts'
import type { Parameter } from './openapi-types.ts'

/** What a value of each kind looks like. */
const kinds: Record<SearchKind, { words: string; example: string }> = {
  token: {
    words: 'A code, or `system|code`.',
    example: 'http://hl7.org/fhir/sid/us-npi|1234567893',
  },
  string: { words: 'The beginning of a text; `:exact` and `:contains` exist.', example: 'Sm' },
  reference: { words: 'An id, or `Type/id`.', example: 'Patient/123' },
  date: {
    words: 'A date, with `ge`, `le`, `gt` or `lt` in front for a period.',
    example: 'ge2026-01-01',
  },
  number: { words: 'A number, with a prefix for a range.', example: 'gt5' },
  quantity: {
    words: 'A number with an optional `|system|unit`.',
    example: '5.4|http://unitsofmeasure.org|mg',
  },
  uri: {
    words: 'A whole URI.',
    example: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient',
  },
  composite: {
    words: 'Values that belong together, with `$` between them.',
    example: 'http://loinc.org|2339-0$gt5.4',
  },
  special: { words: 'As FHIR defines this parameter.', example: '42.36|-71.06|10|km' },
}

const searchParameter = ([name, fact]: [string, SearchParameterFact]): Parameter => ({
  name,
  in: 'query',
  description: [
    `${fact.kind}.`,
    kinds[fact.kind].words,
    ...(fact.targets ? [`Points to ${fact.targets.join(', ')}.`] : []),
  ].join(' '),
  schema: { type: 'string' },
})

const included = (name: '_include' | '_revinclude', values: readonly string[]): Parameter[] =>
  values.length === 0
    ? []
    : [
        {
          name,
          in: 'query',
          description:
            name === '_include'
              ? 'Brings what the matches point to.'
              : 'Brings what points to the matches.',
          schema: { type: 'array', items: { type: 'string', enum: values } },
          explode: true,
        },
      ]

const controls: readonly Parameter[] = [
  {
    name: '_count',
    in: 'query',
    description: 'Matches a page, 100 unless said, 1000 at most.',
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
  },
  {
    name: '_sort',
    in: 'query',
    description: 'Parameter names, `-` in front for descending.',
    schema: { type: 'string' },
  },
  {
    name: '_total',
    in: 'query',
    description: '`none` saves the counting.',
    schema: { type: 'string', enum: ['none', 'estimate', 'accurate'] },
  },
  {
    name: '_summary',
    in: 'query',
    description: '`count` gives the total alone.',
    schema: { type: 'string', enum: ['true', 'false', 'text', 'data', 'count'] },
  },
  {
    name: '_elements',
    in: 'query',
    description: 'Only these top-level elements, comma separated.',
    schema: { type: 'string' },
  },
]

/** Labels and origin of a record: the public directory does not search by them. */
const labels: readonly string[] = ['_tag', '_security', '_source']

/** The parameters of every type, as far as a search of this type takes them. */
export const commonParametersOf = (type: string): Record<string, SearchParameterFact> =>
  scopeTable[type]
    ? commonParameters
    : Object.fromEntries(
        Object.entries(commonParameters).filter(([name]) => !labels.includes(name)),
      )

/** All parameters that a search of a type may carry. */
export const searchParametersOf = (type: string): Parameter[] => {
  const facts = searchParameters[type]
  return [
    ...Object.entries({ ...facts?.parameters, ...commonParametersOf(type) })
      .map(searchParameter)
      .map(parameter =>
        directoryProfiles[type] && labels.includes(parameter.name)
          ? { ...parameter, description: `${parameter.description} With a token only.` }
          : parameter,
      ),
    ...included('_include', facts?.includes ?? []),
    ...included('_revinclude', facts?.revincludes ?? []),
    ...controls,
  ]
}

/** The id in the path of a read. */
export const idParameter: Parameter = {
  name: 'id',
  in: 'path',
  description: 'The resource’s id.',
  required: true,
  schema: { type: 'string', pattern: '^[A-Za-z0-9\\-._]{1,64}$' },
}
