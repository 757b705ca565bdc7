// The transaction that a piece of work runs in, for what is asked on the way: PGlite has one connection, and a second would wait for ever.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database, Sql } from './sql.ts'

const current = new AsyncLocalStorage<Sql>()

/** The same database, whose transactions `sqlHere` finds. */
export const knowingTransactions = (database: Database): Database => ({
  ...database,
  transaction: work => database.transaction(tx => current.run(tx, () => work(tx))),
})

/** The transaction under way in this chain of calls, or else the database. */
export const sqlHere = (database: Sql): Sql => current.getStore() ?? database
