// Makes and migrates the schema at start: forward only, recorded, and safe when two processes start together.
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { commonParameters, searchParameters } from '../../vocabulary/search-parameters.ts'
import type { Database, Sql } from './sql.ts'
import { storedTypes, tableOf, tableStatements } from './tables.ts'

/** Steps that are not a type's table. Never change one that was released: add the next. */
const steps: readonly { id: number; name: string; script: string }[] = [
  {
    id: 1,
    name: 'transaction number and history',
    script: `
      create sequence transaction_number;
      create table history (
        type text collate "C" not null,
        id text collate "C" not null,
        version bigint not null,
        updated bigint not null,
        deleted boolean not null,
        patient text collate "C",
        sensitive boolean not null,
        directory boolean not null,
        body text not null,
        primary key (type, id, version));
      create index on history (type, version);
      create table box_table (type text primary key, form text not null, extraction text not null);`,
  },
  {
    id: 2,
    name: 'whether a version came by POST',
    script: 'alter table history add column posted boolean not null default false;',
  },
]

/** Grows when the same resource yields other keys, texts, references or dates than before. */
const extractionVersion = 3

/**
 * Brings the schema to its present form. Types whose extraction changed are handed to `reindex`, inside the same
 * transaction, so that no search ever runs on half of them.
 */
export const migrate = (
  database: Database,
  log: Logger,
  reindex: (tx: Sql, type: string) => Promise<number>,
): Promise<void> =>
  database.transaction(async tx => {
    await tx.query('select pg_advisory_xact_lock(7046112025)')
    await tx.query(
      'create table if not exists box_migration (id int primary key, name text not null, applied timestamptz not null default now())',
    )
    const done = new Set(
      (await tx.query<{ id: number }>('select id from box_migration')).map(({ id }) => id),
    )
    const newest = Math.max(0, ...done)
    if (newest > steps.length)
      throw new Error(
        `The database was made by a newer version (schema ${newest}, this one knows ${steps.length}). Start that version again.`,
      )
    for (const { id, name, script } of steps) {
      if (done.has(id)) continue
      await tx.query(script)
      await tx.query('insert into box_migration (id, name) values ($1, $2)', [id, name])
      log.info({ migration: id, name }, 'schema migrated')
    }
    await migrateTables(tx, log, reindex)
  })

const migrateTables = async (
  tx: Sql,
  log: Logger,
  reindex: (tx: Sql, type: string) => Promise<number>,
): Promise<void> => {
  const rows = await tx.query<{ type: string; form: string; extraction: string }>(
    'select type, form, extraction from box_table',
  )
  const known = new Map(rows.map(row => [row.type, row]))
  const compression = await hasLz4(tx)
  const script: string[] = []
  const changed: string[] = []
  for (const type of storedTypes) {
    const statements = tableStatements(type)
    const form = digest(statements)
    const extraction = digest([extractionVersion, searchParameters[type], commonParameters])
    const before = known.get(type)
    if (before?.form === form && before.extraction === extraction) continue
    script.push(...statements)
    if (compression)
      script.push(`alter table ${tableOf(type)} alter column body set compression lz4`)
    script.push(
      `insert into box_table values ('${type}', '${form}', '${extraction}')
       on conflict (type) do update set form = excluded.form, extraction = excluded.extraction`,
    )
    if (before) changed.push(type)
  }
  if (script.length > 0) await tx.query(`${script.join(';\n')};\n`)
  for (const type of changed) {
    const resources = await reindex(tx, type)
    log.info({ type, resources }, 'search columns filled anew')
  }
}

const hasLz4 = async (tx: Sql): Promise<boolean> => {
  const rows = await tx.query(
    `select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`,
  )
  return rows.length > 0
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
