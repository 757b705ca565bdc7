// Reads access-policies/MATRIX.md: one row is one request, a status for each persona, and who grants it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BoxName } from '../../vocabulary/operations.ts'
import { type PersonaName, personaNames } from '../harness/personas.ts'

export interface Expected {
  status: number
  /** `∅`: a page without entries. */
  isEmpty: boolean
}

export interface MatrixRow {
  line: number
  box: BoxName
  /** The request cell without its marks, for test names. */
  title: string
  method: string
  path: string
  /** Words after the request: which body, form or header it carries. */
  with?: string
  /** `†`: promised by the embedded box only. */
  onlyEmbedded: boolean
  expected: Readonly<Record<PersonaName, Expected>>
  /** Ids of the policies that let somebody in. */
  policies: readonly string[]
}

const file = join(import.meta.dirname, '..', '..', 'access-policies', 'MATRIX.md')

/** All rows; a line that cannot be read is an error that names it. */
export const readMatrix = (): MatrixRow[] => {
  const rows: MatrixRow[] = []
  let box: BoxName | undefined
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    const [, heading] = /^## (Sandbox|Production)/.exec(text) ?? []
    if (heading) box = heading === 'Sandbox' ? 'sandbox' : 'production'
    if (!text.startsWith('| `')) continue
    if (!box) throw new Error(`MATRIX.md:${index + 1}: no heading says which box`)
    rows.push(readRow(text, index + 1, box))
  }
  return rows
}

const readRow = (text: string, line: number, box: BoxName): MatrixRow => {
  const cells = text
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())
  const [request = '', ...rest] = cells
  const [, method, path, words = ''] = /^`([A-Z]+) (\S+)`(.*)$/.exec(request) ?? []
  if (!method || !path || rest.length !== personaNames.length + 1)
    throw new Error(`MATRIX.md:${line}: not a row of ${personaNames.length + 2} cells`)
  const onlyEmbedded = words.includes('†')
  const [, carries] = /\bwith (.+?)\s*†?$/.exec(words.trim()) ?? []
  const expected = Object.fromEntries(
    personaNames.map((name, index) => [name, readCell(rest[index] ?? '', line)]),
  )
  if (!isComplete(expected)) throw new Error(`MATRIX.md:${line}: a persona is missing`)
  const policies = (rest.at(-1) ?? '')
    .split(',')
    .map(id => id.trim())
    .filter(id => id !== '–')
  return {
    line,
    box,
    title: request.replaceAll('`', '').replace('†', '').trim(),
    method,
    path,
    onlyEmbedded,
    expected,
    policies,
    ...(carries ? { with: carries } : {}),
  }
}

const readCell = (cell: string, line: number): Expected => {
  const [, status, empty] = /^(\d{3})(∅?)$/.exec(cell) ?? []
  if (!status) throw new Error(`MATRIX.md:${line}: "${cell}" is no status`)
  return { status: Number(status), isEmpty: empty === '∅' }
}

const isComplete = (
  expected: Record<string, Expected>,
): expected is Record<PersonaName, Expected> => personaNames.every(name => name in expected)
