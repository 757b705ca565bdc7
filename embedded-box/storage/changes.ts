// Committed changes, told to this process at once and to others by NOTIFY.
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { isAidboxType } from '../../vocabulary/resource-types.ts'
import { isObject } from '../json.ts'
import type { Change } from './resources.ts'
import type { Database, Sql } from './sql.ts'
import { tableOf } from './tables.ts'

type Heard = (changes: readonly Change[]) => void

interface Notice {
  channel: string
  payload: string
}

export interface Announcer {
  /** Remembers a change of a transaction. What only this box uses is also notified inside the transaction. */
  note(tx: Sql, changes: readonly Change[]): Promise<void>
  /** Runs a transaction and announces what it noted, once it is committed. */
  within<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  /** What a single statement has to notify as it commits; undefined when nobody else must hear of it at once. */
  notice(changes: readonly Change[]): Notice | undefined
  /** A change that was committed by a single statement. */
  committed(changes: readonly Change[]): void
  onChange(heard: Heard): () => void
}

const channel = 'box_change'
/** Written with every request, and in no cache. */
const keptByNobody: ReadonlySet<string> = new Set(['AuditEvent'])
/** Below PostgreSQL's limit of 8000 bytes, whatever the ids. */
const perMessage = 40
const flushAfter = 50

/**
 * Sessions, Clients, policies and the like are notified with their commit: a lost message would keep a revoked token
 * alive. The rest is only needed by caches that may lag; it is gathered, because NOTIFY serialises commits.
 */
export const announcer = async (database: Database, log: Logger): Promise<Announcer> => {
  const own = randomUUID().slice(0, 8)
  const listeners = new Set<Heard>()
  const noted = new WeakMap<Sql, Change[]>()
  let later: Change[] = []
  let timer: NodeJS.Timeout | undefined
  let seen = await newest(database)

  const tell = (changes: readonly Change[]): void => {
    if (changes.length === 0) return
    for (const heard of listeners) {
      try {
        heard(changes)
      } catch (error) {
        log.error({ err: error }, 'a listener to changes failed')
      }
    }
  }
  const notify = async (sql: Sql, changes: readonly Change[], from: string): Promise<void> => {
    for (let start = 0; start < changes.length; start += perMessage) {
      const some = { from, changes: changes.slice(start, start + perMessage) }
      const payload = JSON.stringify(some)
      if (sql.notifyAtCommit) sql.notifyAtCommit(channel, payload)
      else await sql.query('select pg_notify($1, $2)', [channel, payload], 'notify')
    }
  }
  const flush = (): void => {
    const changes = later
    later = []
    timer = undefined
    notify(database, changes, own).catch(() => log.warn('changes could not be notified'))
  }
  const gather = (changes: readonly Change[]): void => {
    // PGlite has one process: nobody else listens
    if (database.kind === 'pglite') return
    for (const change of changes) if (!keptByNobody.has(change.type)) later.push(change)
    if (later.length > 0 && !timer) timer = setTimeout(flush, flushAfter).unref()
  }
  /** After a lost connection: what changed meanwhile among the types that caches live on. */
  const catchUp = async (): Promise<void> => {
    const since = seen
    seen = await newest(database)
    tell(await changedSince(database, since))
  }
  await database.listen(channel, payload => {
    if (payload === '') {
      catchUp().catch(error => log.error({ err: error }, 'missed changes could not be read'))
      return
    }
    const message: unknown = JSON.parse(payload)
    if (isObject(message) && message.from !== own) tell(changesIn(message.changes))
  })

  return {
    async note(tx, changes) {
      const known = noted.get(tx)
      known?.push(...changes)
      const urgent = changes.filter(isUrgent)
      // a transaction that was not opened here is announced by the notification alone, to this process as well
      if (database.kind === 'postgres' || !known)
        await notify(tx, known ? urgent : changes, known ? own : '')
    },
    async within(work) {
      const changes: Change[] = []
      const result = await database.transaction(async tx => {
        changes.length = 0
        noted.set(tx, changes)
        return work(tx)
      })
      gather(changes.filter(({ type }) => !isAidboxType(type)))
      tell(changes)
      return result
    },
    notice(changes) {
      const urgent = changes.filter(isUrgent)
      return database.kind === 'postgres' && urgent.length > 0
        ? { channel, payload: JSON.stringify({ from: own, changes: urgent }) }
        : undefined
    },
    committed(changes) {
      gather(changes.filter(({ type }) => !isAidboxType(type)))
      tell(changes)
    },
    onChange(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

// A new Session is in nobody's memory yet; whoever is shown its token reads it.
const isUrgent = ({ type, kind }: Change): boolean =>
  isAidboxType(type) && !(type === 'Session' && kind === 'create')

const kinds: readonly unknown[] = ['create', 'update', 'delete']
const isChange = (value: unknown): value is Change =>
  isObject(value) &&
  typeof value.type === 'string' &&
  typeof value.id === 'string' &&
  kinds.includes(value.kind)

const changesIn = (value: unknown): Change[] => (Array.isArray(value) ? value.filter(isChange) : [])

const newest = async (sql: Sql): Promise<string> => {
  const [row] = await sql.query<{ value: string }>(
    'select last_value::text as value from transaction_number',
  )
  return row?.value ?? '0'
}

/** Transactions take numbers before they commit, so a margin of numbers is told twice rather than missed. */
const margin = 1_000

const watched = ['AccessPolicy', 'App', 'Client', 'Grant', 'Role', 'Session', 'User']

const changedSince = async (sql: Sql, since: string): Promise<Change[]> => {
  const from = String(Math.max(0, Number(since) - margin))
  const tables = watched.map(
    type =>
      `select '${type}' as type, id, 'update' as kind from ${tableOf(type)} where version > $1::bigint`,
  )
  const rows = await sql.query(
    `${tables.join(' union all ')} union all
     select type, id, 'delete' from history where type = any($2) and deleted and version > $1::bigint`,
    [from, watched],
  )
  return changesIn(rows)
}
