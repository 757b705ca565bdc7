// Tells members, once each, of a connection that nothing has used for six months and of one that is about to end.
import type { Grant, Stored } from '../vocabulary/aidbox.ts'
import { nameOf } from './acting.ts'
import type { BoxClient } from './box-client.ts'
import type { AppContext } from './context.ts'
import { sessionsOfGrant } from './ending.ts'
import { userOf } from './envelope.ts'
import { isConflict } from './errors.ts'
import { endOfGrant, languageOfGrant } from './grant.ts'
import { referencedId, textAt } from './json.ts'
import { lastUseOf } from './last-use.ts'
import { type ConnectionNotice, connectionMail, noticeId } from './mail/connection-mail.ts'

const dayMs = 86_400_000
const unusedMs = 182 * dayMs
/** So long before its end a connection is told of. */
const endingMs = 14 * dayMs
/** A yes for less than this ends soon anyway, as its member knows. */
const shortYesMs = 30 * dayMs
const pageSize = 200

/** Looks through the Grants of a box. */
export interface NoticeClock {
  /** Queues what is due; answers how many mails. */
  tellMembers(): Promise<number>
}

/** Remembers when each connection is to be looked at again, so that most looks cost nothing. */
export const watchConnections = (
  app: Pick<AppContext, 'clock' | 'log'>,
  box: BoxClient,
): NoticeClock => {
  const lookAgain = new Map<string, number>()
  return {
    async tellMembers() {
      const now = app.clock()
      let queued = 0
      const seen = new Set<string>()
      for (let number = 1; ; number++) {
        const { resources } = await box.search('Grant', {
          _sort: '_id',
          _count: String(pageSize),
          _page: String(number),
        })
        for (const grant of resources) {
          const key = `${grant.id} ${grant.meta.versionId}`
          seen.add(key)
          if ((lookAgain.get(key) ?? 0) > now.getTime()) continue
          const { mails, next } = await noticesFor(box, grant, now)
          queued += mails
          lookAgain.set(key, next)
        }
        if (resources.length < pageSize) break
      }
      for (const key of lookAgain.keys()) if (!seen.has(key)) lookAgain.delete(key)
      if (queued > 0) app.log.info({ box: box.name, queued }, 'members told of connections')
      return queued
    },
  }
}

const noticesFor = async (
  box: BoxClient,
  grant: Stored<Grant>,
  now: Date,
): Promise<{ mails: number; next: number }> => {
  const clientId = referencedId(grant.client, 'Client')
  const started = Date.parse(grant.start ?? grant.meta.lastUpdated ?? '')
  // What cannot be read is looked at again tomorrow.
  const tomorrow = now.getTime() + dayMs
  if (!clientId || Number.isNaN(started)) return { mails: 0, next: tomorrow }
  const client = await box.read('Client', clientId)
  const end = Date.parse(endOfGrant(grant, client) ?? '')
  const times: number[] = []
  let mails = 0
  if (!Number.isNaN(end) && end - started >= shortYesMs) {
    if (now.getTime() >= end) return { mails, next: tomorrow }
    if (now.getTime() < end - endingMs) times.push(end - endingMs)
    else
      mails += await queue(box, grant, now, {
        template: 'connection-ending',
        key: `${grant.id} ${new Date(end).toISOString()}`,
        app: client?.name ?? clientId,
        days: { until: new Date(end) },
      })
  }
  if (now.getTime() < started + unusedMs) times.push(started + unusedMs)
  else {
    const used = await lastUse(box, grant, clientId, started)
    if (now.getTime() < used + unusedMs) times.push(used + unusedMs)
    else
      mails += await queue(box, grant, now, {
        template: 'connection-unused',
        key: `${grant.id} ${grant.start ?? ''}`,
        app: client?.name ?? clientId,
        days: { since: new Date(used) },
      })
  }
  return { mails, next: times.length > 0 ? Math.min(...times) : now.getTime() + 30 * dayMs }
}

/** The last token or read, whichever is later; Sessions end, the audit stays. */
const lastUse = async (
  box: BoxClient,
  grant: Stored<Grant>,
  client: string,
  started: number,
): Promise<number> => {
  const patient = referencedId(grant.patient, 'Patient')
  const [sessions, events] = await Promise.all([
    sessionsOfGrant(box, grant),
    box.search('AuditEvent', {
      'agent-name:exact': client,
      ...(patient ? { patient: `Patient/${patient}` } : {}),
      outcome: '0',
      _sort: '-date',
      _count: '1',
    }),
  ])
  return Math.max(
    started,
    ...[
      ...sessions.map(lastUseOf),
      ...events.resources.map(event => textAt(event, 'recorded') ?? ''),
    ]
      .map(time => Date.parse(time))
      .filter(time => !Number.isNaN(time)),
  )
}

/** 1 when it was queued now; 0 when it was told before, or nobody can be told. */
const queue = async (
  box: BoxClient,
  grant: Stored<Grant>,
  now: Date,
  words: Pick<ConnectionNotice, 'template' | 'key' | 'app' | 'days'>,
): Promise<number> => {
  if (await box.read('Communication', noticeId(words.template, words.key))) return 0
  const patientId = referencedId(grant.patient, 'Patient')
  const [user, patient] = await Promise.all([
    box.read('User', referencedId(grant.user, 'User') ?? ''),
    patientId ? box.read('Patient', patientId) : undefined,
  ])
  const person = userOf(user)
  if (!person?.email) return 0
  const notice: ConnectionNotice = {
    ...words,
    to: person,
    language: languageOfGrant(grant),
    patient: patient ? nameOf(patient) : person.name,
  }
  try {
    await box.transaction([connectionMail(notice, now)])
    return 1
  } catch (error) {
    if (isConflict(error)) return 0 // another App process told it
    throw error
  }
}
