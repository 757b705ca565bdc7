// Writes rows, many at once: one statement a table, the version spliced into the text by the database.
import { cellsOf, cellsOfColumn, columnNames, columnsOf, valuesOfCells } from './columns.ts'
import type { Row } from './row.ts'
import type { Sql, SqlValue } from './sql.ts'
import { tableOf } from './tables.ts'

/** What has to be there, and is used up, for a row to be written: all in the one statement that writes it. */
export interface Taking {
  /** Of the prepared statement, one a text. */
  name: string
  /** Common table expressions, one of them `taken`: of one row when it could be taken, of none when nothing is to be written. */
  text: string
  values: readonly SqlValue[]
}

interface Shape {
  replace: boolean
  history: boolean
  beside: string | undefined
  taking: Taking | undefined
  isTold: boolean
}

const statements = new Map<string, string>()

const nameOf = (type: string, { replace, history, beside, taking, isTold }: Shape): string =>
  [
    replace ? 'put' : 'add',
    ...[history && 'kept', type, beside, taking?.name, isTold && 'told'].filter(Boolean),
  ].join('-')

const insertStatement = (type: string, shape: Shape): string => {
  const { replace, history, beside, taking, isTold } = shape
  const key = nameOf(type, shape)
  const known = statements.get(key)
  if (known) return known
  const columns = columnNames(type)
  const aliases = columns.map((_, index) => `c${index}`)
  // $1 is the version that a transaction has taken already, $2 and $3 are the halves of the texts, a row a line:
  // JSON as it is written here has no line breaks, and an array would have to escape every quote of it
  const afterBeside = columns.length + 4 + (beside ? columnNames(beside).length + 2 : 0)
  const afterTaking = afterBeside + (taking?.values.length ?? 0)
  const text = `
    with ${taking ? `${renumbered(taking.text, afterBeside - 1)},` : ''}
    n as materialized (select coalesce($1::bigint, nextval('transaction_number')) as v${taking ? ' from taken' : ''}),
    w as (insert into ${tableOf(type)} (version, body, ${columns.join(', ')})
    select n.v, r.head || n.v || r.tail, ${valuesOfCells(
      type,
      aliases.map(alias => `r.${alias}`),
    ).join(', ')}
    from n, unnest(string_to_array($2::text, E'\\n'), string_to_array($3::text, E'\\n'), ${aliases.map((_, index) => cellsOfColumn(index + 4)).join(', ')})
      as r(head, tail, ${aliases.join(', ')})
    where r.head is not null
    ${
      replace
        ? `on conflict (id) do update set version = excluded.version, body = excluded.body, ${columns.map(column => `${column} = excluded.${column}`).join(', ')}`
        : taking
          ? '' // an id that exists fails the statement: nothing is taken for nothing
          : 'on conflict (id) do nothing'
    }
    returning id, version::text as version)${history ? historyStatement(type) : ''}${besideStatement(beside, columns.length + 4)}
    select id, version${isTold ? `, pg_notify($${afterTaking}, $${afterTaking + 1})` : ''} from w`
  statements.set(key, text)
  return text
}

const renumbered = (text: string, by: number): string =>
  text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + by}`)

/** The versions that are replaced, as the statement found them. They are locked, so nobody else replaces them meanwhile. */
const historyStatement = (type: string): string => `,
    h as (${intoHistory(type)} where id in (select id from w))`

const intoHistory = (type: string): string =>
  `insert into history (type, id, version, updated, deleted, patient, sensitive, directory, posted, body)
   select '${type}', id, version, updated, false, patient, sensitive, directory, posted, body from ${tableOf(type)}`

/** One row of another table, written when some of the first were; its values begin at this number. */
const besideStatement = (type: string | undefined, from: number): string => {
  if (type === undefined) return ''
  const columns = columnNames(type)
  return `,
    b as (insert into ${tableOf(type)} (version, body, ${columns.join(', ')})
    select n.v, $${from}::text || n.v || $${from + 1}::text, ${valuesOfCells(
      type,
      columns.map((_, index) => `$${index + from + 2}::text`),
    ).join(', ')}
    from n where exists (select 1 from w))`
}

/** The next transaction number; rows that may be replaced must be locked before it is taken. */
export const takeVersion = async (sql: Sql): Promise<string> => {
  const [row] = await sql.query<{ version: string }>(
    `select nextval('transaction_number')::text as version`,
    [],
    'take-version',
  )
  if (!row) throw new Error('nextval returned no row')
  return row.version
}

/**
 * Writes rows of one type. Returns id → version of those written; without `replace` existing ids are left alone.
 * `beside` is a row of another type that is there when they are, `history` keeps what they replace, `taking` is what
 * must be there for them, `notice` is notified with them: in the same statement.
 */
export const writeRows = async (
  sql: Sql,
  rows: readonly Row[],
  options: {
    version?: string
    replace: boolean
    history?: boolean
    beside?: Row | undefined
    taking?: Taking
    notice?: { channel: string; payload: string } | undefined
  },
): Promise<Map<string, string>> => {
  const [first] = rows
  if (!first) return new Map()
  const { replace, history = false, beside, taking, notice } = options
  const isTold = notice !== undefined
  const shape: Shape = { replace, history, beside: beside?.type, taking, isTold }
  const written = await sql.query<{ id: string; version: string }>(
    insertStatement(first.type, shape),
    [
      options.version ?? null,
      rows.map(({ head }) => head).join('\n'),
      rows.map(({ tail }) => tail).join('\n'),
      ...columnsOf(rows),
      ...(beside ? [beside.head, beside.tail, ...cellsOf(beside)] : []),
      ...(taking?.values ?? []),
      ...(notice ? [notice.channel, notice.payload] : []),
    ],
    nameOf(first.type, shape),
  )
  return new Map(written.map(({ id, version }) => [id, version]))
}

/** A current row as writers need it. */
export interface Current {
  id: string
  version: string
  updated: string
  body: string
}

/** Locks and returns the rows that exist; in the order of ids, so that two writers never wait for each other. */
export const lockRows = (sql: Sql, type: string, ids: readonly string[]): Promise<Current[]> =>
  sql.query<Current>(
    `select id, version::text as version, updated::text as updated, body from ${tableOf(type)}
     where id = any($1) order by id for update`,
    [ids],
    `lock-${type}`,
    'values',
  )

/** Copies current rows into the history, before they are replaced or removed. */
export const keepHistory = async (
  sql: Sql,
  type: string,
  ids: readonly string[],
): Promise<void> => {
  await sql.query(`${intoHistory(type)} where id = any($1)`, [ids], `keep-${type}`, 'values')
}

/** Removes rows and leaves a deletion in the history. */
export const removeRows = async (
  sql: Sql,
  type: string,
  ids: readonly string[],
  version: string,
  updated: Date,
): Promise<void> => {
  await keepHistory(sql, type, ids)
  await sql.query(
    `with gone as (delete from ${tableOf(type)} where id = any($1) returning id, patient, sensitive, directory)
     insert into history (type, id, version, updated, deleted, patient, sensitive, directory, body)
     select '${type}', id, $2::bigint, $3::bigint, true, patient, sensitive, directory, '' from gone`,
    [ids, version, updated.getTime()],
    `remove-${type}`,
    'values',
  )
}
