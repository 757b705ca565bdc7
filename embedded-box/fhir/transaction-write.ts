// The writes of a transaction: one number for all of them, one statement a type and kind of change.
import type { Box } from '../box.ts'
import { alreadyThere, isUnchanged, stored, unchanged } from '../storage/one-resource.ts'
import type { Change, StoredVersion } from '../storage/resources.ts'
import { type Row, rowOf } from '../storage/row.ts'
import type { Sql } from '../storage/sql.ts'
import { type Current, keepHistory, removeRows, takeVersion, writeRows } from '../storage/write.ts'
import { atEntry, type Entry } from './bundle-entries.ts'
import { byType, type Planned } from './transaction-plan.ts'
import type { Ready } from './transaction-ready.ts'

export type Written = StoredVersion & { created: boolean }

/** Deletes, creates and replaces; `Type/id` → what it is now. */
export const writeSteps = async (
  box: Box,
  tx: Sql,
  ready: readonly Ready[],
  deletes: readonly Planned[],
  current: ReadonlyMap<string, Current>,
): Promise<Map<string, Written>> => {
  const written = new Map<string, Written>()
  const changes: Change[] = []
  const now = box.clock()
  // everything that may be replaced is locked by now
  const version = await takeVersion(tx)

  for (const [type, some] of byType(deletes)) {
    const ids = some.flatMap(({ id }) => id ?? [])
    await removeRows(tx, type, ids, version, now)
    for (const id of ids) {
      const text = current.get(`${type}/${id}`)?.body ?? ''
      const lastUpdated = now.toISOString()
      written.set(`${type}/${id}`, {
        type,
        id,
        version,
        lastUpdated,
        text,
        deleted: true,
        created: false,
      })
      changes.push({ type, id, kind: 'delete' })
    }
  }
  for (const [type, some] of byType(ready)) {
    const added: { row: Row; entry: Entry }[] = []
    const replacing: Row[] = []
    for (const { step, resource } of some) {
      const before = current.get(`${type}/${resource.id}`)
      if (before && isUnchanged(resource, before)) {
        written.set(`${type}/${resource.id}`, { ...unchanged(type, before), created: false })
        continue
      }
      const row = rowOf(resource, now, { posted: step.kind === 'create' })
      if (before) replacing.push(row)
      else added.push({ row, entry: step.entry })
      changes.push({ type, id: row.id, kind: before ? 'update' : 'create' })
    }
    const done = await writeRows(
      tx,
      added.map(({ row }) => row),
      { version, replace: false },
    )
    for (const { row, entry } of added) {
      if (!done.has(row.id)) throw atEntry(alreadyThere(type, row.id), entry)
      written.set(`${type}/${row.id}`, { ...stored(row, version), created: true })
    }
    if (replacing.length > 0) {
      await keepHistory(
        tx,
        type,
        replacing.map(({ id }) => id),
      )
      await writeRows(tx, replacing, { version, replace: true })
      for (const row of replacing)
        written.set(`${type}/${row.id}`, { ...stored(row, version), created: false })
    }
  }
  await box.resources.note(tx, changes)
  return written
}
