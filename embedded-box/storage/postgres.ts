// PostgreSQL through `pg`: a pool that keeps plans, one that plans each search anew, and a connection that listens.

import pg from 'pg'
import type { Logger } from 'pino'
import { BoxError } from '../errors.ts'
import { codeOf, isContention, isUnreachable, translated } from './failures.ts'
import { type Asking, type Elsewhere, openPipelines } from './pipelines.ts'
import { listenOn } from './postgres-listener.ts'
import type { Database, Sql, SqlValue } from './sql.ts'
import { asksTogether } from './together.ts'

type Plans = 'auto' | 'force_custom_plan'

type Runner = Pick<Asking, 'query'>

/** Opens a pool on a `postgres://` URL; fails at once when nobody answers there. */
export const openPostgres = async (
  url: string,
  poolSize: number,
  log: Logger,
): Promise<Database> => {
  const settings = (plans: Plans, more = '') => ({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: `-c plan_cache_mode=${plans} -c statement_timeout=60000${more}`,
  })
  const open = (size: number, plans: Plans) => {
    const opened = new pg.Pool({ ...settings(plans), max: size })
    // what a connection still says after it was given back broken would otherwise end the process
    opened.on('connect', client => client.on('error', () => undefined))
    opened.on('error', error => log.warn({ code: codeOf(error) }, 'a database connection was lost'))
    return opened
  }
  // planning a read by id takes longer than the read; a search without its values is planned badly (3 → 20 ms)
  const pool = open(poolSize, 'auto')
  const searches = open(Math.max(2, Math.ceil(poolSize / 2)), 'force_custom_plan')
  const several = Math.max(2, Math.ceil(poolSize / 3))
  const reading = (plans: Plans, elsewhere: Elsewhere) =>
    openPipelines(
      stream => {
        // what may wait for a lock must not hold up the others
        const readOnly = ' -c default_transaction_read_only=on'
        const client = new pg.Client({ ...settings(plans, readOnly), pipeline: true, stream })
        client.on('error', error =>
          log.warn({ code: codeOf(error) }, 'a database connection was lost'),
        )
        return client
      },
      elsewhere,
      several,
    )
  const reads = reading('auto', roomIn(pool))
  const plannedReads = reading('force_custom_plan', roomIn(searches))
  const end = () => Promise.all([pool.end(), searches.end(), reads.end(), plannedReads.end()])
  try {
    await pool.query('select 1')
  } catch (error) {
    await end()
    throw translated(error)
  }
  const listener = listenOn(url, log)

  const transaction = async <T>(work: (tx: Sql) => Promise<T>, attempt = 1): Promise<T> => {
    const client = await pool.connect().catch(error => {
      throw translated(error)
    })
    // a connection that breaks while it is out of the pool reports here; the statement fails as well
    const lost = (error: Error) =>
      log.warn({ code: codeOf(error) }, 'a transaction lost its connection')
    client.on('error', lost)
    let broken: Error | undefined
    try {
      await client.query('begin')
      const notices: string[] = []
      // here there is one connection only: without a name each run is planned by its values
      const result = await work({
        query: (text, values, name, by) =>
          run(client, text, values, by === 'values' ? undefined : name),
        notifyAtCommit: (channel, payload) => {
          const [to, what] = [channel, payload].map(pg.escapeLiteral)
          notices.push(`select pg_notify(${to}, ${what})`)
        },
      })
      await client.query([...notices, 'commit'].join(';'))
      return result
    } catch (error) {
      if (error instanceof Error && (isUnreachable(error) || isLost(error))) broken = error
      else await client.query('rollback').catch(cause => (broken = cause))
      if (attempt > 1 || !isContention(error)) throw translated(error)
    } finally {
      client.off('error', lost)
      client.release(broken)
    }
    return transaction(work, attempt + 1)
  }

  return {
    kind: 'postgres',
    together: asksTogether((text, values, name) => run(reads, text, values, name)),
    query: (text, values, name, by) =>
      run(by === 'values' ? plannedReads : pool, text, values, name),
    transaction: work => transaction(work),
    listen: listener.listen,
    close: async () => {
      await listener.close()
      await end()
    },
  }
}

const roomIn = (pool: pg.Pool): Elsewhere => ({
  query: statement => pool.query(statement),
  hasRoom: () =>
    pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max),
})

const isLost = (error: Error): boolean => error instanceof BoxError && error.status === 503

const run = async <Row extends object>(
  runner: Runner,
  text: string,
  values: readonly SqlValue[] = [],
  name?: string,
): Promise<Row[]> => {
  try {
    const { rows } = await runner.query({ text, values: [...values], name })
    // the rows are those of this statement: what the caller says they are
    return rows as Row[]
  } catch (error) {
    throw translated(error)
  }
}
