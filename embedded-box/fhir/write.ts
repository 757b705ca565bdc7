// Create, update, patch, delete and their conditional forms: checked, matched against the version, stored, announced.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { isAidboxType } from '../../vocabulary/resource-types.ts'
import { toAidbox } from '../aidbox-format.ts'
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { fail } from '../errors.ts'
import { parseExactly } from '../exact-decimals.ts'
import { isResource } from '../json.ts'
import {
  alreadyThere,
  createOne,
  putLocked,
  requireMatch,
  stored,
  unchanged,
} from '../storage/one-resource.ts'
import type { StoredVersion } from '../storage/resources.ts'
import { ownerOf, type Row, rowOf } from '../storage/row.ts'
import type { Sql } from '../storage/sql.ts'
import { type Current, lockRows, writeRows } from '../storage/write.ts'
import { versionReply } from './answers.ts'
import { changing, writingOf } from './changing.ts'
import { idOf, incoming, pathId, prepared } from './incoming.ts'
import { patched } from './patch.ts'
import { notThere } from './read.ts'
import { checkReferences } from './reference-check.ts'
import { baseOf, findIds } from './search.ts'
import { viewsOf } from './views.ts'

export interface WriteOptions {
  /** False for the init bundle, as `BOX_FHIR_VALIDATION_SKIP_REFERENCE` is on Aidbox. */
  checkReferences: boolean
}

/** Only a caller who sees all of a type may write it: a narrowed view could hide what is overwritten. */
export const refuseNarrowed = async (call: FhirCall, type: string): Promise<void> => {
  const { kind } = await call.sight.view(type, 'read')
  if (kind !== 'all')
    throw fail('forbidden', `This token reads; it may not change ${type} resources.`)
}

/** POST: the id of the body is honoured, 409 when it exists; `If-None-Exist` makes it conditional. */
export const create = async (
  box: Box,
  call: FhirCall,
  type: string,
  options: WriteOptions,
): Promise<Reply> => {
  await refuseNarrowed(call, type)
  const body = incoming(box, call, type, call.body)
  const condition = conditionOf(call)
  const resource = { ...body, id: idOf(body) ?? box.newId() }
  if (condition !== undefined)
    return changing(box, call, async tx => {
      const [found] = await matching(box, call, type, condition, tx)
      if (found !== undefined) return existingReply(box, call, type, found, tx)
      return createIn(box, call, resource, options, tx)
    })
  if (isAidboxType(type))
    return changing(box, call, tx => createIn(box, call, resource, options, tx))
  // one statement is a transaction of its own
  const ready = await prepared(box, resource, () => undefined)
  if (options.checkReferences) await checkReferences(box.database, [ready])
  const row = rowOf(ready, box.clock(), { posted: true })
  const event = call.event?.({ status: 201, headers: {}, touched: touchedBy(row) })
  const beside = event && rowOf({ ...event, id: box.newId() }, box.clock(), { posted: true })
  const written = await writeRows(box.database, [row], { replace: false, beside })
  const version = written.get(row.id)
  if (version === undefined) throw alreadyThere(type, row.id)
  box.resources.committed([{ type, id: row.id, kind: 'create' }])
  return createdReply(box, call, stored(row, version), row.patient)
}

const touchedBy = ({ type, id, patient }: Row) => ({
  references: [`${type}/${id}`],
  patients: patient === null ? [] : [patient],
})

const createdReply = (
  box: Box,
  call: FhirCall,
  version: StoredVersion,
  patient: string | null,
): Reply => versionReply(call, 201, version, { base: baseOf(box, call), location: true, patient })

const createIn = async (
  box: Box,
  call: FhirCall,
  resource: Resource & { id: string },
  options: WriteOptions,
  tx: Sql,
): Promise<Reply> => {
  const ready = await prepared(box, resource, () => undefined)
  if (options.checkReferences) await checkReferences(tx, [ready])
  const version = await createOne(writingOf(box), tx, ready)
  return createdReply(box, call, version, ownerOf(ready))
}

const existingReply = async (box: Box, call: FhirCall, type: string, id: string, tx: Sql) => {
  const found = await box.resources.read(type, id, tx)
  if (!found) throw notThere(type, id)
  return versionReply(call, 200, found, { base: baseOf(box, call), location: true })
}

/** The query of `If-None-Exist` or of a POST's URL. */
export const conditionOf = (call: FhirCall): (readonly [string, string])[] | undefined => {
  const header = call.headers['if-none-exist']
  const pairs =
    header === undefined
      ? [...call.query]
      : [...new URLSearchParams(header.slice(header.indexOf('?') + 1)).entries()]
  const found = pairs.filter(([name]) => !['_format', '_pretty'].includes(name))
  if (header !== undefined && found.length === 0)
    throw fail('value', 'If-None-Exist has no search parameter.', { status: 400 })
  return found.length > 0 ? found : undefined
}

