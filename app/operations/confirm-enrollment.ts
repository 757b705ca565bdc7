// The mailed link and a password make a vendor's account; the link works once.
import type { ConfirmEnrollmentAnswer, TokenAndPassword } from '../../vocabulary/operations.ts'
import { auditEntry } from '../audit.ts'
import { created, type Operation } from '../context.ts'
import { userByEmail } from '../email-address.ts'
import { invalid, isConflict } from '../errors.ts'
import { factsOf, openLink, spend } from '../mailed-link.ts'
import { passwordProblem } from '../password-rules.ts'
import { throttleAddress } from '../throttles.ts'
import { checkTokenAndPassword, linkIsOver } from '../token-and-password.ts'

const wayOut = 'Sign in if you have set a password; else ask for a new link on the enrollment page.'

/** 201 with the address to sign in with; 410 when the link was used, has expired or was replaced by a newer one. */
export const confirmEnrollment: Operation = async call => {
  throttleAddress(call)
  const { token, password }: TokenAndPassword = checkTokenAndPassword(call.input)
  const box = call.boxes.sandbox
  const now = call.clock()

  const task = await openLink(box, 'enrollment', token, now)
  if (!task) throw linkIsOver(wayOut)
  const { name = '', email = '', organization = '', website = '', reason = '' } = factsOf(task)
  const problem = passwordProblem(password, email)
  if (problem) throw invalid([{ field: 'password', ...problem }])
  if (await userByEmail(box, email)) throw linkIsOver(wayOut)

  const id = call.newId()
  const caller = { user: { id, email, name, roles: ['vendor'] }, isOperator: false }
  try {
    await box.transaction([
      spend(task, now), // its version is checked, so of two clicks at once one wins
      {
        resource: {
          resourceType: 'User',
          id,
          userName: email,
          email,
          name: { formatted: name },
          password,
          inactive: false,
          roles: [{ type: 'vendor' }],
          data: { organization, website, reason },
        },
        request: { method: 'POST', url: 'User' },
      },
      auditEntry(
        { what: 'confirm-enrollment', action: 'C', by: caller, about: [{ user: id }] },
        now,
      ),
    ])
  } catch (error) {
    if (isConflict(error)) throw linkIsOver(wayOut)
    throw error
  }
  return created({ email } satisfies ConfirmEnrollmentAnswer)
}
