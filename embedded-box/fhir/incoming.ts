// A resource on its way in: of the right type, with an id that can be one, nothing the store cannot keep.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { type Issue, outcome } from '../../vocabulary/outcome.ts'
import { isAidboxType } from '../../vocabulary/resource-types.ts'
import { toFhir } from '../aidbox-format.ts'
import type { Box } from '../box.ts'
import type { FhirCall } from '../context.ts'
import { BoxError, fail } from '../errors.ts'
import { carried } from '../exact-decimals.ts'
import { isObject, isResource } from '../json.ts'
import { prepareSystemResource } from '../system-resources.ts'
import { relativeTo } from './references.ts'
import { checkStructure } from './structure.ts'
import { faultsOnWrite } from './validate/on-write.ts'

const idShape = /^[A-Za-z0-9\-.]{1,64}$/
const deepest = 100

/** The resource of a body: its type that of the path, in FHIR format, references into this box relative. */
export const incoming = (box: Box, call: FhirCall, type: string, body: unknown): Resource => {
  if (!isResource(body))
    throw fail(
      'structure',
      `The body is not a ${type} resource in JSON: it needs "resourceType": "${type}".`,
      {
        expression: ['resourceType'],
      },
    )
  if (body.resourceType !== type)
    throw fail(
      'invalid',
      `The body is a ${body.resourceType.slice(0, 64)}, the path says ${type}. Send them equal.`,
      {
        status: 400,
        expression: ['resourceType'],
      },
    )
  const problem = unstorable(body, '', 0)
  if (problem) throw problem
  const resource = call.base === 'root' && isAidboxType(type) ? toFhir(body) : body
  return relativeReferences(resource, `${box.config.baseUrl}/fhir`)
}

/** The id of a body when it has a good one; 400 when it has another. */
export const idOf = (resource: Resource): string | undefined => {
  const { id } = resource
  if (id === undefined) return undefined
  if (typeof id === 'string' && idShape.test(id)) return id
  throw badId(resource.resourceType)
}

/** The id of a path; 400 when it cannot be one. */
export const pathId = (type: string, id: string | undefined): string => {
  if (id !== undefined && idShape.test(id)) return id
  throw badId(type)
}

const badId = (type: string) =>
  fail('value', `An id has 1 to 64 letters, digits, "-" and ".".`, {
    status: 400,
    expression: [`${type}.id`],
  })

/** True for text that can be an id; another can name nothing that exists. */
export const canBeId = (id: string | undefined): id is string =>
  id !== undefined && idShape.test(id)

/** Checks content and, for Aidbox's own types, attributes and secrets; what comes back is stored. */
export const prepared = async (
  box: Box,
  resource: Resource & { id: string },
  previous: () => Resource | undefined,
): Promise<Resource & { id: string }> => {
  if (isAidboxType(resource.resourceType))
    return { ...(await prepareSystemResource(box, resource, previous())), id: resource.id }
  const issues: Issue[] = checkStructure(resource).filter(({ severity }) => severity !== 'warning')
  if (issues.length > 0) throw new BoxError(422, outcome(issues, 'invalid'))
  const misfits = await faultsOnWrite(box, resource)
  if (misfits.length > 0) throw new BoxError(422, outcome(misfits, 'invalid'))
  return resource
}

const unstorable = (value: unknown, path: string, depth: number): BoxError | undefined => {
  if (typeof value === 'string') return value.includes('\u0000') ? nulIn(path) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > deepest)
    return fail('too-long', `The body is nested more than ${deepest} deep.`, { status: 400 })
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\u0000')) return nulIn(path)
    const problem = unstorable(inner, Array.isArray(value) ? path : `${path}.${key}`, depth + 1)
    if (problem) return problem
  }
  return undefined
}

const nulIn = (path: string): BoxError =>
  fail(
    'value',
    `${path.slice(1) || 'The body'} contains U+0000, which no database keeps. Remove it.`,
    {
      status: 400,
      expression: [path.slice(1)],
    },
  )

/** Absolute references to this box become relative: the box may get another name, the record stays whole. */
const relativeReferences = <T extends object>(resource: T, base: string): T =>
  replaced(resource, (value, key) => (key === 'reference' ? relativeTo(base, value) : value))

/** A copy with every string replaced; the same object where nothing changes. */
export const replaced = <T>(value: T, replace: (text: string, key: string) => string): T => {
  const walk = (item: unknown, key: string): unknown => {
    if (typeof item === 'string') return replace(item, key)
    if (Array.isArray(item)) {
      const items = item.map(one => walk(one, key))
      return items.every((one, index) => one === item[index]) ? item : items
    }
    if (!isObject(item)) return item
    let changed: Record<string, unknown> | undefined
    for (const name in item) {
      const before = item[name]
      const after = walk(before, name)
      if (after !== before) {
        changed ??= carried(item, { ...item })
        changed[name] = after
      }
    }
    return changed ?? item
  }
  // strings become strings, everything else keeps its shape: the type is that of the value
  return walk(value, '') as T
}
