// Somebody forgot a password: a single-use link of fifteen minutes goes to the account's address. Nothing changes until it is used.
import { accepted, type Operation } from '../context.ts'
import { emailPattern, normalEmail, userByEmail } from '../email-address.ts'
import { userOf } from '../envelope.ts'
import { isConflict } from '../errors.ts'
import { checker } from '../input.ts'
import { languageOfUser } from '../mail/language.ts'
import { inLanguage, queueMail } from '../mail/outbox.ts'
import { isJustAsked, linkEntry, linkTask, linkTaskId, quarterHour } from '../mailed-link.ts'
import { portalOf } from '../portal-of.ts'
import { throttleAddress, throttleMailbox } from '../throttles.ts'

const check = checker<{ email: string }>(
  {
    type: 'object',
    properties: { email: { type: 'string', minLength: 1, maxLength: 200, pattern: emailPattern } },
    required: ['email'],
    additionalProperties: false,
  },
  { email: 'E-mail' },
)

/** Always 202: the answer tells nobody whether an address has an account. */
export const requestPasswordReset: Operation = async call => {
  throttleAddress(call)
  const email = normalEmail(check(call.input).email)
  throttleMailbox(call, email)
  const box = call.boxes[call.box]
  const now = call.clock()

  const [account, previous] = await Promise.all([
    userByEmail(box, email),
    box.read('Task', linkTaskId('password-link', email)),
  ])
  const person = userOf(account)
  if (!account || !person || account.inactive === true || isJustAsked(previous, now))
    return accepted()

  const task = linkTask(
    { purpose: 'password-link', email, seconds: quarterHour, user: person.id },
    now,
  )
  const page = `${portalOf(person.roles)}/reset-password`
  try {
    await box.transaction([
      linkEntry(task, previous),
      queueMail(
        {
          template: 'password-reset',
          to: email,
          parameters: { name: person.name },
          ...inLanguage(languageOfUser(account) ?? call.language),
          link: { task: task.id, asked: now.toISOString(), page },
        },
        now,
      ),
    ])
  } catch (error) {
    // Two requests at once: the other one's mail is on its way.
    if (!isConflict(error)) throw error
  }
  return accepted()
}
