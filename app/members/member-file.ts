// A file of members to enroll (CSV): what stands in it, and what is wrong with it by row and column; values are not repeated.
import { parse } from 'csv-parse/sync'
import { normalEmail } from '../email-address.ts'
import { refuse } from '../errors.ts'
import { memberFields } from './new-member.ts'

export const columns = ['name', 'email', 'patient'] as const
type Column = (typeof columns)[number]

/** Rows a file may have: all of them go in one transaction. */
export const mostRows = 500

export interface MemberRow extends Record<Column, string> {
  /** As people count: the header is row 1. */
  row: number
}
export interface CellFault {
  row: number
  column: Column
  cause: string
}

/** The rows and their faults; 422 when it is no such file at all. */
export const readMemberFile = (csv: string): { rows: MemberRow[]; faults: CellFault[] } => {
  const [header = [], ...body] = cellsOf(csv)
  const names = header.map(cell => cell.trim().toLowerCase())
  const missing = columns.filter(column => !names.includes(column))
  if (missing.length > 0 || names.length !== columns.length)
    throw notSuchAFile(
      `The first row must name exactly the columns ${columns.join(', ')}${missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''}.`,
    )
  if (body.length === 0) throw notSuchAFile('The file has no rows below its header.')
  if (body.length > mostRows)
    throw notSuchAFile(`The file has ${body.length} rows: send ${mostRows} at a time at most.`)
  const rows = body.map((cells, index): MemberRow => {
    const value = (column: Column) => (cells[names.indexOf(column)] ?? '').trim()
    return {
      row: index + 2,
      name: value('name'),
      email: normalEmail(value('email')),
      patient: value('patient'),
    }
  })
  return { rows, faults: [...rows.flatMap(formFaults), ...repeated(rows)] }
}

const cellsOf = (csv: string): string[][] => {
  try {
    return parse(csv, { bom: true, skip_empty_lines: true, relax_column_count: true })
  } catch {
    throw notSuchAFile(
      'The file is not CSV: commas between cells, quotes around cells with commas.',
    )
  }
}

const notSuchAFile = (words: string) => refuse('invalid', words, { field: 'csv', status: 422 })

const wanted: Record<Column, string> = {
  name: 'a name of 100 characters at most, without < > @ / \\ :',
  email: 'an e-mail address',
  patient: 'the id of a Patient: letters, digits, dots and hyphens',
}

const formFaults = (row: MemberRow): CellFault[] =>
  columns.flatMap(column => {
    const { maxLength, pattern } = memberFields[column]
    const value = row[column]
    if (value === '') return [{ row: row.row, column, cause: 'is empty: fill it in.' }]
    const fits =
      value.length <= maxLength && new RegExp(pattern).test(value) && /^[^\p{Cc}]*$/u.test(value)
    return fits ? [] : [{ row: row.row, column, cause: `must be ${wanted[column]}.` }]
  })

/** One account an address and one a record: the second row is the fault. */
const repeated = (rows: readonly MemberRow[]): CellFault[] =>
  (['email', 'patient'] as const).flatMap(column => {
    const first = new Map<string, number>()
    return rows.flatMap(row => {
      const before = first.get(row[column])
      if (before === undefined) first.set(row[column], row.row)
      return before === undefined || row[column] === ''
        ? []
        : [{ row: row.row, column, cause: `stands in row ${before} already.` }]
    })
  })
