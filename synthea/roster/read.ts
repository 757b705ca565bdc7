// Reads a roster (CSV, RFC 4180) and says what is wrong with it, by row and column; values themselves are not repeated.
import { parse } from 'csv-parse/sync'
import { columns, forbiddenHeader, forbiddenValue } from './columns.ts'

/** A row's values by column name; an empty cell is absent. */
export type RosterCells = Readonly<Record<string, string>>

export interface RosterRow {
  line: number
  cells: RosterCells
}

export interface RosterFault {
  /** As the file's lines are counted, the header being line 1. */
  line: number
  column: string
  cause: string
}

export interface Roster {
  rows: readonly RosterRow[]
  faults: readonly RosterFault[]
  /** All rows, good ones and others. */
  total: number
}

/** Checks a roster; `networks` are the names that a row may use. */
export const readRoster = (text: string, networks: readonly string[]): Roster => {
  const table = cellsOf(text)
  if ('fault' in table) return { rows: [], faults: [table.fault], total: 0 }
  const [header, ...body] = table.rows
  const names = (header?.cells ?? []).map(cell => cell.trim().toLowerCase())
  const faults = headerFaults(names)
  if (faults.length > 0) return { rows: [], faults, total: body.length }

  const known = new Set(networks)
  const seen = new Map<string, number>()
  const rows: RosterRow[] = []
  for (const { line, cells } of body) {
    const row = rowOf(names, cells, line)
    const wrong = [...countFaults(names, cells, line), ...cellFaults(row, known)]
    if (wrong.length === 0) wrong.push(...repetition(row, seen))
    if (wrong.length === 0) rows.push(row)
    faults.push(...wrong)
  }
  return { rows, faults, total: body.length }
}

/** With one faulty row nothing is to be loaded, unless the good rows are asked for. */
export const rowsToLoad = ({ rows, faults }: Roster, goodRows: boolean): readonly RosterRow[] =>
  faults.length === 0 || goodRows ? rows : []

interface Line {
  line: number
  cells: string[]
}

const cellsOf = (text: string): { rows: Line[] } | { fault: RosterFault } => {
  try {
    const rows: Line[] = []
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells })
        return null
      },
    })
    return { rows }
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1
    return { fault: { line, column: '', cause: 'is not CSV: a quotation mark is not closed' } }
  }
}

const headerFaults = (names: readonly string[]): RosterFault[] => [
  ...columns
    .filter(({ required, name }) => required && !names.includes(name))
    .map(({ name }) => ({ line: 1, column: name, cause: 'is missing; every roster needs it' })),
  ...names.flatMap((name, index): RosterFault[] => {
    if (forbiddenHeader.test(name))
      return [{ line: 1, column: name, cause: 'must not be in a public directory; take it out' }]
    if (!columns.some(column => column.name === name))
      return [
        {
          line: 1,
          column: name || `number ${index + 1}`,
          cause: `is not known; the columns are ${columns.map(column => column.name).join(', ')}`,
        },
      ]
    return names.indexOf(name) === index ? [] : [{ line: 1, column: name, cause: 'is there twice' }]
  }),
]

const rowOf = (names: readonly string[], cells: readonly string[], line: number): RosterRow => ({
  line,
  cells: Object.fromEntries(
    names.flatMap((name, index) => {
      const value = cells[index]?.trim() ?? ''
      return value === '' ? [] : [[name, value]]
    }),
  ),
})

const countFaults = (names: readonly string[], cells: readonly string[], line: number) =>
  cells.length === names.length
    ? []
    : [
        {
          line,
          column: '',
          cause: `has ${cells.length} cells where the header has ${names.length}`,
        },
      ]

const cellFaults = (row: RosterRow, networks: ReadonlySet<string>): RosterFault[] =>
  columns.flatMap(({ name, required, wanted, accepts }): RosterFault[] => {
    const value = row.cells[name]
    const fault = (cause: string) => [{ line: row.line, column: name, cause }]
    if (value === undefined) return required ? fault(`is empty; wanted: ${wanted}`) : []
    if (forbiddenValue.test(value))
      return fault('looks like a tax id or social security number; the directory is public')
    if (!accepts(value)) return fault(`wanted: ${wanted}`)
    if (name === 'network' && !networks.has(value))
      return fault('is the name of no network in the directory')
    return []
  })

// The same professional at the same place with the same specialty can only be one role.
const repetition = (row: RosterRow, seen: Map<string, number>): RosterFault[] => {
  const { npi, organization_npi, location_name, specialty, network } = row.cells
  const key = JSON.stringify([npi, organization_npi, location_name, specialty, network])
  const before = seen.get(key)
  if (before === undefined) {
    seen.set(key, row.line)
    return []
  }
  return [{ line: row.line, column: 'npi', cause: `says the same as line ${before}` }]
}
