// The outbox: a mail waits as a Communication in its recipient's own box, so that it survives a restart.
// Its state is FHIR's: preparation waits, in-progress is claimed, completed is sent, stopped was given up.
import type { BundleEntry, Resource } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import { isRecord } from '../json.ts'

export const mailTemplates = [
  'connection-new',
  'connection-unused',
  'connection-ending',
  'enrollment',
  'enrollment-exists',
  'member-invited',
  'password-reset',
  'review-due',
  'two-factor-set-up',
  'two-factor-removed',
  'vendor-approved',
  'vendor-rejected',
  'vendor-suspended',
  'vendor-reinstated',
  'vendor-withdrawn',
] as const

export type MailTemplate = (typeof mailTemplates)[number]
export type Language = 'en' | 'es'

/** One message to send. What each template needs as parameters stands in its file. */
export interface Mail {
  template: MailTemplate
  to: string
  language?: Language
  parameters: Record<string, string>
  /**
   * The Task (id) whose single-use link the mail carries, and its authoredOn; the token is made when the mail is
   * rendered. A Task that was authored anew since then has a newer mail: this one is not sent.
   */
  link?: { task: string; asked: string; page: string }
  /** Id of the production request it is about: the request's evidence holds it. */
  request?: string
}

/** The part of a Mail that says its language; English where none is known. */
export const inLanguage = (language: Language | undefined): Pick<Mail, 'language'> =>
  language ? { language } : {}

/** A mail as it waits: how often it was tried, and from when on it may be tried (again). */
export interface WaitingMail extends Mail {
  attempts: number
  nextTry: string
}

export type OutboxStatus = 'preparation' | 'in-progress' | 'completed' | 'stopped' | 'not-done'

/**
 * The entry that puts a mail into the outbox, for the transaction that makes the mail necessary. With an `id` the same
 * mail cannot be queued twice: the second is a conflict.
 */
export const queueMail = (mail: Mail, now: Date, id?: string): BundleEntry => ({
  resource: {
    ...toCommunication({ ...mail, attempts: 0, nextTry: now.toISOString() }, 'preparation'),
    ...(id ? { id } : {}),
  },
  request: { method: 'POST', url: 'Communication' },
})

/** A waiting mail as the resource that keeps it. */
export const toCommunication = (mail: WaitingMail, status: OutboxStatus): Resource => ({
  resourceType: 'Communication',
  status,
  ...(mail.request
    ? { identifier: [{ system: planApiSystems.requestId, value: mail.request }] }
    : {}),
  category: [{ coding: [{ system: planApiSystems.code, code: 'mail' }] }],
  topic: { coding: [{ system: planApiSystems.code, code: mail.template }] },
  recipient: [{ identifier: { system: 'urn:ietf:rfc:3986', value: `mailto:${mail.to}` } }],
  payload: [{ contentString: JSON.stringify(mail) }],
})

/** The mail in a Communication; undefined when it holds none of ours. */
export const fromCommunication = (resource: Resource): WaitingMail | undefined => {
  const payload = Array.isArray(resource.payload) ? resource.payload[0] : undefined
  if (!isRecord(payload) || typeof payload.contentString !== 'string') return undefined
  try {
    const mail: unknown = JSON.parse(payload.contentString)
    return isWaitingMail(mail) ? mail : undefined
  } catch {
    return undefined // not JSON: not ours
  }
}

const isWaitingMail = (value: unknown): value is WaitingMail =>
  isRecord(value) &&
  mailTemplates.some(name => name === value.template) &&
  typeof value.to === 'string' &&
  isRecord(value.parameters) &&
  Object.values(value.parameters).every(text => typeof text === 'string') &&
  typeof value.attempts === 'number' &&
  typeof value.nextTry === 'string' &&
  (value.request === undefined || typeof value.request === 'string') &&
  (value.link === undefined ||
    (isRecord(value.link) &&
      typeof value.link.task === 'string' &&
      typeof value.link.asked === 'string' &&
      typeof value.link.page === 'string'))
