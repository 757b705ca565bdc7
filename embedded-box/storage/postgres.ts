// PostgreSQL through `pg`: a pool that keeps plans, one that plans each search anew, and a connection that listens.

import pg from 'pg'
import type { Logger } from 'pino'
import { BoxError } from '../errors.ts'
import { codeOf, isContention, isUnreachable, translated } from './failures.ts'
import { listenOn } from './postgres-listener.ts'
import type { Database, Sql, SqlValue } from './sql.ts'
import { asksTogether } from './together.ts'

type Runner = Pick<pg.ClientBase, 'query'>

/** Opens a pool on a `postgres://` URL; fails at once when nobody answers there. */
export const openPostgres = async (
  url: string,
  poolSize: number,
  log: Logger,
): Promise<Database> => {
  const open = (size: number, plans: 'auto' | 'force_custom_plan') => {
    const opened = new pg.Pool({
      connectionString: url,
      max: size,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      options: `-c plan_cache_mode=${plans} -c statement_timeout=60000`,
    })
    // what a connection still says after it was given back broken would otherwise end the process
    opened.on('connect', client => client.on('error', () => undefined))
    opened.on('error', error => log.warn({ code: codeOf(error) }, 'a database connection was lost'))
    return opened
  }
  // planning a read by id takes longer than the read; a search without its values is planned badly (3 → 20 ms)
  const pool = open(poolSize, 'auto')
  const searches = open(Math.max(2, Math.ceil(poolSize / 2)), 'force_custom_plan')
  const end = () => Promise.all([pool.end(), searches.end()])
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
    together: asksTogether((text, values, name) => run(pool, text, values, name)),
    query: (text, values, name, by) => run(by === 'values' ? searches : pool, text, values, name),
    transaction: work => transaction(work),
    listen: listener.listen,
    close: async () => {
      await listener.close()
      await end()
    },
  }
}

const isLost = (error: Error): boolean => error instanceof BoxError && error.status === 503

const run = async <Row extends object>(
  runner: Runner | pg.Pool,
  text: string,
  values: readonly SqlValue[] = [],
  name?: string,
): Promise<Row[]> => {
  try {
    const result = await runner.query<Row>({ text, values: [...values], name })
    return result.rows
  } catch (error) {
    throw translated(error)
  }
}
