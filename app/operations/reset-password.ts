// The mailed link and a new password: the password is set, and every session of the person ends.
import { auditEntry } from '../audit.ts'
import { done, type Operation } from '../context.ts'
import { deletions, findSessions } from '../ending.ts'
import { userOf } from '../envelope.ts'
import { invalid, isConflict } from '../errors.ts'
import { openLink, spend, userOfLink } from '../mailed-link.ts'
import { passwordProblem } from '../password-rules.ts'
import { throttleAddress } from '../throttles.ts'
import { checkTokenAndPassword, linkIsOver } from '../token-and-password.ts'

const wayOut = 'Choose "Forgot password" on the sign-in page to get a new one.'

/** 204; 410 when the link was used, has expired or was replaced by a newer one. */
export const resetPassword: Operation = async call => {
  throttleAddress(call)
  const { token, password } = checkTokenAndPassword(call.input)
  const box = call.boxes[call.box]
  const now = call.clock()

  const task = await openLink(box, 'password-link', token, now)
  const id = task ? userOfLink(task) : undefined
  const user = id ? await box.read('User', id) : undefined
  const person = userOf(user)
  if (!task || !user || !person || user.inactive === true) throw linkIsOver(wayOut)
  const problem = passwordProblem(password, person.email)
  if (problem) throw invalid([{ field: 'password', ...problem }])

  const sessions = await findSessions(box, { user: user.id })
  try {
    await box.transaction([
      spend(task, now),
      {
        resource: { ...user, password },
        request: { method: 'PUT', url: `User/${user.id}`, ifMatch: `W/"${user.meta.versionId}"` },
      },
      ...deletions(sessions),
      auditEntry(
        {
          what: 'reset-password',
          action: 'U',
          by: { user: person, isOperator: false },
          about: [{ user: user.id }],
        },
        now,
      ),
    ])
  } catch (error) {
    if (isConflict(error)) throw linkIsOver(wayOut)
    throw error
  }
  return done()
}
