// The columns of a type's table, and how rows travel to them: one text a column, its cells and their items between separators.
// An array of arrays would have its quotes and escapes written twice by the driver and read twice by the database.
import type { Row } from './row.ts'
import { dateColumns, dateParameters } from './tables.ts'

// Control characters that FHIR's strings may not hold; measures part their fields by others (fhir/measures.ts).
const item = '\x01'
const cell = '\x02'
const nothing = '\x03'
const separators = new RegExp(`[${nothing}${cell}${item}]`, 'g')

/** Names of all columns of a type's table but version and body, in the order of `cellsOf`. */
export const columnNames = (type: string): string[] => [
  ...['id', 'updated', 'patient', 'sensitive', 'directory', 'posted', 'keys', 'texts', 'refs'],
  ...dateParameters(type).flatMap(parameter => {
    const { lo, hi, all } = dateColumns(parameter)
    return [lo, hi, all]
  }),
]

/** Their types, in the same order. */
const columnTypes = (type: string): string[] => [
  ...['text', 'bigint', 'text', 'boolean', 'boolean', 'boolean', 'text[]', 'text[]', 'text[]'],
  ...dateParameters(type).flatMap(() => ['bigint', 'bigint', 'bigint[]']),
]

/** SQL that gives a column's value from the text of its cell: `expressions` stand in the order of the columns. */
export const valuesOfCells = (type: string, expressions: readonly string[]): string[] =>
  columnTypes(type).map((sqlType, index) => {
    const text = expressions[index]
    if (!sqlType.endsWith('[]')) return `${text}::${sqlType}`
    const items = `string_to_array(${text}, E'\\x01')`
    return sqlType === 'text[]' ? items : `${items}::${sqlType}`
  })

/** SQL of a column's cells as an array, from the text that `columnsOf` made of them; it has one element more than there are rows. */
export const cellsOfColumn = (parameter: number): string =>
  `string_to_array($${parameter}::text, E'\\x02', E'\\x03')`

/** One text a column for many rows. Each cell is closed, not parted, or one empty cell would be none. */
export const columnsOf = (rows: readonly Row[]): string[] => {
  const cells = rows.map(cellsOf)
  const [first] = cells
  return (first ?? []).map(
    (_, column) => `${cells.map(row => row[column] ?? nothing).join(cell)}${cell}`,
  )
}

/** One row's values as text. */
export const cellsOf = (row: Row): (string | null)[] => [
  row.id,
  String(row.updated),
  row.patient,
  String(row.sensitive),
  String(row.directory),
  String(row.posted),
  joined(row.keys),
  joined(row.texts),
  joined(row.refs),
  ...dateParameters(row.type).flatMap(parameter => {
    const spans = row.spans.get(parameter)
    if (!spans) return [null, null, null]
    return [
      String(Math.min(...spans.map(({ lo }) => lo))),
      String(Math.max(...spans.map(({ hi }) => hi))),
      spans.length > 1 ? joined(spans.flatMap(({ lo, hi }) => [String(lo), String(hi)])) : null,
    ]
  }),
]

const joined = (items: readonly string[]): string => {
  const text = items.join(item)
  return isClean(text, items.length)
    ? text
    : items.map(one => one.replaceAll(separators, ' ')).join(item)
}

/** No separators but those between the items: one of the items might have brought its own. */
const isClean = (text: string, items: number): boolean => {
  if (text.includes(cell) || text.includes(nothing)) return false
  let parts = 1
  for (let at = text.indexOf(item); at >= 0; at = text.indexOf(item, at + 1)) parts += 1
  return parts === Math.max(1, items)
}
