// PGlite in a worker thread: the embedded default, nothing to install; one connection, transactions take turns.
import type { Logger } from 'pino'
import { isContention } from './failures.ts'
import { lockFolder } from './folder-lock.ts'
import { startThread, type Thread } from './pglite-thread.ts'
import type { Database, Sql, SqlValue } from './sql.ts'

// A hang shows within the first; a machine that is only busy gets the time it needs in the second.
const deadlines = { first: 20_000, second: 90_000 }

/** Opens a data folder (locked against other processes), or a database in memory. */
export const openPglite = async (folder: string | undefined, log: Logger): Promise<Database> => {
  const unlock = folder === undefined ? () => undefined : lockFolder(folder)
  try {
    return databaseOn(await started(folder, log), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** One start in sixteen was seen to hang: a deadline, one restart, then a named error. */
const started = async (folder: string | undefined, log: Logger): Promise<Thread> => {
  try {
    return await startThread(folder, deadlines.first, log)
  } catch (first) {
    log.warn({ cause: String(first) }, 'PGlite did not start; trying once more')
  }
  try {
    return await startThread(folder, deadlines.second, log)
  } catch (second) {
    const where = folder === undefined ? 'in memory' : `in ${folder}`
    throw new Error(
      `The embedded database ${where} could not be opened: ${second instanceof Error ? second.message : second}. ` +
        'Check that the folder is writable and the disk has room, or set a PostgreSQL URL.',
    )
  }
}

const databaseOn = (thread: Thread, unlock: () => void): Database => {
  const channels = new Map<string, Set<(payload: string) => void>>()
  thread.onHeard((channel, payload) => {
    for (const heard of channels.get(channel) ?? []) heard(payload)
  })
  // while a transaction is open, everybody else waits at the gate
  let gate: Promise<void> | undefined

  const run = async <Row extends object>(text: string, values: readonly SqlValue[] = []) => {
    const rows = await thread.ask({
      kind: 'query',
      text,
      values,
      several: values.length === 0 && isScript(text),
    })
    // the worker answers with the columns that the statement names; the caller says which these are
    return rows as Row[]
  }
  const query: Sql['query'] = async (text, values) => {
    while (gate) await gate
    return run(text, values)
  }
  const transaction = async <T>(work: (tx: Sql) => Promise<T>, attempt = 1): Promise<T> => {
    while (gate) await gate
    let open: () => void = () => undefined
    gate = new Promise(resolve => {
      open = resolve
    })
    try {
      await run('begin')
      const result = await work({ query: run })
      await run('commit')
      return result
    } catch (error) {
      await run('rollback')
      if (attempt > 1 || !isContention(error)) throw error
    } finally {
      gate = undefined
      open()
    }
    return transaction(work, attempt + 1)
  }

  return {
    kind: 'pglite',
    query,
    together: query, // no journey to share
    transaction: work => transaction(work),
    async listen(channel, heard) {
      const known = channels.get(channel)
      const set = known ?? new Set()
      channels.set(channel, set.add(heard))
      if (!known) await thread.ask({ kind: 'listen', channel })
      return async () => {
        set.delete(heard)
      }
    },
    async close() {
      while (gate) await gate
      await thread.end()
      unlock()
    },
  }
}

/** Several statements in one text, as migrations have; `pg` takes them as they are. */
const isScript = (text: string): boolean => text.includes(';\n')