/** Ids that a condition finds, at most one; 412 for more. Callers with the same condition wait for each other. */
export const matching = async (
  box: Box,
  call: FhirCall,
  type: string,
  query: readonly (readonly [string, string])[],
  tx: Sql,
): Promise<string[]> => {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${type}?${JSON.stringify(query)}`,
  ])
  const views = viewsOf(call.sight, baseOf(box, call), box.clock)
  const ids = await findIds(tx, type, query, views, 2)
  if (ids.length > 1)
    throw fail(
      'multiple-matches',
      `Several ${type} resources match the condition. Make it select one.`,
    )
  return ids
}

/** PUT on an id: creates or replaces. */
export const update = async (
  box: Box,
  call: FhirCall,
  type: string,
  options: WriteOptions,
): Promise<Reply> => {
  await refuseNarrowed(call, type)
  const id = pathId(type, call.id)
  const body = incoming(box, call, type, call.body)
  return changing(box, call, tx => put(box, call, { ...body, id }, options, tx))
}

/** PUT on a query: none creates, one is replaced, several are 412. */
export const conditionalUpdate = async (
  box: Box,
  call: FhirCall,
  type: string,
  options: WriteOptions,
): Promise<Reply> => {
  await refuseNarrowed(call, type)
  const body = incoming(box, call, type, call.body)
  if (call.query.length === 0)
    throw fail('required', `PUT ${type} needs an id, or a query that selects one.`, { status: 400 })
  return changing(box, call, async tx => {
    const [found] = await matching(box, call, type, call.query, tx)
    const own = idOf(body)
    if (found !== undefined && own !== undefined && own !== found)
      throw fail('conflict', `The query selects ${type}/${found}, the body has id ${own}.`, {
        status: 400,
      })
    return put(box, call, { ...body, id: found ?? own ?? box.newId() }, options, tx)
  })
}

/** Locks what is there, compares versions, writes. */
const put = async (
  box: Box,
  call: FhirCall,
  resource: Resource & { id: string },
  options: WriteOptions,
  tx: Sql,
): Promise<Reply> => {
  const { resourceType: type, id } = resource
  const [current] = await lockRows(tx, type, [id])
  requireMatch(type, id, current?.version, call.headers['if-match'])
  if (current && call.headers['if-none-match']?.trim() === '*')
    throw fail('conflict', `${type}/${id} exists already.`, { status: 412 })
  const ready = await prepared(box, resource, () => parsed(current))
  if (options.checkReferences) await checkReferences(tx, [ready])
  const written = await putLocked(writingOf(box), tx, ready, current)
  // somebody created it after the lock found nothing: compare with theirs
  if (!written) return put(box, call, resource, options, tx)
  return versionReply(call, written.created ? 201 : 200, written, {
    base: baseOf(box, call),
    location: true,
    patient: ownerOf(ready),
  })
}

const parsed = (current: Current | undefined): Resource | undefined => {
  const resource: unknown = current && parseExactly(current.body)
  return isResource(resource) ? resource : undefined
}

/** PATCH on an id, or on a query that selects one: JSON Patch or merge patch on the locked version. */
export const patch = async (
  box: Box,
  call: FhirCall,
  type: string,
  options: WriteOptions,
): Promise<Reply> => {
  await refuseNarrowed(call, type)
  if (call.id !== undefined) {
    const id = pathId(type, call.id)
    return changing(box, call, tx => patchLocked(box, call, { type, id }, options, tx))
  }
  const query = call.query.filter(([name]) => name !== '_method')
  if (query.length === 0)
    throw fail('required', `PATCH ${type} needs an id, or a query that selects one.`, {
      status: 400,
    })
  return changing(box, call, async tx => {
    const [id] = await matching(box, call, type, query, tx)
    if (id === undefined) throw fail('not-found', `No ${type} matches the condition.`)
    return patchLocked(box, call, { type, id }, options, tx)
  })
}

const patchLocked = async (
  box: Box,
  call: FhirCall,
  { type, id }: { type: string; id: string },
  options: WriteOptions,
  tx: Sql,
): Promise<Reply> => {
  const [current] = await lockRows(tx, type, [id])
  const before = parsed(current)
  if (!current || !before) throw notThere(type, id)
  requireMatch(type, id, current.version, call.headers['if-match'])
  const aidbox = call.base === 'root' && isAidboxType(type)
  const after = incoming(box, call, type, patched(call, aidbox ? toAidbox(before) : before))
  const ready = await prepared(box, { ...after, id }, () => before)
  if (options.checkReferences) await checkReferences(tx, [ready])
  const written = (await putLocked(writingOf(box), tx, ready, current)) ?? unchanged(type, current)
  return versionReply(call, 200, written, {
    base: baseOf(box, call),
    location: true,
    patient: ownerOf(ready),
  })
}
