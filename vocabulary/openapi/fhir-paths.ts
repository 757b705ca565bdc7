// FHIR paths of the two APIs: what a member's app reads with scopes, and what anyone reads of the directory.
import { directoryProfiles } from '../profiles.ts'
import { scopeTable } from '../scope-table.ts'
import { idParameter, searchParametersOf } from './fhir-parameters.ts'
import type { ApiOperation, PathItem, Schema, Server } from './openapi-types.ts'
import { fhirAnswer, refusals } from './shared-answers.ts'

export const directoryTag = 'Provider directory'
export const recordTag = 'Patient Access'

/** Types that the API description names: those with a scope, and those of the directory. */
export const describedTypes: readonly string[] = [
  ...new Set([...Object.keys(scopeTable), ...Object.keys(directoryProfiles)]),
]

const errors = {
  search: refusals({ 400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 429: 'TooMany' }),
  read: refusals({ 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 429: 'TooMany' }),
}

/** Paths of every described type, and the box's own statement. */
export const fhirPaths = (production: Server): Record<string, PathItem> => ({
  '/fhir/metadata': { get: metadata },
  ...Object.fromEntries(describedTypes.flatMap(type => pathsOf(type, production))),
})

const metadata: ApiOperation = {
  operationId: 'capabilities',
  tags: [recordTag, directoryTag],
  summary: 'What the server can do, as a CapabilityStatement',
  responses: { 200: fhirAnswer('The CapabilityStatement.', 'Resource') },
  security: [{}],
}

const pathsOf = (type: string, production: Server): [string, PathItem][] => {
  const about = aboutType(type, production)
  const parameters = searchParametersOf(type)
  return [
    [
      `/fhir/${type}`,
      {
        get: {
          operationId: `search${type}`,
          summary: `Search ${type}`,
          ...about,
          parameters,
          responses: { 200: fhirAnswer('A page of matches.', 'Searchset'), ...errors.search },
        },
      },
    ],
    [
      `/fhir/${type}/_search`,
      {
        post: {
          operationId: `search${type}ByPost`,
          summary: `Search ${type}, with the parameters in a form`,
          ...about,
          description: `${about.description} The form takes the parameters of the search by GET; they then stand in no log of an address.`,
          requestBody: {
            required: true,
            content: {
              'application/x-www-form-urlencoded': {
                schema: {
                  type: 'object',
                  properties: Object.fromEntries(
                    parameters.map(({ name, schema }): [string, Schema] => [name, schema]),
                  ),
                },
              },
            },
          },
          responses: { 200: fhirAnswer('A page of matches.', 'Searchset'), ...errors.search },
        },
      },
    ],
    [
      `/fhir/${type}/{id}`,
      {
        get: {
          operationId: `read${type}`,
          summary: `Read one ${type}`,
          ...about,
          parameters: [idParameter],
          responses: { 200: fhirAnswer(`The ${type}.`, 'Resource'), ...errors.read },
        },
      },
    ],
  ]
}

/** Who may ask, by which scopes, where. */
const aboutType = (type: string, production: Server) => {
  const scope = scopeTable[type]
  const isPublic = directoryProfiles[type] !== undefined
  const scopes = scope
    ? [`patient/${type}.rs`, `patient/${type}.read`, ...(scope.user ? [`user/${type}.rs`] : [])]
    : []
  const said = [
    ...(scope
      ? [
          `With a token: what the member allowed of their own record (“${scope.en}”), and what it points to. Needs one of ${scopes.map(name => `\`${name}\``).join(', ')}.`,
        ]
      : []),
    ...(isPublic
      ? ['Without a token, on the production server: what the provider directory publishes.']
      : []),
  ]
  return {
    tags: [...(isPublic ? [directoryTag] : []), ...(scope ? [recordTag] : [])],
    description: said.join(' '),
    externalDocs: {
      url: `https://hl7.org/fhir/R4/${type.toLowerCase()}.html`,
      description: `FHIR R4 ${type}`,
    },
    security: [...(isPublic ? [{}] : []), ...scopes.map(name => ({ smart: [name] }))],
    ...(scope ? {} : { servers: [production] }),
  } satisfies Partial<ApiOperation>
}
