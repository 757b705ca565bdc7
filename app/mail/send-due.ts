// Sends what is due from a box's outbox: claimed by If-Match first, so that two App processes never send the same mail.
// A process that dies between claim and success leaves a lease; after it the mail is tried again, at worst sent twice.
import type { Stored } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { BoxClient } from '../box-client.ts'
import type { AppContext } from '../context.ts'
import { isConflict } from '../errors.ts'
import { isRecord } from '../json.ts'
import { withToken } from '../mailed-link.ts'
import {
  fromCommunication,
  type OutboxStatus,
  toCommunication,
  type WaitingMail,
} from './outbox.ts'
import { renderMail } from './render.ts'
import type { Transport } from './transport.ts'

/** Waits between tries, in seconds, three days in all; then a mail is given up, and its Communication says so. */
const waits = [30, 120, 600, 1800, 7200, 21_600, 43_200, 86_400, 86_400] as const
const leaseSeconds = 120
/** nodemailer's codes for a server that cannot be spoken to at all. */
const unreachable: ReadonlySet<string> = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS'])
const pageSize = 100

type Waiting = Stored & { resourceType: 'Communication' }

/** Sends every mail of one box that is due; answers how many a mail server took. */
export const sendDueMails = async (
  app: Pick<AppContext, 'clock' | 'config' | 'log'>,
  box: BoxClient,
  transport: Transport,
): Promise<number> => {
  let sent = 0
  for (const { resource, mail } of await dueMails(box, app.clock())) {
    const claimed = await claim(app, box, resource, mail)
    const fate = claimed && (await deliver(app, box, transport, claimed))
    if (fate === 'sent') sent += 1
    // Nobody answers there: the others would wait for the same time-out, one after the other.
    if (fate === 'unreachable') break
  }
  return sent
}

const dueMails = async (box: BoxClient, now: Date) => {
  const due: { resource: Waiting; mail: WaitingMail }[] = []
  // Waiting mails are few unless a mail server is down; then all pages are looked at, so that none starves.
  for (let number = 1; due.length < pageSize; number++) {
    const { resources } = await box.search('Communication', {
      category: `${planApiSystems.code}|mail`,
      status: 'preparation,in-progress',
      _sort: '_lastUpdated',
      _count: String(pageSize),
      _page: String(number),
    })
    for (const resource of resources) {
      const mail = fromCommunication(resource)
      if (mail && Date.parse(mail.nextTry) <= now.getTime()) due.push({ resource, mail })
    }
    if (resources.length < pageSize) break
  }
  return due
}

interface Claimed {
  resource: Stored
  mail: WaitingMail
}

const claim = async (
  app: Pick<AppContext, 'clock'>,
  box: BoxClient,
  resource: Waiting,
  mail: WaitingMail,
): Promise<Claimed | undefined> => {
  const claimedMail = {
    ...mail,
    attempts: mail.attempts + 1,
    nextTry: later(app.clock(), leaseSeconds),
  }
  const claimed = await ifStill(() => write(box, resource, claimedMail, 'in-progress'))
  return claimed ? { resource: claimed, mail: claimedMail } : undefined
}

const deliver = async (
  app: Pick<AppContext, 'clock' | 'config' | 'log'>,
  box: BoxClient,
  transport: Transport,
  { resource, mail }: Claimed,
): Promise<'sent' | 'refused' | 'unreachable' | 'unwanted'> => {
  const link = mail.link ? await freshLink(app, box, mail.link) : undefined
  if (mail.link && !link) {
    // Used, replaced by a newer request, or gone: a dead link helps nobody.
    await ifStill(() => write(box, resource, mail, 'not-done', 'Its link is no longer wanted.'))
    return 'unwanted'
  }
  try {
    const message = renderMail(
      mail,
      { portalUrl: app.config.portalUrl, ...(link ? { link } : {}) },
      app.config.brand,
    )
    await transport.send({ to: mail.to, id: resource.id, ...message })
  } catch (error) {
    await putBack(app, box, resource, mail, error)
    return unreachable.has(causeOf(error)) ? 'unreachable' : 'refused'
  }
  await ifStill(() => write(box, resource, mail, 'completed', undefined, app.clock()))
  return 'sent'
}

/** A link with a token of its own, which only the mail and the person know; undefined when it is not wanted any more. */
const freshLink = async (
  app: Pick<AppContext, 'clock' | 'config'>,
  box: BoxClient,
  link: NonNullable<WaitingMail['link']>,
): Promise<string | undefined> => {
  const task = await box.read('Task', link.task)
  if (task?.status !== 'requested' || task.authoredOn !== link.asked) return undefined
  const fresh = withToken(task, app.clock())
  const saved = await ifStill(() => box.update(fresh.task, { ifMatch: task.meta.versionId }))
  // After the hash sign: browsers do not send it, so no log has it.
  return saved && `${app.config.portalUrl}${link.page}#token=${fresh.token}`
}

const putBack = async (
  app: Pick<AppContext, 'clock' | 'log'>,
  box: BoxClient,
  resource: Stored,
  mail: WaitingMail,
  error: unknown,
): Promise<void> => {
  const wait = waits[mail.attempts - 1]
  const why = causeOf(error)
  // Codes only: a mail server's words repeat the address.
  app.log.warn(
    { box: box.name, communication: resource.id, template: mail.template, why, again: wait },
    wait === undefined ? 'mail given up' : 'mail not sent',
  )
  if (wait === undefined)
    await ifStill(() =>
      write(box, resource, mail, 'stopped', `Tried ${mail.attempts} times; last: ${why}.`),
    )
  else {
    const waiting = { ...mail, nextTry: later(app.clock(), wait) }
    await ifStill(() => write(box, resource, waiting, 'preparation'))
  }
}

const write = (
  box: BoxClient,
  resource: Stored,
  mail: WaitingMail,
  status: OutboxStatus,
  reason?: string,
  sent?: Date,
): Promise<Stored> =>
  box.update(
    {
      ...toCommunication(mail, status),
      id: resource.id,
      ...(reason ? { statusReason: { text: reason } } : {}),
      ...(sent ? { sent: sent.toISOString() } : {}),
    },
    { ifMatch: resource.meta.versionId },
  )

/** Undefined when somebody else was faster. */
const ifStill = async (change: () => Promise<Stored>): Promise<Stored | undefined> => {
  try {
    return await change()
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}

const causeOf = (error: unknown): string => {
  if (!isRecord(error) && !(error instanceof Error)) return 'unknown'
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown } // read as unknown
  return [code, responseCode].filter(part => part !== undefined).join(' ') || 'not rendered'
}

const later = (from: Date, seconds: number): string =>
  new Date(from.getTime() + seconds * 1000).toISOString()
