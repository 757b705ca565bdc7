// The errors of a roster as CSV of their own.
import type { RosterFault } from './read.ts'

/** The error report as CSV: line, column, what is wrong. Values are not repeated. */
export const reportCsv = (faults: readonly RosterFault[]): string =>
  [
    'line,column,fault',
    ...faults.map(each => [each.line, each.column, each.cause].map(cell).join(',')),
  ]
    .map(line => `${line}\n`)
    .join('')

const cell = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`
