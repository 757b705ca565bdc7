// Opens the database a box is configured with.
import type { Logger } from 'pino'
import type { BoxConfig } from '../box.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import type { Database } from './sql.ts'

/** PostgreSQL by URL, PGlite in a folder, or PGlite in memory when there is no folder. */
export const openDatabase = (config: BoxConfig['database'], log: Logger): Promise<Database> =>
  config.kind === 'postgres'
    ? openPostgres(config.url, config.poolSize ?? 10, log)
    : openPglite(config.folder, log)
