// House rule 13 on every AccessPolicy: one reason a file, pinned, anchored, listing what is allowed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { AccessPolicy } from '../vocabulary/aidbox.ts'
import { operations } from '../vocabulary/operations.ts'
import { directoryProfiles } from '../vocabulary/profiles.ts'
import { scopeTable } from '../vocabulary/scope-table.ts'

interface Found {
  file: string
  text: string
  policy: AccessPolicy
}

const folders = ['both', 'sandbox', 'production'] as const
const policies: Found[] = folders.flatMap(folder =>
  readdirSync(join(import.meta.dirname, folder)).map(name => {
    const text = readFileSync(join(import.meta.dirname, folder, name), 'utf8')
    return { file: `${folder}/${name}`, text, policy: parse(text) }
  }),
)
const named = policies.map(found => [found.file, found] as const)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** Every key and every text of a pattern, at any depth. */
const keysIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? [...(isObject(value) ? Object.keys(value) : []), ...Object.values(value).flatMap(keysIn)]
    : []
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value)
const patternOf = ({ matcho, rpc }: AccessPolicy): unknown => matcho ?? rpc ?? {}

test.each(named)('%s says why in a comment, and its id says who may do what', (file, found) => {
  expect(found.text).toMatch(/^# [A-Z].*[.:?]/)
  expect(file.endsWith(`/${found.policy.id}.yaml`)).toBe(true)
  expect(found.policy.id).toMatch(/^as-(anonymous|smart-app|vendor|member|admin|plan-api)-[a-z-]+$/)
})

test.each(named)(
  '%s is linked, so that it is asked for one Client or Operation only',
  (_, { policy }) => {
    expect(policy.link?.length).toBeGreaterThan(0)
    for (const { reference } of policy.link ?? [])
      expect(reference).toMatch(/^(Client|Operation)\/[A-Za-z-]+$/)
  },
)

test.each(named)(
  '%s lists what is allowed: no $not, no unanchored or misspelt pattern',
  (_, { policy }) => {
    const pattern = patternOf(policy)
    const known = [
      '$enum',
      '$one-of',
      '$contains',
      '$every',
      '$reference',
      '$present-all',
      '$length',
    ]
    expect(keysIn(pattern).filter(key => key.startsWith('$') && !known.includes(key))).toEqual([])
    expect(keysIn(pattern)).not.toContain('extension')
    expect(keysIn(pattern)).not.toContain('reference')
    for (const text of textsIn(pattern)) {
      if (text.startsWith('#')) expect(text).toMatch(/^#\^/)
      if (text.startsWith('.')) throw new Error(`${text}: pair it with present? and say so here`)
      expect(text).not.toMatch(/^(\^|contains|\$or|\$and)/)
    }
  },
)

test.each(named.filter(([, { policy }]) => policy.engine === 'matcho'))(
  '%s pins method and path',
  (_, { policy }) => {
    expect(at(policy.matcho, 'request-method')).toBeDefined()
    expect(at(policy.matcho, 'uri')).toMatch(/^#\^\/(fhir|plan-api)/)
  },
)

test.each(named.filter(([, { policy }]) => /^as-(vendor|member|admin)-/.test(policy.id ?? '')))(
  '%s holds for our portal only: a third-party token carries the same user',
  (_, { policy }) => {
    expect(at(policy.matcho, 'client')).toEqual({ id: 'portal-ui', active: true })
    expect(at(policy.matcho, 'user', 'id')).toBe('present?')
    const [, role] = /^as-([a-z]+)-/.exec(policy.id ?? '') ?? []
    expect(at(policy.matcho, 'user', 'roles')).toEqual({ $contains: { type: role } })
  },
)

test.each(named.filter(([, { policy }]) => /^as-smart-app-/.test(policy.id ?? '')))(
  '%s reads with a scoped token of an active app that has a patient, and writes nothing',
  (_, { policy }) => {
    expect(policy.matcho).toMatchObject({
      client: { active: true, type: 'smart-app' },
      user: { id: 'present?' },
      jwt: { atv: 2, scope: 'present?', context: { patient: 'present?' } },
    })
    const method = at(policy.matcho, 'request-method')
    const links = policy.link?.map(({ reference }) => reference)
    expect(
      method === 'get' || (method === 'post' && links?.join() === 'Operation/FhirPostSearch'),
    ).toBe(true)
    expect(at(policy.matcho, 'params', 'resource/type', '$enum')).toEqual(Object.keys(scopeTable))
  },
)

test.each(named.filter(([, { policy }]) => /^as-plan-api-/.test(policy.id ?? '')))(
  '%s is for the App alone, by Basic: no user, no token',
  (_, { policy }) => {
    const pattern = policy.matcho ?? Object.values(policy.rpc ?? {})[0]
    expect(at(pattern, 'client')).toEqual({ id: 'plan-api', active: true })
    expect(at(pattern, 'user')).toBe('nil?')
    expect(policy.link).toEqual([{ reference: 'Client/plan-api' }])
  },
)

test('nobody but the App is let near Client, User, Session, Grant, Task, Basic, Communication', () => {
  const closed = [
    'Client',
    'User',
    'Session',
    'Grant',
    'Task',
    'Basic',
    'Communication',
    'AccessPolicy',
    'App',
  ]
  for (const { policy } of policies.filter(
    ({ policy }) => !/^as-plan-api-/.test(policy.id ?? ''),
  )) {
    const isFhir = policy.link?.some(({ reference }) => /^Operation\/Fhir/.test(reference ?? ''))
    const types = at(policy.matcho, 'params', 'resource/type', '$enum')
    if (isFhir && policy.engine === 'matcho' && policy.id !== 'as-anonymous-read-metadata')
      expect(Array.isArray(types) ? types.filter(type => closed.includes(type)) : ['all']).toEqual(
        [],
      )
  }
})

test('the App itself cannot write its own permissions', () => {
  for (const { policy } of policies)
    expect(textsIn(at(policy.matcho, 'params', 'resource/type'))).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(AccessPolicy|App|AuthConfig|Role|Operation)$/),
      ]),
    )
})

test('the directory is read by exactly the types it is searched by', () => {
  const read = policies.find(({ policy }) => policy.id === 'as-anonymous-read-provider-directory')
  expect(at(read?.policy.matcho, 'params', 'resource/type', '$enum')).toEqual(
    Object.keys(directoryProfiles),
  )
})

test.each(Object.entries(operations))(
  'the matrix has a row for %s on each of its boxes',
  (_, fact) => {
    const matrix = readFileSync(join(import.meta.dirname, 'MATRIX.md'), 'utf8')
    const path = fact.path.replaceAll('$', '\\$').replace(/\{\w+\}/g, '[^/`]+')
    for (const box of fact.boxes) {
      const heading = `## ${box === 'sandbox' ? 'Sandbox' : 'Production'}: operations`
      const section = matrix.split(heading)[1]?.split('\n## ')[0] ?? ''
      expect(section).toMatch(new RegExp(`\\| \`${fact.method} ${path}[?\`]`))
    }
  },
)
