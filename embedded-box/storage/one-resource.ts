// Writes one resource: create, replace, remove, with the version that must be current.
import { isDeepStrictEqual } from 'node:util'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { fail } from '../errors.ts'
import { differInPrecision } from '../exact-decimals.ts'
import type { Change, StoredVersion } from './resources.ts'
import { type Row, rowOf, textOf, wholeText } from './row.ts'
import type { Sql } from './sql.ts'
import { type Current, lockRows, removeRows, takeVersion, writeRows } from './write.ts'

/** What writing needs besides the transaction. */
export interface Writing {
  clock: () => Date
  newId: () => string
  note: (tx: Sql, changes: readonly Change[]) => Promise<void>
}

/** Stores a new resource; 409 when its id exists. */
export const createOne = async (
  { clock, newId, note }: Writing,
  tx: Sql,
  resource: Resource,
  event?: Resource,
): Promise<StoredVersion> => {
  const row = rowOf({ ...resource, id: resource.id ?? newId() }, clock(), { posted: true })
  const beside = event && rowOf({ ...event, id: newId() }, clock())
  const version = (await writeRows(tx, [row], { replace: false, beside })).get(row.id)
  if (version === undefined) throw alreadyThere(row.type, row.id)
  await note(tx, [{ type: row.type, id: row.id, kind: 'create' }])
  return stored(row, version)
}

/** Stores new resources, many at once; 409 when an id exists. */
export const createMany = async (
  { clock, newId, note }: Writing,
  tx: Sql,
  resources: readonly Resource[],
): Promise<void> => {
  const rows = resources.map(resource =>
    rowOf({ ...resource, id: resource.id ?? newId() }, clock(), { posted: true }),
  )
  const version = await takeVersion(tx)
  for (const type of new Set(rows.map(row => row.type))) {
    const some = rows.filter(row => row.type === type)
    const done = await writeRows(tx, some, { version, replace: false })
    const missed = some.find(({ id }) => !done.has(id))
    if (missed) throw alreadyThere(type, missed.id)
  }
  await note(
    tx,
    rows.map(({ type, id }) => ({ type, id, kind: 'create' })),
  )
}

/** Creates or replaces by id; an unchanged resource keeps its version. */
export const updateOne = async (
  writing: Writing,
  tx: Sql,
  resource: Resource & { id: string },
  { ifMatch, beside }: { ifMatch?: string | undefined; beside?: Resource | undefined } = {},
): Promise<StoredVersion & { created: boolean }> => {
  const { resourceType: type, id } = resource
  const [current] = await lockRows(tx, type, [id])
  requireMatch(type, id, current?.version, ifMatch)
  // undefined: somebody created it between the lock, which found nothing, and now; theirs is to be compared with
  return (
    (await putLocked(writing, tx, resource, current, beside)) ??
    updateOne(writing, tx, resource, { ifMatch, beside })
  )
}

/** Writes over the row that was locked, or where there was none; undefined when there is one by now. */
export const putLocked = async (
  writing: Writing,
  tx: Sql,
  resource: Resource & { id: string },
  current: Current | undefined,
  event?: Resource,
): Promise<(StoredVersion & { created: boolean }) | undefined> => {
  const { resourceType: type, id } = resource
  if (current && isUnchanged(resource, current))
    return { ...unchanged(type, current), created: false }
  const row = rowOf(resource, writing.clock())
  const beside = event && rowOf({ ...event, id: writing.newId() }, writing.clock())
  const version = (
    await writeRows(tx, [row], {
      replace: current !== undefined,
      history: current !== undefined,
      beside,
    })
  ).get(id)
  if (version === undefined) return undefined
  await writing.note(tx, [{ type, id, kind: current ? 'update' : 'create' }])
  return { ...stored(row, version), created: current === undefined }
}

/** Removes by id; undefined when it was not there. The answer is what was removed. */
export const removeOne = async (
  { clock, note }: Writing,
  tx: Sql,
  type: string,
  id: string,
  ifMatch?: string,
): Promise<StoredVersion | undefined> => {
  const [current] = await lockRows(tx, type, [id])
  requireMatch(type, id, current?.version, ifMatch)
  if (!current) return undefined
  const now = clock()
  const version = await takeVersion(tx)
  await removeRows(tx, type, [id], version, now)
  await note(tx, [{ type, id, kind: 'delete' }])
  return { type, id, version, lastUpdated: now.toISOString(), text: current.body, deleted: true }
}

/** 412 unless `If-Match` (bare, quoted, weak, or `*`) names the current version. */
export const requireMatch = (
  type: string,
  id: string,
  current: string | undefined,
  ifMatch: string | undefined,
): void => {
  if (ifMatch === undefined) return
  const wanted = ifMatch.trim().replace(/^(?:W\/)?"?([^"]*)"?$/, '$1')
  if (current !== undefined && (wanted === '*' || wanted === current)) return
  throw fail(
    'conflict',
    current === undefined
      ? `Version Id mismatch: there is no ${type}/${id} to match If-Match.`
      : `Version Id mismatch: ${type}/${id} has changed since version ${wanted.slice(0, 40)} was read. Read it again and repeat the change.`,
    { status: 412 },
  )
}

export const alreadyThere = (type: string, id: string) =>
  fail('duplicate', `${type}/${id} exists already. Use PUT to change it, or another id.`, {
    expression: [`${type}.id`],
  })

/** True when storing would change nothing but version and time. */
export const isUnchanged = (resource: Resource & { id: string }, current: Current): boolean => {
  const row = textOf(resource, new Date(Number(current.updated)))
  const text = wholeText(row, current.version)
  if (text === current.body) return true
  if (differInPrecision(text, current.body)) return false
  const before: unknown = JSON.parse(current.body)
  const after: unknown = JSON.parse(text)
  return isDeepStrictEqual(before, after)
}

/** What was written, as it is read. */
export const stored = (row: Row, version: string): StoredVersion => ({
  type: row.type,
  id: row.id,
  version,
  lastUpdated: new Date(row.updated).toISOString(),
  text: wholeText(row, version),
  deleted: false,
})

/** The current row as it was found. */
export const unchanged = (type: string, current: Current): StoredVersion => ({
  type,
  id: current.id,
  version: current.version,
  lastUpdated: new Date(Number(current.updated)).toISOString(),
  text: current.body,
  deleted: false,
})
