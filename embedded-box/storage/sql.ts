// The one port to a database; storage/postgres.ts and storage/pglite.ts are its two adapters. SQL is PostgreSQL 15's.

export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly (string | null)[]
  | readonly number[]

/** Runs statements. Inside `transaction` all of them are on one connection and commit or vanish together. */
export interface Sql {
  /**
   * `$1` placeholders; rows as objects keyed by column. A `name` prepares the statement once per connection and keeps
   * its plan: for what finds rows by one id or one patient, whatever these are. `by: 'values'` prepares it as well and
   * plans anew each time: for searches, whose best plan depends on what is searched for.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly SqlValue[],
    name?: string,
    by?: 'values',
  ): Promise<Row[]>
  /** Inside a transaction of PostgreSQL: a NOTIFY that travels with the commit, so that it costs no way of its own. */
  notifyAtCommit?(channel: string, payload: string): void
}

export interface Database extends Sql {
  readonly kind: 'postgres' | 'pglite'
  /** A named read that others may ask in the same moment with other values: it may travel with theirs. */
  together<Row extends object>(
    text: string,
    values: readonly SqlValue[],
    name: string,
  ): Promise<Row[]>
  /**
   * Commits what `work` did, or rolls back when it throws. Retries once on a serialization failure.
   * Inside `work` only `tx` may be asked: PGlite has one connection, and others wait until the transaction is over.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  /**
   * Calls back for every NOTIFY on a channel, from this or another process; resolves to a function that stops it.
   * An empty payload means: the connection was lost and is back, something may have been missed.
   */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}
