// A member's new account for a record that is there, with the mail that lets them set a password; entries of one transaction.
import type { BundleEntry, Stored, User } from '../../vocabulary/aidbox.ts'
import type { EnrollMemberRequest } from '../../vocabulary/operations.ts'
import { auditEntry } from '../audit.ts'
import type { OperationCall } from '../context.ts'
import { emailPattern } from '../email-address.ts'
import { inLanguage, type Language, queueMail } from '../mail/outbox.ts'
import { day, linkEntry, linkTask } from '../mailed-link.ts'

/** What each field may hold, for forms and files alike. */
export const memberFields = {
  name: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^<>@/\\\\:]*$' },
  email: { type: 'string', minLength: 1, maxLength: 200, pattern: emailPattern },
  patient: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' },
} as const

/** Account, invitation and record of it. `previous` is the Task of an earlier link to this address. */
export const newMember = (
  call: OperationCall,
  {
    id,
    name,
    email,
    patient,
    language,
  }: EnrollMemberRequest & { id: string; language: Language | undefined },
  previous: Stored | undefined,
): BundleEntry[] => {
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
  return [
    { resource: user, request: { method: 'POST', url: 'User' } },
    ...invitation(call, { id, name, email, language }, previous), // its id is one for each address: two clicks, one account
    auditEntry(
      {
        what: 'enroll-member',
        action: 'C',
        by: call.caller,
        about: [{ user: id }, { reference: `Patient/${patient}` }],
      },
      call.clock(),
    ),
  ]
}

/** The link and the mail that carries it. */
export const invitation = (
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
