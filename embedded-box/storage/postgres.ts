// PostgreSQL through `pg`: a pool for statements, and one connection of its own that listens.

import pg from 'pg'
import type { Logger } from 'pino'
import { BoxError } from '../errors.ts'
import { codeOf, isContention, isUnreachable, translated } from './failures.ts'
import { listenOn } from './postgres-listener.ts'
import type { Database, Sql, SqlValue } from './sql.ts'

type Runner = Pick<pg.ClientBase, 'query'>

/** Opens a pool on a `postgres://` URL; fails at once when nobody answers there. */
export const openPostgres = async (
  url: string,
  poolSize: number,
  log: Logger,
): Promise<Database> => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // a named statement would turn to a generic plan after five runs, which is far slower for searches
    options: '-c plan_cache_mode=force_custom_plan -c statement_timeout=60000',
  })
  pool.on('error', error => log.warn({ code: codeOf(error) }, 'a database connection was lost'))
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
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
      const result = await work({ query: (text, values, name) => run(client, text, values, name) })
      await client.query('commit')
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
    query: (text, values, name) => run(pool, text, values, name),
    transaction: work => transaction(work),
    listen: listener.listen,
    close: async () => {
      await listener.close()
      await pool.end()
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
