// enroll-members: accounts for all members of a file, or for none; every fault is told by row and column.
import type { Stored, User } from '../../vocabulary/aidbox.ts'
import type { EnrollMembersAnswer, EnrollMembersRequest } from '../../vocabulary/staff.ts'
import type { BoxClient } from '../box-client.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { conflict, invalid, isConflict } from '../errors.ts'
import { checker } from '../input.ts'
import { referencedId } from '../json.ts'
import { languageOfPatient } from '../mail/language.ts'
import type { Language } from '../mail/outbox.ts'
import { linkTaskId } from '../mailed-link.ts'
import { type CellFault, type MemberRow, readMemberFile } from '../members/member-file.ts'
import { newMember } from '../members/new-member.ts'

const check = checker<EnrollMembersRequest>(
  {
    type: 'object',
    properties: {
      csv: { type: 'string', minLength: 1, maxLength: 200_000 },
      dryRun: { type: 'boolean', nullable: true },
    },
    required: ['csv'],
    additionalProperties: false,
  },
  { csv: 'The file' },
)
/** More would not be read by anybody. */
const mostFaults = 100

export const enrollMembers: Operation = async call => {
  const { csv, dryRun = false } = check(call.input)
  const { rows, faults } = readMemberFile(csv)
  if (faults.length > 0) throw refused(faults)
  const box = call.boxes.production
  const [users, patients] = await Promise.all([
    found(
      box,
      'User',
      'email',
      rows.map(({ email }) => email),
    ),
    found(
      box,
      'Patient',
      '_id',
      rows.map(({ patient }) => patient),
    ),
  ])
  const accounts = new Map(users.map(user => [user.email?.toLowerCase() ?? '', user]))
  const records = new Set(patients.map(({ id }) => id))
  const clashes = rows.flatMap(row => clash(row, accounts.get(row.email), records))
  if (clashes.length > 0) throw refused(clashes)
  const fresh = rows.filter(({ email }) => !accounts.has(email))
  if (!dryRun && fresh.length > 0)
    await enroll(
      call,
      fresh,
      new Map(patients.map(patient => [patient.id, languageOfPatient(patient)])),
    )
  return ok({
    enrolled: fresh.length,
    already: rows.length - fresh.length,
  } satisfies EnrollMembersAnswer)
}

const enroll = async (
  call: OperationCall,
  rows: readonly MemberRow[],
  languages: ReadonlyMap<string, Language | undefined>,
): Promise<void> => {
  const box = call.boxes.production
  const links = await found(
    box,
    'Task',
    '_id',
    rows.map(({ email }) => linkTaskId('password-link', email)),
  )
  const previous = new Map(links.map(task => [task.id, task]))
  try {
    await box.transaction(
      rows.flatMap(({ name, email, patient }) =>
        newMember(
          call,
          { id: call.newId(), name, email, patient, language: languages.get(patient) },
          previous.get(linkTaskId('password-link', email)),
        ),
      ),
    )
  } catch (error) {
    if (!isConflict(error)) throw error
    throw conflict('Somebody enrolled one of these members in the meantime. Send the file again.')
  }
}

const clash = (
  { row, email, patient }: MemberRow,
  account: Stored<User> | undefined,
  records: ReadonlySet<string>,
): CellFault[] => {
  const isTheirs =
    account?.email?.toLowerCase() === email &&
    account.roles?.some(({ type }) => type === 'member') &&
    referencedId(account.fhirUser, 'Patient') === patient
  return [
    ...(records.has(patient)
      ? []
      : [{ row, column: 'patient' as const, cause: 'names no Patient in production.' }]),
    ...(account && !isTheirs
      ? [{ row, column: 'email' as const, cause: 'belongs to another account: use another one.' }]
      : []),
  ]
}

/** Resources by one of many values, so many at a time as a URL holds. */
const found = async <T extends 'User' | 'Patient' | 'Task'>(
  box: BoxClient,
  type: T,
  parameter: string,
  values: readonly string[],
) => {
  const pages: Awaited<ReturnType<typeof box.searchAll<T>>> = []
  for (let start = 0; start < values.length; start += 40)
    pages.push(
      ...(await box.searchAll(type, { [parameter]: values.slice(start, start + 40).join(',') })),
    )
  return pages
}

const refused = (faults: readonly CellFault[]) => {
  const shown = faults
    .toSorted((one, other) => one.row - other.row)
    .slice(0, mostFaults)
    .map(({ row, column, cause }) => ({
      field: `rows[${row}].${column}`,
      message: `Row ${row}, ${column} ${cause}`,
    }))
  return invalid(
    faults.length > mostFaults
      ? [...shown, { field: 'csv', message: `And ${faults.length - mostFaults} more.` }]
      : shown,
  )
}
