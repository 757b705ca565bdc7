// Transaction: all or nothing, in FHIR's order (delete, create, update, read), rows written many at once.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { isResourceType } from '../../vocabulary/resource-types.ts'
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { fail } from '../errors.ts'
import { ownerOf } from '../storage/row.ts'
import type { Sql } from '../storage/sql.ts'
import { type Current, lockRows } from '../storage/write.ts'
import { versionReply } from './answers.ts'
import {
  atEntry,
  callOf,
  type Entry,
  entriesOf,
  located,
  responseBundle,
  responseEntry,
} from './bundle-entries.ts'
import { changing } from './changing.ts'
import { notThere, read } from './read.ts'
import { checkReferences } from './reference-check.ts'
import { baseOf, search } from './search.ts'
import { byType, type Planned, plan } from './transaction-plan.ts'
import { type Ready, readySteps } from './transaction-ready.ts'
import { writeSteps } from './transaction-write.ts'
import { conditionOf, refuseNarrowed, type WriteOptions } from './write.ts'

/** Performs a transaction Bundle; the first thing that is wrong undoes all and names its entry. */
export const transaction = async (
  box: Box,
  call: FhirCall,
  options: WriteOptions,
): Promise<Reply> => {
  const base = baseOf(box, call)
  const planned: Planned[] = []
  for (const entry of entriesOf(call.body)) planned.push(await plannedOf(call, entry))
  return changing(box, call, async tx => {
    const replies = await performAll(box, call, planned, options, tx)
    return responseBundle(
      'transaction-response',
      replies.map(reply => responseEntry(reply, base)),
      replies,
    )
  })
}

const kinds: Record<string, Planned['kind']> = {
  FhirCreate: 'create',
  Create: 'create',
  FhirUpdate: 'put',
  Update: 'put',
  FhirConditionalUpdate: 'put',
  FhirPatch: 'patch',
  Patch: 'patch',
  FhirDelete: 'delete',
  Delete: 'delete',
  FhirConditionalDelete: 'delete',
  FhirRead: 'get',
  Read: 'get',
  FhirSearch: 'get',
  Search: 'get',
}

const plannedOf = async (outer: FhirCall, entry: Entry): Promise<Planned> => {
  const call = await callOf(outer, entry)
  try {
    const kind = kinds[call.interaction]
    const { type } = call
    if (!kind || type === undefined || !isResourceType(type))
      throw fail('not-supported', `${call.interaction} is not performed within a transaction.`)
    if (kind !== 'get') await refuseNarrowed(call, type)
    const condition =
      kind === 'create' ? conditionOf(call) : call.id === undefined ? [...call.query] : undefined
    if (kind !== 'create' && kind !== 'get' && condition?.length === 0)
      throw fail('required', 'The url has neither an id nor a query.', { status: 400 })
    return { entry, call, kind, type, ...(condition ? { condition } : {}) }
  } catch (error) {
    throw atEntry(error, entry)
  }
}

const performAll = async (
  box: Box,
  call: FhirCall,
  all: readonly Planned[],
  options: WriteOptions,
  tx: Sql,
): Promise<Reply[]> => {
  const steps = await plan(box, call, all, tx)
  const current = await lockAll(tx, steps)
  const ready = await readySteps(box, steps, current)
  const deletes = steps.filter(
    ({ kind, type, id }) => kind === 'delete' && current.has(`${type}/${id}`),
  )
  if (options.checkReferences) await checkAll(tx, ready, deletes)
  const written = await writeSteps(box, tx, ready, deletes, current)

  const owners = new Map(
    ready.map(({ type, resource }) => [`${type}/${resource.id}`, ownerOf(resource)]),
  )
  const replies = new Map<number, Reply>()
  for (const step of steps) {
    const { type, id, entry } = step
    const version = written.get(`${type}/${id}`)
    if (step.kind === 'get') replies.set(entry.index, await fetched(box, step, tx))
    else if (step.existing) replies.set(entry.index, await found(box, step, tx))
    else if (version)
      replies.set(
        entry.index,
        versionReply(step.call, version.created ? 201 : 200, version, {
          base: baseOf(box, step.call),
          location: !version.deleted,
          patient: owners.get(`${type}/${id}`) ?? null,
        }),
      )
    // a delete of nothing
    else replies.set(entry.index, { status: 204, headers: {} })
  }
  return all.map(({ entry }) => replies.get(entry.index) ?? { status: 204, headers: {} })
}

/** Locks everything that may be changed, before anything is; `Type/id` → what is there. */
const lockAll = async (tx: Sql, steps: readonly Planned[]): Promise<Map<string, Current>> => {
  const current = new Map<string, Current>()
  // what is created has no row to lock; that its id is free is found when it is written
  const changing = steps.filter(
    ({ kind }) => kind === 'put' || kind === 'patch' || kind === 'delete',
  )
  for (const [type, some] of byType(changing)) {
    const ids = some.map(({ id }) => id).filter(id => id !== undefined)
    for (const row of await lockRows(tx, type, ids)) current.set(`${type}/${row.id}`, row)
  }
  return current
}

const checkAll = async (
  tx: Sql,
  ready: readonly Ready[],
  deletes: readonly Planned[],
): Promise<void> => {
  const entries = new Map<Resource, Entry>(
    ready.map(({ resource, step }) => [resource, step.entry]),
  )
  await checkReferences(
    tx,
    [...entries.keys()],
    new Set(ready.map(({ type, resource }) => `${type}/${resource.id}`)),
    new Set(deletes.map(({ type, id }) => `${type}/${id}`)),
    (resource, error) => {
      const entry = entries.get(resource)
      return entry ? located(error, entry) : error
    },
  )
}

const fetched = async (box: Box, { call, type, entry }: Planned, tx: Sql): Promise<Reply> => {
  try {
    return await (call.id === undefined ? search(box, call, type, tx) : read(box, call, type, tx))
  } catch (error) {
    throw atEntry(error, entry)
  }
}

/** What a conditional create found instead. */
const found = async (
  box: Box,
  { call, type, id = '', entry }: Planned,
  tx: Sql,
): Promise<Reply> => {
  const version = await box.resources.read(type, id, tx)
  if (!version) throw atEntry(notThere(type, id), entry)
  return versionReply(call, 200, version, { base: baseOf(box, call), location: true })
}
