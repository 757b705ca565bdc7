// A file of members: every cell that cannot be taken is told by row and column, without repeating what stands in it.
import { expect, test } from 'vitest'
import { OperationError } from '../errors.ts'
import { mostRows, readMemberFile } from './member-file.ts'

const refusalOf = (csv: string): string => {
  try {
    readMemberFile(csv)
    return ''
  } catch (error) {
    if (error instanceof OperationError) return `${error.status} ${error.message}`
    throw error
  }
}

test('columns may stand in any order; addresses become small letters', () => {
  const { rows, faults } = readMemberFile('Patient,Name,Email\np-1,"Doe, Ann",ANN@plan.example\n')
  expect(faults).toEqual([])
  expect(rows).toEqual([{ row: 2, name: 'Doe, Ann', email: 'ann@plan.example', patient: 'p-1' }])
})

test('each fault names its row and column', () => {
  const { faults } = readMemberFile(
    'name,email,patient\nAnn,a@plan.example,p-1\nBob,nowhere,\nCy,A@plan.example,p-1\n',
  )
  expect(faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
    '3 email',
    '3 patient',
    '4 email',
    '4 patient',
  ])
  expect(JSON.stringify(faults)).not.toContain('nowhere')
})

test.each([
  ['a column is missing', 'name,email\nAnn,a@plan.example\n', /missing: patient/],
  [
    'a column is too many',
    'name,email,patient,ssn\nAnn,a@plan.example,p,1\n',
    /exactly the columns/,
  ],
  ['no row', 'name,email,patient\n', /no rows/],
  ['open quotes', 'name,email,patient\n"Ann,a@plan.example,p\n', /not CSV/],
  [
    'too many rows',
    `name,email,patient\n${'Ann,a@plan.example,p\n'.repeat(mostRows + 1)}`,
    /at a time at most/,
  ],
])('a file is refused as a whole: %s', (_, csv, words) => {
  expect(refusalOf(csv)).toMatch(/^422 /)
  expect(refusalOf(csv)).toMatch(words)
})
