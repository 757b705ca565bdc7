// Sessions that are over go after a while, with their older versions; all readers look at the time themselves, so none is
// written anew just because its time has come: its last change stays the last time the app came for a token.
import type { Session } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { tableOf } from '../storage/tables.ts'
import { sweepAuthTables } from './schema.ts'

/** An admin may want to look at what has just ended; longer memory is the audit's. */
const keptMs = 30 * 24 * 60 * 60 * 1000
const everyMs = 60 * 60 * 1000
const pageSize = 500

export interface Sweep {
  /** Removes what has been over for long; answers how many Sessions went. */
  now(): Promise<number>
  /** Starts nothing new and waits for what runs. */
  stop(): Promise<void>
}

/** Sweeps every hour. Several processes on one store may do so at once: each leaves alone what another has in hand. */
export const openSweep = (box: Box): Sweep => {
  let isStopped = false
  let running: Promise<unknown> = Promise.resolve()
  const now = (): Promise<number> => {
    const run = running.then(() => sweep(box, () => isStopped))
    running = run.catch(() => undefined)
    return run
  }
  const timer = setInterval(() => {
    now().catch(error => box.log.warn({ err: error }, 'what is over was not removed'))
  }, everyMs).unref()
  return {
    now,
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}

const sweep = async (box: Box, isStopped: () => boolean): Promise<number> => {
  const now = box.clock()
  const before = now.getTime() - keptMs
  await sweepAuthTables(box.database, now)
  let removed = 0
  for (let after = '0'; !isStopped(); ) {
    const page = await pageOf(box, after, before)
    const last = page.at(-1)
    if (!last) break
    after = last.version
    const over = page.filter(({ body }) => isOverSince(body, before)).map(({ id }) => id)
    removed += await remove(box, await withoutLastOfGrant(box, over), before)
    if (page.length < pageSize) break
  }
  while (!isStopped() && (await removeOldVersions(box, before)) === pageSize);
  if (removed > 0) box.log.info({ removed }, 'sessions that were over removed')
  return removed
}

/** Sessions that nothing has touched since, oldest change first, a page at a time, so that no statement is long. */
const pageOf = (box: Box, after: string, before: number) =>
  box.database.query<{ id: string; version: string; body: string }>(
    `select id, version::text as version, body from (
       select * from ${tableOf('Session')} where version > $1::bigint order by version limit ${pageSize}) page
     where updated < $2 order by version`,
    [after, before],
  )

const isOverSince = (body: string, before: number): boolean => {
  const { active, exp, refresh_token_exp: refresh }: Session = JSON.parse(body) // the store writes nothing else there
  if (active === false) return true
  if (exp === undefined && refresh === undefined) return false // without an end it is never over
  return Math.max(exp ?? 0, refresh ?? 0) * 1000 < before
}

/** Connected apps show a Grant's last use by its newest Session, so that one stays as long as the yes. */
const withoutLastOfGrant = async (box: Box, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return []
  const kept = await box.database.query<{ session: string }>(
    `select g.session from auth_grant_session g join ${tableOf('Session')} s on s.id = g.session
     where g.session = any($1) and g.expires_at >= $2 and not exists (
       select 1 from auth_grant_session o join ${tableOf('Session')} n on n.id = o.session
       where o.grant_id = g.grant_id and (n.updated, n.id) > (s.updated, s.id))`,
    [ids, box.clock()],
  )
  const stays = new Set(kept.map(({ session }) => session))
  return ids.filter(id => !stays.has(id))
}

const remove = (box: Box, ids: readonly string[], before: number): Promise<number> =>
  ids.length === 0
    ? Promise.resolve(0)
    : box.resources.transaction(async tx => {
        const gone = await tx.query<{ id: string }>(
          `delete from ${tableOf('Session')} where id in (
             select id from ${tableOf('Session')} where id = any($1) and updated < $2
             order by id for update skip locked)
           returning id`,
          [ids, before],
        )
        await box.resources.note(
          tx,
          gone.map(({ id }) => ({ type: 'Session', id, kind: 'delete' })),
        )
        return gone.length
      })

/** Each refresh leaves a version behind; what a Session was before matters no longer than what has ended. */
const removeOldVersions = async (box: Box, before: number): Promise<number> => {
  const gone = await box.database.query(
    `with oldest as (select id, version, updated from history where type = 'Session'
       order by version limit ${pageSize} for update skip locked)
     delete from history h using oldest o
     where h.type = 'Session' and h.id = o.id and h.version = o.version and o.updated < $1
     returning h.id`,
    [before],
  )
  return gone.length
}
