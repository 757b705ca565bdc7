// An admin gives a member an account for a record that is there: the member sets the password by a mailed link.
import type { Stored, User } from '../../vocabulary/aidbox.ts'
import type { EnrollMemberRequest } from '../../vocabulary/operations.ts'
import { type Answer, created, type Operation, type OperationCall, ok } from '../context.ts'
import { normalEmail, userByEmail } from '../email-address.ts'
import { conflict, invalid, isConflict } from '../errors.ts'
import { checker } from '../input.ts'
import { referencedId } from '../json.ts'
import { languageOfPatient, languageOfUser } from '../mail/language.ts'
import { isJustAsked, linkTaskId } from '../mailed-link.ts'
import { invitation, memberFields, newMember } from '../members/new-member.ts'

const check = checker<EnrollMemberRequest>(
  {
    type: 'object',
    properties: memberFields,
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
  try {
    await box.transaction(newMember(call, { id, name, email, patient, language }, previous))
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
