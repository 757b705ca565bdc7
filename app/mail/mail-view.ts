// A mail of the outbox as an admin sees it: to whom, what about, how far it has come; never a link that opens an account.
import type { Stored } from '../../vocabulary/aidbox.ts'
import type { MailState, MailView } from '../../vocabulary/staff.ts'
import { isRecord, textAt } from '../json.ts'
import { fromCommunication, type OutboxStatus, type WaitingMail } from './outbox.ts'
import { type MailLook, renderMail } from './render.ts'

export const mailStates: Record<OutboxStatus, MailState> = {
  preparation: 'waiting',
  'in-progress': 'sending',
  completed: 'sent',
  stopped: 'stopped',
  'not-done': 'unwanted',
}

const isStatus = (text: string | undefined): text is OutboxStatus =>
  text !== undefined && Object.hasOwn(mailStates, text)

/** The view; undefined for a Communication that is no mail of ours. */
export const mailView = (resource: Stored): MailView | undefined => {
  const mail = fromCommunication(resource)
  const status = textAt(resource, 'status')
  if (!mail || !isStatus(status)) return undefined
  const why = isRecord(resource.statusReason) ? textAt(resource.statusReason, 'text') : undefined
  const sentAt = textAt(resource, 'sent')
  return {
    id: resource.id,
    to: mail.to,
    template: mail.template,
    language: mail.language ?? 'en',
    subject: subjectOf(mail),
    state: mailStates[status],
    attempts: mail.attempts,
    ...(mailStates[status] === 'waiting' ? { nextTry: mail.nextTry } : {}),
    ...(why ? { why } : {}),
    changedAt: resource.meta.lastUpdated ?? '',
    ...(sentAt ? { sentAt } : {}),
  }
}

/** What the mail says; where it has a link, only that there is one. */
export const mailText = (mail: WaitingMail, portalUrl: string, look: MailLook): string =>
  renderMail(mail, { portalUrl, ...(mail.link ? { link: '[link]' } : {}) }, look).text

const subjectOf = (mail: WaitingMail): string => renderMail(mail, { portalUrl: '' }).subject
