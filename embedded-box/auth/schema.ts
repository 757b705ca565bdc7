// Tables of auth itself: what lives for minutes (codes, flows, counters) and never leaves the box.
// Sessions and Grants are Aidbox's resources; here stand only hashes that point at them.
import type { Database, Sql } from '../storage/sql.ts'

const steps: readonly string[] = [
  `create table if not exists auth_flow (
     id text primary key,
     kind text not null,
     query text not null,
     query_hash text not null,
     browser text,
     csrf text,
     session text,
     known_grants text,
     expires_at timestamptz not null
   )`,
  'alter table auth_flow add column if not exists user_id text, add column if not exists new_secret text',
  'create index if not exists auth_flow_session on auth_flow (session, query_hash)',
  'create index if not exists auth_flow_expires on auth_flow (expires_at)',
  `create table if not exists auth_code (
     id text primary key,
     details text not null,
     expires_at timestamptz not null,
     session text
   )`,
  'create index if not exists auth_code_expires on auth_code (expires_at)',
  `create table if not exists auth_refresh (
     id text primary key,
     session text not null,
     used boolean not null default false,
     expires_at timestamptz not null
   )`,
  'create index if not exists auth_refresh_session on auth_refresh (session)',
  'create index if not exists auth_refresh_expires on auth_refresh (expires_at)',
  `create table if not exists auth_grant_session (
     session text primary key,
     grant_id text not null,
     expires_at timestamptz not null
   )`,
  'create index if not exists auth_grant_session_grant on auth_grant_session (grant_id)',
  `create table if not exists auth_once (
     id text primary key,
     expires_at timestamptz not null
   )`,
  'create index if not exists auth_once_expires on auth_once (expires_at)',
  `create table if not exists auth_throttle (
     id text primary key,
     count integer not null,
     blocked_until timestamptz,
     refused boolean not null default false,
     expires_at timestamptz not null
   )`,
  'create index if not exists auth_throttle_expires on auth_throttle (expires_at)',
]

// Codes stay for a day: a second use must still find the Session that the first one made.
const keptAfterwards = {
  auth_flow: 0,
  auth_code: 24 * 60 * 60,
  auth_refresh: 0,
  auth_grant_session: 0,
  auth_once: 0,
  auth_throttle: 0,
} as const

/** Creates auth's tables where they are missing. Two processes may start together. */
export const prepareAuthSchema = (database: Database): Promise<void> =>
  database.transaction(async tx => {
    if (database.kind === 'postgres') await tx.query('select pg_advisory_xact_lock(715260411)')
    for (const step of steps) await tx.query(step)
  })

const swept = new WeakMap<Sql, number>()
const betweenSweeps = 60_000

/** Deletes what is over, once a minute at most. Nothing relies on it: every reader looks at the time itself. */
export const sweepAuthTables = async (sql: Sql, now: Date): Promise<void> => {
  if (now.getTime() - (swept.get(sql) ?? 0) < betweenSweeps) return
  swept.set(sql, now.getTime())
  for (const [table, seconds] of Object.entries(keptAfterwards))
    await sql.query(`delete from ${table} where expires_at < $1`, [
      new Date(now.getTime() - seconds * 1000),
    ])
}

/** Marks `id` as used until `until`; false when it was used before. One winner, also in a race. */
export const markUsed = async (sql: Sql, id: string, until: Date): Promise<boolean> => {
  const rows = await sql.query(
    'insert into auth_once (id, expires_at) values ($1, $2) on conflict (id) do nothing returning id',
    [id, until],
  )
  return rows.length === 1
}

/** Whether `id` was used before, without using it. */
export const wasUsed = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql.query('select id from auth_once where id = $1', [id])).length === 1
