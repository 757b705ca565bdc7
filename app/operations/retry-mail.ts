// retry-mail: a mail that waits or was given up is tried again at once; one that has left is not sent twice.
import type { RetryMailRequest } from '../../vocabulary/staff.ts'
import { auditEntry } from '../audit.ts'
import { type Operation, ok } from '../context.ts'
import { conflict, notFound } from '../errors.ts'
import { checker } from '../input.ts'
import { mailView } from '../mail/mail-view.ts'
import { fromCommunication, toCommunication } from '../mail/outbox.ts'

const parse = checker<RetryMailRequest>(
  {
    type: 'object',
    properties: { box: { type: 'string', enum: ['sandbox', 'production'], nullable: true } },
    additionalProperties: false,
  },
  { box: 'Box' },
)

const said = {
  sending: 'This mail is being sent at this moment.',
  sent: 'This mail was sent already.',
  unwanted: 'The link of this mail is no longer wanted: a newer one was asked for, or it was used.',
} as const

export const retryMail: Operation = async call => {
  const box = call.boxes[parse(call.input ?? {}).box ?? 'production']
  const { id = '' } = call.params
  const resource = /^[A-Za-z0-9.-]{1,64}$/.test(id)
    ? await box.read('Communication', id)
    : undefined
  const mail = resource && fromCommunication(resource)
  const view = resource && mailView(resource)
  if (!resource || !mail || !view) throw notFound('mail')
  if (view.state !== 'waiting' && view.state !== 'stopped') throw conflict(said[view.state])
  const now = call.clock()
  const again = { ...mail, attempts: 0, nextTry: now.toISOString() }
  await box.transaction([
    {
      resource: { ...toCommunication(again, 'preparation'), id },
      request: {
        method: 'PUT',
        url: `Communication/${id}`,
        ifMatch: `W/"${resource.meta.versionId}"`,
      },
    },
    auditEntry(
      {
        what: 'retry-mail',
        action: 'U',
        by: call.caller,
        about: [{ reference: `Communication/${id}` }],
      },
      now,
    ),
  ])
  const stored = await box.read('Communication', id)
  return ok(stored && mailView(stored))
}
