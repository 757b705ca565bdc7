// Read and write resources as ready JSON text: the store that the box's own rooms use, below access control.
import type { Logger } from 'pino'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { all, binder } from '../fhir/condition.ts'
import { queryCondition } from '../fhir/search-query.ts'
import { announcer } from './changes.ts'
import { createMany, createOne, removeOne, updateOne, type Writing } from './one-resource.ts'
import { reindex } from './reindex.ts'
import { migrate } from './schema.ts'
import type { Database, Sql } from './sql.ts'
import { tableOf } from './tables.ts'
import { takeAndWrite } from './take.ts'
import type { Taking } from './write.ts'

/** One version of a resource. `text` is FHIR-format JSON with `id` and `meta` (versionId, lastUpdated) inside. */
export interface StoredVersion {
  type: string
  id: string
  /** The box's transaction number: grows with every change, not per resource. */
  version: string
  lastUpdated: string
  text: string
  deleted: boolean
}

/** A change that is committed. Heard in this process at once, in others within seconds. */
export interface Change {
  type: string
  id: string
  kind: 'create' | 'update' | 'delete'
}

export interface WriteOptions {
  /** Version (bare or ETag form) that must be current; BoxError 412 otherwise. `*`: must exist. */
  ifMatch?: string
  /** For create: fail 409 when the id exists (default). */
  tx?: Sql
  /** An AuditEvent (new, its id is made) that is written in the same statement; there is none when nothing changed. */
  beside?: Resource
}

export interface Resources {
  /** The current version, also when it is a deletion; undefined when there never was one. */
  read(type: string, id: string, tx?: Sql): Promise<StoredVersion | undefined>
  /** The current resource parsed; undefined when absent or deleted. */
  get<R extends Resource>(
    type: R['resourceType'],
    id: string,
    tx?: Sql,
  ): Promise<(R & { id: string }) | undefined>
  /** Search by the table's parameters, no access control; parsed, at most 1000. For the box's own needs (Session by user, Grant by client). */
  find<R extends Resource>(
    type: R['resourceType'],
    query: Record<string, string>,
    tx?: Sql,
  ): Promise<(R & { id: string })[]>
  /** Stores a new resource (its id, or a fresh one). 409 when the id exists. */
  create(resource: Resource, options?: WriteOptions): Promise<StoredVersion>
  /** Stores many new resources, one statement a type, in one transaction; 409 when an id exists. */
  createAll(resources: readonly Resource[], options?: Pick<WriteOptions, 'tx'>): Promise<void>
  /** Creates or replaces by id. An unchanged body makes no new version. */
  update(
    resource: Resource & { id: string },
    options?: WriteOptions,
  ): Promise<StoredVersion & { created: boolean }>
  /**
   * Takes something and writes a resource for it, in one statement, which is a transaction of its own: with the event
   * `beside`, without looking whether anything changes. False when there was nothing to take: then nothing is written.
   */
  take(
    taking: Taking,
    resource: Resource & { id: string },
    options: { replace: boolean; beside: Resource },
  ): Promise<boolean>
  /** Undefined when it was not there. */
  remove(type: string, id: string, options?: WriteOptions): Promise<StoredVersion | undefined>
  /** One transaction for several of the above: pass `tx` on. Changes are announced after the commit. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  /** Announces changes written with `tx` by other means than the functions above, once its transaction is over. */
  note(tx: Sql, changes: readonly Change[]): Promise<void>
  /** Announces changes that a single statement has committed. */
  committed(changes: readonly Change[]): void
  /** Committed changes, from this process and (LISTEN/NOTIFY) others. Returns how to stop. */
  onChange(heard: (changes: readonly Change[]) => void): () => void
}

/** Migrates the schema and opens the store. */
export const createResources = async (
  database: Database,
  clock: () => Date,
  newId: () => string,
  log: Logger,
): Promise<Resources> => {
  await migrate(database, log, reindex)
  const changes = await announcer(database, log)
  const writing: Writing = { clock, newId, note: changes.note }

  /** Within the caller's transaction, or in one of its own. */
  const within = <T>(tx: Sql | undefined, work: (tx: Sql) => Promise<T>): Promise<T> =>
    tx ? work(tx) : changes.within(work)

  const read: Resources['read'] = async (type, id, tx) => {
    const [row] = await (tx ?? database).query<StoredRow>(
      `select version::text as version, updated::text as updated, body from ${tableOf(type)} where id = $1`,
      [id],
      `read-${type}`,
    )
    if (row) return storedVersion(type, id, row, false)
    const [old] = await (tx ?? database).query<StoredRow & { deleted: boolean }>(
      `select version::text as version, updated::text as updated, body, deleted from history
       where type = $1 and id = $2 order by version desc limit 1`,
      [type, id],
      'read-last',
    )
    return old?.deleted ? storedVersion(type, id, old, true) : undefined
  }

  return {
    read,
    async get<R extends Resource>(type: R['resourceType'], id: string, tx?: Sql) {
      const [row] = await (tx ?? database).query<StoredRow>(
        `select version::text as version, updated::text as updated, body from ${tableOf(type)} where id = $1`,
        [id],
        `read-${type}`,
      )
      return row ? parsed<R>(row.body) : undefined
    },
    async find<R extends Resource>(
      type: R['resourceType'],
      query: Record<string, string>,
      tx?: Sql,
    ) {
      const condition = await queryCondition(type, Object.entries(query), {
        base: '',
        now: clock,
        through: async () => all([]),
      })
      const { values, bind } = binder()
      const where = condition({ row: 't', keys: 't.keys', patient: 't.patient', bind })
      const rows = await (tx ?? database).query<{ body: string }>(
        `select t.body from ${tableOf(type)} t where ${where} order by t.id limit 1000`,
        values,
      )
      return rows.map(({ body }) => parsed<R>(body))
    },
    create: (resource, options = {}) =>
      within(options.tx, tx => createOne(writing, tx, resource, options.beside)),
    createAll: (resources, options = {}) =>
      within(options.tx, tx => createMany(writing, tx, resources)),
    update: (resource, options = {}) =>
      within(options.tx, tx => updateOne(writing, tx, resource, options)),
    take: (taking, resource, options) =>
      takeAndWrite(database, changes, { clock, newId }, { taking, resource, ...options }),
    remove: (type, id, options = {}) =>
      within(options.tx, tx => removeOne(writing, tx, type, id, options.ifMatch)),
    transaction: work => changes.within(work),
    note: (tx, noted) => changes.note(tx, noted),
    committed: done => changes.committed(done),
    onChange: heard => changes.onChange(heard),
  }
}

interface StoredRow {
  version: string
  updated: string
  body: string
}

const storedVersion = (
  type: string,
  id: string,
  row: StoredRow,
  deleted: boolean,
): StoredVersion => ({
  type,
  id,
  version: row.version,
  lastUpdated: new Date(Number(row.updated)).toISOString(),
  text: row.body,
  deleted,
})

/** What was stored was a resource of the table's type with an id: nothing else is ever written there. */
const parsed = <R extends Resource>(body: string): R & { id: string } => JSON.parse(body)
