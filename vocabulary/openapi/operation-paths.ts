// The App's operations as OpenAPI: method, path, boxes and persona from their table, bodies from typed examples.
import { type BoxName, type OperationFact, operations, type Persona } from '../operations.ts'
import type { ApiOperation, Parameter, PathItem, Schema, Server } from './openapi-types.ts'
import {
  type DescribedOperation,
  type OperationExample,
  operationExamples,
} from './operation-examples.ts'
import { refusals } from './shared-answers.ts'

export const vendorTag = 'Vendor operations'
export const openTag = 'Public operations'

const byPersona: Record<Persona, { tag: string; security: ApiOperation['security'] }> = {
  public: { tag: openTag, security: [{}] },
  vendor: { tag: vendorTag, security: [{ portal: [] }] },
  member: { tag: 'Member operations', security: [{ portal: [] }] },
  admin: { tag: 'Staff operations', security: [{ portal: [] }] },
}

const methods = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const

/** Ids of the operations that the description holds, in the table's order. */
export const describedOperations = Object.keys(operations).filter(
  (id): id is DescribedOperation => id in operationExamples,
)

/** Their paths. */
export const operationPaths = (servers: Record<BoxName, Server>): Record<string, PathItem> => {
  const paths: Record<string, PathItem> = {}
  for (const id of describedOperations) {
    const fact: OperationFact = operations[id]
    paths[fact.path] = {
      ...paths[fact.path],
      [methods[fact.method]]: operationOf(id, fact, servers),
    }
  }
  return paths
}

const operationOf = (
  id: DescribedOperation,
  fact: OperationFact,
  servers: Record<BoxName, Server>,
): ApiOperation => {
  const { summary, body, query = [], optional = [], status, answer } = operationExamples[id]
  const { tag, security } = byPersona[fact.persona]
  const inPath = pathParameters(fact.path)
  const parameters = [...inPath, ...queryParameters(query)]
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, optional), example: body } },
          },
        }),
    responses: {
      [status]: {
        description:
          status === 204 ? 'Done.' : status === 202 ? 'Taken; the answer comes by mail.' : 'Done.',
        ...(answer === undefined
          ? {}
          : { content: { 'application/json': { schema: schemaOf(answer), example: answer } } }),
      },
      ...refusals({
        ...(fact.persona === 'public' ? {} : { 401: 'Unauthorized', 403: 'Forbidden' }),
        ...(inPath.length > 0 ? { 404: 'NotFound' } : {}),
        ...(query.length > 0 ? { 422: 'Unprocessable' } : {}),
        ...(fact.method === 'GET' ? {} : { 409: 'Conflict', 422: 'Unprocessable' }),
        429: 'TooMany',
      }),
    },
    security,
    servers: fact.boxes.map(box => servers[box]),
  }
}

const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    description: 'The app’s Client ID.',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = (query: NonNullable<OperationExample['query']>): Parameter[] =>
  query.map(([name, description, values]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string', ...(values ? { enum: values } : {}) },
  }))

/** The schema that an example implies; all of its fields are required but the optional ones. */
export const schemaOf = (example: unknown, optional: readonly string[] = []): Schema => {
  if (Array.isArray(example)) return { type: 'array', items: schemaOf(example[0]) }
  if (typeof example === 'object' && example !== null) {
    const entries: [string, unknown][] = Object.entries(example)
    const required = entries.map(([name]) => name).filter(name => !optional.includes(name))
    return {
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, value]) => [name, schemaOf(value)])),
      ...(required.length > 0 ? { required } : {}),
    }
  }
  if (typeof example === 'boolean') return { type: 'boolean' }
  if (typeof example === 'number') return { type: Number.isInteger(example) ? 'integer' : 'number' }
  return { type: 'string' }
}
