// Throttles of auth, counted in the database so that they survive a restart, and counted before any hash is made.
import type { Box } from '../box.ts'
import type { SqlValue } from '../storage/sql.ts'
import { sha256 } from './secrets.ts'

const defaults = {
  loginFailuresPerAccount: 5,
  loginFailuresPerAddress: 20,
  clientFailuresPerMinute: 20,
  authorizePerMinute: 60,
  refusalsPerMinute: 60,
} as const

type Limit = keyof typeof defaults

const firstWait = 15
const longestWait = 15 * 60
const forgottenAfter = 24 * 60 * 60

/** The number in force: the box's setting, else the contract's. */
export const limitOf = (box: Box, limit: Limit): number =>
  box.config.limits?.[limit] ?? defaults[limit]

/** A counter's name; what it counts (account, address) is kept hashed. */
export const throttleOf = (kind: string, whom: string): string => `${kind}:${sha256(whom)}`

/** Where an attempt stands: how many failures there are with this one, and how long to wait when it is refused. */
export interface Attempt {
  count: number
  /** Seconds; set: do not even try. */
  refusedFor?: number
  /** Seconds; set: this attempt may be tried, a failure of it blocks from now on. */
  blocksFor?: number
}

/**
 * Counts an attempt as failed before it is tried, atomically: of many at once no more than the free ones are tried.
 * After `free` failures 15 s, doubling to 15 minutes; while blocked nothing is counted and all is refused.
 */
export const beginAttempt = async (box: Box, id: string, free: number): Promise<Attempt> => {
  const now = box.clock()
  const [row] = await box.database.query<{
    count: number
    refused: boolean
    blocked_until: Date | string | null
  }>(
    `insert into auth_throttle as t (id, count, blocked_until, refused, expires_at)
     values ($1, 1, case when 1 > $3::int then $2::timestamptz + make_interval(secs => $4::int) end, false,
             $2::timestamptz + make_interval(secs => $6::int))
     on conflict (id) do update set
       refused = coalesce(t.blocked_until > $2, false),
       count = case when t.blocked_until > $2 then t.count
                    when t.expires_at < $2 then 1 else t.count + 1 end,
       blocked_until = case
         when t.blocked_until > $2 then t.blocked_until
         when t.expires_at < $2 then null
         when t.count + 1 > $3::int then $2::timestamptz + make_interval(secs =>
           least($4::int * power(2, least(t.count - $3::int, 20)), $5::int))
       end,
       expires_at = $2::timestamptz + make_interval(secs => $6::int)
     returning count, refused, blocked_until`,
    [id, now, free, firstWait, longestWait, forgottenAfter],
  )
  if (!row) throw new Error('a throttle gave no row')
  const until = row.blocked_until ? new Date(row.blocked_until).getTime() : 0
  const wait = Math.max(1, Math.ceil((until - now.getTime()) / 1000))
  if (row.refused) return { count: row.count, refusedFor: wait }
  return { count: row.count, ...(until > now.getTime() ? { blocksFor: wait } : {}) }
}

/** The attempt succeeded: an account's counter starts anew. */
export const forgetFailures = async (box: Box, id: string): Promise<void> => {
  await box.database.query('delete from auth_throttle where id = $1', [id])
}

/** The attempt succeeded: takes back only what it counted (an address may be shared). */
export const takeBackAttempt = async (box: Box, id: string): Promise<void> => {
  await box.database.query(
    'update auth_throttle set count = greatest(count - 1, 0), blocked_until = null where id = $1',
    [id],
  )
}

/** Counts something of which so many are allowed in a minute; `retryAfter` in seconds when this one is too many. */
export const countFailure = async (
  box: Box,
  id: string,
  limit: Limit,
): Promise<{ retryAfter?: number }> => {
  const now = box.clock()
  const [row] = await box.database.query<{ count: number; expires_at: Date | string }>(
    `insert into auth_throttle as t (id, count, expires_at) values ($1, 1, $2::timestamptz + interval '1 minute')
     on conflict (id) do update set
       count = case when t.expires_at <= $2 then 1 else t.count + 1 end,
       expires_at = case when t.expires_at <= $2 then $2::timestamptz + interval '1 minute' else t.expires_at end
     returning count, expires_at`,
    [id, now],
  )
  if (!row || row.count <= limitOf(box, limit)) return {}
  const wait = new Date(row.expires_at).getTime() - now.getTime()
  return { retryAfter: Math.max(1, Math.ceil(wait / 1000)) }
}

/** A read of one row at most that travels with the question whether its asker may ask at all. */
export interface Rider {
  /** Of the prepared statement, one a text. */
  name: string
  text: string
  values: readonly SqlValue[]
}

/**
 * Whether so many were counted already, without counting. `found` is what a rider found, null for nothing: it is for
 * who was let through and has proven who they are, nobody else.
 */
export const isThrottled = async <Row extends object>(
  box: Box,
  id: string,
  limit: Limit,
  rider?: Rider,
): Promise<{ retryAfter?: number; found?: Row | null }> => {
  const now = box.clock()
  const [row] = await box.database.query<
    Row & {
      failures: number | null
      failures_until: Date | string | null
      was_found: boolean | null
    }
  >(
    `select t.failures, t.failures_until, r.*
     from (select 1) o
     left join (select count as failures, expires_at as failures_until
       from auth_throttle where id = $1 and expires_at > $2) t on true
     left join (${rider ? withRider(rider) : 'select false as was_found'}) r on true`,
    [id, now, ...(rider?.values ?? [])],
    `auth-throttled${rider ? `-${rider.name}` : ''}`,
  )
  const found = rider && { found: row?.was_found ? row : null }
  if (!row?.failures_until || (row.failures ?? 0) < limitOf(box, limit)) return { ...found }
  const wait = new Date(row.failures_until).getTime() - now.getTime()
  return { retryAfter: Math.max(1, Math.ceil(wait / 1000)) }
}

// $1 and $2 are the throttle's own
const withRider = ({ text }: Rider): string =>
  `select true as was_found, ridden.* from (${text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + 2}`)}) ridden`
