// Fills a table's search columns anew, when the search table or the way values are taken out has changed.
import { cellsOfColumn, columnNames, columnsOf, valuesOfCells } from './columns.ts'
import { rowOf } from './row.ts'
import type { Sql } from './sql.ts'
import { tableOf } from './tables.ts'

const batch = 500

/** Goes through all rows of a type in the order of ids; returns how many there were. */
export const reindex = async (tx: Sql, type: string): Promise<number> => {
  const table = tableOf(type)
  const columns = columnNames(type)
  const aliases = columns.map((_, index) => `c${index}`)
  const values = valuesOfCells(
    type,
    aliases.map(alias => `r.${alias}`),
  )
  let last = ''
  for (let count = 0; ; ) {
    const rows = await tx.query<{ id: string; updated: string; body: string }>(
      `select id, updated::text as updated, body from ${table} where id > $1 order by id limit ${batch}`,
      [last],
    )
    if (rows.length === 0) return count
    await tx.query(
      `update ${table} t set ${columns
        .flatMap((column, index) =>
          // how it came is not in the text
          column === 'posted' ? [] : [`${column} = ${values[index]}`],
        )
        .join(', ')}
       from unnest(${aliases.map((_, index) => cellsOfColumn(index + 1)).join(', ')}) as r(${aliases.join(', ')})
       where t.id = r.c0`,
      columnsOf(
        rows.map(({ updated, body }) => rowOf(JSON.parse(body), new Date(Number(updated)))),
      ),
    )
    count += rows.length
    last = rows.at(-1)?.id ?? last
  }
}
