// The API description against the tables it is made from, and against the rules of OpenAPI 3.1.
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { operations } from '../operations.ts'
import { directoryProfiles } from '../profiles.ts'
import { scopeTable, supportedScopes } from '../scope-table.ts'
import { searchParameters } from '../search-parameters.ts'
import { apiDocument } from './document.ts'
import { commonParametersOf } from './fhir-parameters.ts'
import { describedTypes } from './fhir-paths.ts'
import type { ApiOperation } from './openapi-types.ts'
import { describedPersonas } from './operation-examples.ts'
import { schemaOf } from './operation-paths.ts'

const urls = { production: 'https://fhir.plan.example', sandbox: 'https://sandbox.plan.example' }
const document = apiDocument(urls)

const all: { path: string; method: string; operation: ApiOperation }[] = Object.entries(
  document.paths,
).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)
const at = (path: string, method: 'get' | 'post'): ApiOperation => {
  const found = document.paths[path]?.[method]
  if (!found) throw new Error(`nothing at ${method} ${path}`)
  return found
}

test.each(Object.keys(scopeTable))(
  'an app can read and search %s with the scopes of the table',
  type => {
    for (const operation of [
      at(`/fhir/${type}`, 'get'),
      at(`/fhir/${type}/_search`, 'post'),
      at(`/fhir/${type}/{id}`, 'get'),
    ]) {
      const scopes = operation.security.flatMap(need => need.smart ?? [])
      expect(scopes).toContain(`patient/${type}.rs`)
      expect(scopes.filter(scope => !supportedScopes.includes(scope))).toEqual([])
    }
  },
)

test('exactly the directory’s types can be read without a token', () => {
  const open = describedTypes.filter(type =>
    at(`/fhir/${type}/{id}`, 'get').security.some(need => Object.keys(need).length === 0),
  )
  expect(open.toSorted()).toEqual(Object.keys(directoryProfiles).toSorted())
})

test.each(describedTypes)(
  'a search of %s has every parameter of the search table, and its includes',
  type => {
    const parameters = at(`/fhir/${type}`, 'get').parameters ?? []
    const facts = searchParameters[type]
    if (!facts) throw new Error(`${type} is not in the search table`)
    const names = parameters.map(({ name }) => name)
    const controls = ['_count', '_sort', '_total', '_summary', '_elements']
    expect(names.toSorted()).toEqual(
      [
        ...Object.keys({ ...facts.parameters, ...commonParametersOf(type) }),
        ...(facts.includes.length > 0 ? ['_include'] : []),
        ...(facts.revincludes.length > 0 ? ['_revinclude'] : []),
        ...controls,
      ].toSorted(),
    )
    const included = parameters.find(({ name }) => name === '_include')
    expect(included?.schema.items?.enum ?? []).toEqual(facts.includes)
  },
)

test('the public directory is not searched by labels of records', () => {
  const names = at('/fhir/InsurancePlan', 'get').parameters?.map(({ name }) => name)
  expect(names).toContain('_lastUpdated')
  expect(names).not.toContain('_security')
})

test('operations are those of the table that vendors or anyone may call, on their boxes', () => {
  const described = all
    .filter(({ path }) => path.startsWith('/plan-api/'))
    .map(({ path, method, operation }) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      servers: operation.servers?.map(({ url }) => url),
    }))
  const expected = Object.entries(operations)
    .filter(([, { persona }]) => describedPersonas.some(name => name === persona))
    .map(([id, { method, path, boxes }]) => ({
      id,
      method,
      path,
      servers: boxes.map(box => urls[box]),
    }))
  const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id)
  expect(described.toSorted(byId)).toEqual(expected.toSorted(byId))
})

test('nobody needs a token for what the table calls public, and everybody for the rest', () => {
  const wrong = Object.entries(operations).flatMap(([id, { persona }]) => {
    const found = all.find(({ operation }) => operation.operationId === id)
    const isOpen = found?.operation.security.some(need => Object.keys(need).length === 0)
    return found && isOpen !== (persona === 'public') ? [id] : []
  })
  expect(wrong).toEqual([])
})

test('every scope that can be granted is explained', () => {
  const { smart } = document.components.securitySchemes
  expect(smart).toMatchObject({
    flows: {
      authorizationCode: {
        scopes: Object.fromEntries(supportedScopes.map(scope => [scope, expect.any(String)])),
      },
    },
  })
})

test('operation ids are unique, tags are declared, security schemes exist', () => {
  const ids = all.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  const tags = new Set(document.tags.map(({ name }) => name))
  expect(all.flatMap(({ operation }) => operation.tags).filter(tag => !tags.has(tag))).toEqual([])
  const schemes = new Set(Object.keys(document.components.securitySchemes))
  const named = all.flatMap(({ operation }) => operation.security.flatMap(Object.keys))
  expect(named.filter(name => !schemes.has(name))).toEqual([])
})

test('path parameters are those of the path, each required; no parameter stands twice', () => {
  for (const { path, operation } of all) {
    const parameters = operation.parameters ?? []
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const declared = parameters.filter(parameter => parameter.in === 'path')
    expect(declared.map(({ name }) => name)).toEqual(inPath)
    expect(declared.every(({ required }) => required === true)).toBe(true)
    const keys = parameters.map(parameter => `${parameter.in} ${parameter.name}`)
    expect(new Set(keys).size).toBe(keys.length)
  }
})

test('every reference leads somewhere, every operation says how it succeeds', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, target = '']) => target,
  )
  expect(references.length).toBeGreaterThan(100)
  const lost = [...new Set(references)].filter(target => {
    const [, , kind = '', name = ''] = target.split('/')
    const { schemas, responses } = document.components
    return kind === 'schemas' ? !schemas[name] : !(kind === 'responses' && responses[name])
  })
  expect(lost).toEqual([])
  const silent = all.filter(
    ({ operation }) => !Object.keys(operation.responses).some(status => /^[23]/.test(status)),
  )
  expect(silent).toEqual([])
})

test('a schema made from an example says types, fields and what is required', () => {
  expect(schemaOf({ name: 'a', tags: ['b'], size: 1, live: true }, ['tags'])).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      size: { type: 'integer' },
      live: { type: 'boolean' },
    },
    required: ['name', 'size', 'live'],
  })
})

test('the description is valid by the official schema of OpenAPI 3.1, and says so for the right reason', async () => {
  const official = new Validator()
  const { valid, errors } = await official.validate(JSON.parse(JSON.stringify(document)))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect(official.version).toBe('3.1')
  // the same document with one thing wrong is refused: the schema is really asked
  const { info: _left, ...without } = JSON.parse(JSON.stringify(document))
  expect((await new Validator().validate(without)).valid).toBe(false)
})
