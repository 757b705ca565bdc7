// Before a transaction writes: who gets which id, which conditions hold, where references lead; in FHIR's order.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { isResourceType } from '../../vocabulary/resource-types.ts'
import type { Box } from '../box.ts'
import type { FhirCall } from '../context.ts'
import { fail } from '../errors.ts'
import type { Sql } from '../storage/sql.ts'
import { atEntry, type Entry } from './bundle-entries.ts'
import { idOf, incoming, pathId, replaced } from './incoming.ts'
import { relativeTo, targetOf } from './references.ts'
import { baseOf, findIds } from './search.ts'
import { viewsOf } from './views.ts'
import { matching } from './write.ts'

/** One entry on its way through a transaction. */
export interface Planned {
  entry: Entry
  call: FhirCall
  kind: 'delete' | 'create' | 'put' | 'patch' | 'get'
  type: string
  /** The query of a conditional write. */
  condition?: readonly (readonly [string, string])[]
  id?: string
  /** True when a conditional create found one: nothing is written. */
  existing?: boolean
  /** The body with its references resolved; a patch keeps its own form. */
  resource?: Resource
}

const order: readonly Planned['kind'][] = ['delete', 'create', 'put', 'patch', 'get']

/** The steps in the order in which they are done, ids given, references resolved. */
export const plan = async (
  box: Box,
  call: FhirCall,
  all: readonly Planned[],
  tx: Sql,
): Promise<Planned[]> => {
  await takeConditionLocks(all, tx)
  const steps: Planned[] = []
  for (const step of all) {
    try {
      steps.push(await withId(box, step, tx))
    } catch (error) {
      throw atEntry(error, step.entry)
    }
  }
  refuseDoubles(steps)
  const targets = targetsOf(box, call, steps)
  const resolve = await conditionalReferences(box, call, steps, tx)
  return steps
    .map(step =>
      step.resource
        ? {
            ...step,
            resource: replaced(step.resource, (text, key) =>
              literalKeys.has(key)
                ? text
                : (targets.get(text) ?? (key === 'reference' ? resolve(text) : text)),
            ),
          }
        : step,
    )
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.entry.index - b.entry.index)
}

/** Elements that are text of their own, also where they happen to equal a fullUrl. */
const literalKeys: ReadonlySet<string> = new Set([
  'id',
  'value',
  'system',
  'display',
  'div',
  'text',
])

/** Two transactions with the same conditions take turns; in one order, so that they never wait for each other. */
const takeConditionLocks = async (all: readonly Planned[], tx: Sql): Promise<void> => {
  const names = all.flatMap(({ type, kind, condition }) =>
    condition && kind !== 'get' ? [`${type}?${JSON.stringify(condition)}`] : [],
  )
  if (names.length < 2) return
  await tx.query(
    'select pg_advisory_xact_lock(hashtextextended(name, 0)) from (select name from unnest($1::text[]) name order by name) n',
    [names],
  )
}

const withId = async (box: Box, step: Planned, tx: Sql): Promise<Planned> => {
  const { call, kind, type, condition } = step
  if (kind === 'get') return step
  const [found] = condition ? await matching(box, call, type, condition, tx) : []
  if (kind === 'delete' || kind === 'patch') {
    if (kind === 'patch' && condition && found === undefined)
      throw fail('not-found', `No ${type} matches the condition.`)
    const id = condition ? found : pathId(type, call.id)
    return { ...step, ...(id === undefined ? {} : { id }) }
  }
  const resource = incoming(box, call, type, call.body)
  const own = idOf(resource)
  if (kind === 'create') {
    if (found !== undefined) return { ...step, id: found, existing: true }
    const id = own ?? box.newId()
    return { ...step, id, resource: { ...resource, id } }
  }
  const id = condition ? (found ?? own ?? box.newId()) : pathId(type, call.id)
  return { ...step, id, resource: { ...resource, id } }
}

const refuseDoubles = (steps: readonly Planned[]): void => {
  const seen = new Map<string, Entry>()
  for (const { kind, type, id, entry, existing } of steps) {
    if (kind === 'get' || existing || id === undefined) continue
    const other = seen.get(`${type}/${id}`)
    if (other)
      throw atEntry(
        fail('invalid', `${type}/${id} is written by entry ${other.index} already.`, {
          status: 400,
        }),
        entry,
      )
    seen.set(`${type}/${id}`, entry)
  }
}

/** What references inside the Bundle may say → where they lead. */
const targetsOf = (box: Box, call: FhirCall, steps: readonly Planned[]): Map<string, string> => {
  const targets = new Map<string, string>()
  const base = baseOf(box, { ...call, base: 'fhir' })
  for (const { entry, type, id, kind } of steps) {
    const { fullUrl } = entry
    if (fullUrl === undefined || id === undefined || (kind !== 'create' && kind !== 'put')) continue
    const name = `${type}/${id}`
    targets.set(fullUrl, name)
    // `http://elsewhere/fhir/Patient/1` is meant by `Patient/1` in the same Bundle
    const tail =
      targetOf(relativeTo(base, fullUrl)) ?? targetOf(fullUrl.split('/').slice(-2).join('/'))
    if (tail && tail.type === type) targets.set(`${tail.type}/${tail.id}`, name)
  }
  return targets
}

const conditional = /^([A-Z][A-Za-z]+)\?(.+)$/

/** `Practitioner?identifier=system|value` → the one it selects; 412 when there is none or several. */
const conditionalReferences = async (
  box: Box,
  call: FhirCall,
  steps: readonly Planned[],
  tx: Sql,
): Promise<(reference: string) => string> => {
  const wanted = new Map<string, Entry>()
  for (const { resource, entry } of steps)
    if (resource)
      replaced(resource, (text, key) => {
        if (key === 'reference' && conditional.test(text) && !wanted.has(text))
          wanted.set(text, entry)
        return text
      })
  const found = new Map<string, string>()
  const views = viewsOf(call.sight, baseOf(box, call), box.clock)
  for (const [reference, entry] of wanted) {
    try {
      const [, type = '', query = ''] = conditional.exec(reference) ?? []
      if (!isResourceType(type))
        throw fail('invalid', `${type} in a conditional reference is no resource type.`)
      const pairs = [...new URLSearchParams(query).entries()]
      const ids = await findIds(tx, type, pairs, views, 2)
      const [id] = ids
      if (id === undefined || ids.length > 1)
        throw fail(
          'multiple-matches',
          `The conditional reference to ${type} matches ${ids.length === 0 ? 'nothing' : 'several'}; it must select one resource of this box.`,
        )
      found.set(reference, `${type}/${id}`)
    } catch (error) {
      throw atEntry(error, entry)
    }
  }
  return reference => found.get(reference) ?? reference
}

/** Steps of each type, types in one order for all transactions, so that locks are taken alike. */
export const byType = <T extends { type: string }>(steps: readonly T[]): [string, T[]][] => {
  const groups = new Map<string, T[]>()
  for (const step of steps) {
    const group = groups.get(step.type)
    if (group) group.push(step)
    else groups.set(step.type, [step])
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
}
