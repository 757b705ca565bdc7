// Mails to a member about one connection, in the language in which they said yes; a fixed id makes each of them once only.
import { createHash } from 'node:crypto'
import type { BundleEntry } from '../../vocabulary/aidbox.ts'
import { type Language, type MailTemplate, queueMail } from './outbox.ts'

export type ConnectionTemplate = Extract<MailTemplate, `connection-${string}`>

export interface ConnectionNotice {
  template: ConnectionTemplate
  /** What makes it this notice and no other: the yes, the last use, the end. */
  key: string
  to: { name: string; email: string }
  language: Language
  app: string
  patient: string
  /** Days that its words name. */
  days: { until?: Date; since?: Date }
}

/** The id under which the outbox keeps a notice. */
export const noticeId = (template: ConnectionTemplate, key: string): string =>
  `notice-${createHash('sha256').update(`${template} ${key}`, 'utf8').digest('hex').slice(0, 40)}`

/** The entry that queues it; a second one of the same key is a conflict. */
export const connectionMail = (notice: ConnectionNotice, now: Date): BundleEntry => {
  const { template, key, to, language, app, patient, days } = notice
  const day = (date: Date | undefined) =>
    date?.toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' }) ?? ''
  return queueMail(
    {
      template,
      to: to.email,
      language,
      parameters: { name: to.name, app, patient, until: day(days.until), since: day(days.since) },
    },
    now,
    noticeId(template, key),
  )
}
