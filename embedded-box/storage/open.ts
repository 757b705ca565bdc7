// Opens the database a box is configured with.
import type { Logger } from 'pino'
import type { BoxConfig } from '../box.ts'
import { knowingTransactions } from './current-transaction.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import type { Database } from './sql.ts'

/** PostgreSQL by URL, PGlite in a folder, or PGlite in memory when there is no folder. */
export const openDatabase = async (config: BoxConfig['database'], log: Logger): Promise<Database> =>
  knowingTransactions(
    config.kind === 'postgres'
      ? await openPostgres(config.url, config.poolSize ?? 10, log)
      : await openPglite(config.folder, log),
  )
