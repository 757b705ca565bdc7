// An admin gives a member an account for a record that is there: the member sets the password by a mailed link.
import type { BundleEntry, Stored, User } from '../../vocabulary/aidbox.ts'
import type { EnrollMemberRequest } from '../../vocabulary/operations.ts'
import { auditEntry } from '../audit.ts'
import { type Answer, created, type Operation, type OperationCall, ok } from '../context.ts'
import { emailPattern, normalEmail, userByEmail } from '../email-address.ts'
import { conflict, invalid, isConflict } from '../errors.ts'
import { checker } from '../input.ts'
import { referencedId } from '../json.ts'
import { languageOfPatient, languageOfUser } from '../mail/language.ts'
import { inLanguage, type Language, queueMail } from '../mail/outbox.ts'
import { day, isJustAsked, linkEntry, linkTask, linkTaskId } from '../mailed-link.ts'

const check = checker<EnrollMemberRequest>(
  {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^<>@/\\\\:]*$' },
      email: { type: 'string', minLength: 1, maxLength: 200, pattern: emailPattern },
      patient: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' },
    },
    required: ['name', 'email', 'patient'],
    additionalProperties: false,
  },
  { name: 'Name', email: 'E-mail', patient: 'Patient id' },
)

/** 201 the new account; 200 the one that is there, invited again if it has no password yet. */
export const enrollMember: Operation = async call => {
  const { name, email: written, patient } = check(call.input)
  const email = normalEmail(written)
  const box = call.boxes.production
  const now = call.clock()
  const [account, record, previous] = await Promise.all([
    userByEmail(box, email),
    box.read('Patient', patient),
    box.read('Task', linkTaskId('password-link', email)),
  ])
  if (!record)
    throw invalid([
      { field: 'patient', message: `There is no Patient with the id ${patient} in production.` },
    ])
  if (account) return inviteAgain(call, account, previous, { name, email, patient })

  const language = languageOfPatient(record)
  const id = call.newId()
  const user: User & { id: string } = {
    resourceType: 'User',
    id,
    userName: email,
    email,
    name: { formatted: name },
    inactive: false,
    roles: [{ type: 'member' }],
    fhirUser: { reference: `Patient/${patient}` },
    ...(language ? { preferredLanguage: language } : {}),
  }
  try {
    await box.transaction([
      { resource: user, request: { method: 'POST', url: 'User' } },
      ...invitation(call, { id, name, email, language }, previous), // its id is one for each address: two clicks, one account
      auditEntry(
        {
          what: 'enroll-member',
          action: 'C',
          by: call.caller,
          about: [{ user: id }, { reference: `Patient/${patient}` }],
        },
        now,
      ),
    ])
  } catch (error) {
    const winner = isConflict(error) ? await userByEmail(box, email) : undefined
    if (!winner) throw error
    return same(winner, patient)
  }
  return created({ id, email })
}

const inviteAgain = async (
  call: OperationCall,
  account: Stored<User>,
  previous: Stored | undefined,
  { name, email, patient }: EnrollMemberRequest,
): Promise<Answer> => {
  const answer = same(account, patient)
  if (account.password === undefined && !isJustAsked(previous, call.clock())) {
    try {
      await call.boxes.production.transaction(
        invitation(
          call,
          { id: account.id, name, email, language: languageOfUser(account) },
          previous,
        ),
      )
    } catch (error) {
      if (!isConflict(error)) throw error // somebody else has just invited
    }
  }
  return answer
}

/** 200 when the account is this member's; 409 when it is someone else's. */
const same = (account: Stored<User>, patient: string): Answer => {
  const isMember = account.roles?.some(({ type }) => type === 'member')
  if (!isMember || referencedId(account.fhirUser, 'Patient') !== patient)
    throw conflict('This address belongs to another account: use another address.', 'email')
  return ok({ id: account.id, email: account.email })
}

const invitation = (
  call: OperationCall,
  {
    id,
    name,
    email,
    language,
  }: { id: string; name: string; email: string; language: Language | undefined },
  previous: Stored | undefined,
): BundleEntry[] => {
  const now = call.clock()
  const task = linkTask({ purpose: 'password-link', email, seconds: day, user: id }, now)
  const link = { task: task.id, asked: now.toISOString(), page: '/member/reset-password' }
  return [
    linkEntry(task, previous),
    queueMail(
      {
        template: 'member-invited',
        to: email,
        parameters: { name },
        link,
        ...inLanguage(language),
      },
      now,
    ),
  ]
}
