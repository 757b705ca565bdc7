// Somebody asks for a vendor account: a mail with a link, or, where the address has an account, a mail that says so.
import type { EnrollVendorRequest } from '../../vocabulary/operations.ts'
import { accepted, type Operation } from '../context.ts'
import { emailPattern, normalEmail, userByEmail } from '../email-address.ts'
import { invalid, isConflict } from '../errors.ts'
import { checker } from '../input.ts'
import { languageOfUser } from '../mail/language.ts'
import { inLanguage, queueMail } from '../mail/outbox.ts'
import { day, isJustAsked, linkEntry, linkTask, linkTaskId } from '../mailed-link.ts'
import { throttleAddress, throttleMailbox } from '../throttles.ts'

const line = (maxLength: number) => ({ type: 'string' as const, minLength: 1, maxLength })

const check = checker<EnrollVendorRequest>(
  {
    type: 'object',
    properties: {
      // The mail greets by this name: nobody may put an address or a link into it.
      name: { ...line(100), pattern: '^[^<>@/\\\\:]*$' },
      email: { ...line(200), pattern: emailPattern },
      organization: line(200),
      website: line(500),
      reason: line(2000),
    },
    required: ['name', 'email', 'organization', 'website', 'reason'],
    additionalProperties: false,
  },
  {
    name: 'Name',
    email: 'E-mail',
    organization: 'Organization',
    website: 'Website',
    reason: 'Reason',
  },
)

/** Always 202: the answer tells nobody whether an address has an account. */
export const enrollVendor: Operation = async call => {
  throttleAddress(call)
  const input = check(call.input)
  if (!isWebAddress(input.website))
    throw invalid([
      {
        field: 'website',
        message: 'Website is not a web address: write it as https://example.com.',
      },
    ])
  const email = normalEmail(input.email)
  throttleMailbox(call, email)
  const box = call.boxes.sandbox
  const now = call.clock()

  const [account, previous] = await Promise.all([
    userByEmail(box, email),
    box.read('Task', linkTaskId('enrollment', email)),
  ])
  if (!account && isJustAsked(previous, now)) return accepted()

  const { name, organization, website, reason } = input
  const facts = { name, organization, website, reason }
  const task = linkTask({ purpose: 'enrollment', email, seconds: day, facts }, now)
  const link = { task: task.id, asked: now.toISOString(), page: '/vendor/confirm' }
  const language = inLanguage(languageOfUser(account) ?? call.language)
  const minute = Math.floor(now.getTime() / 60_000)
  try {
    await box.transaction(
      account
        ? [
            queueMail(
              { template: 'enrollment-exists', to: email, parameters: {}, ...language },
              now,
              `${task.id}-${minute}`, // a double click has the same
            ),
          ]
        : [
            linkEntry(task, previous),
            queueMail(
              { template: 'enrollment', to: email, parameters: { name }, link, ...language },
              now,
            ),
          ],
    )
  } catch (error) {
    // Two requests at once: the other one's mail is on its way.
    if (!isConflict(error)) throw error
  }
  return accepted()
}

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, hostname } = new URL(text)
  return ['https:', 'http:'].includes(protocol) && username === '' && hostname.includes('.')
}
