// Tells admins by mail that their second factor was set up or removed, wherever that was done: the box's own pages set it
// up, so the account's versions are what says it.
import { createHash } from 'node:crypto'
import type { Resource, Stored, User } from '../vocabulary/aidbox.ts'
import type { BoxClient } from './box-client.ts'
import type { AppContext } from './context.ts'
import { userOf } from './envelope.ts'
import { isConflict } from './errors.ts'
import { isBundle, isRecord, isStored } from './json.ts'
import { languageOfUser } from './mail/language.ts'
import { inLanguage, type MailTemplate, queueMail } from './mail/outbox.ts'

/** Older changes are no news; a process that starts anew looks back this far. */
const newsMs = 24 * 60 * 60_000
const mostVersions = 50

export interface TwoFactorClock {
  /** Queues what is not queued yet; answers how many mails. */
  tellAdmins(): Promise<number>
}

/** Remembers which version of each account was looked at, so that most looks are one search. */
export const watchTwoFactor = (
  app: Pick<AppContext, 'clock' | 'log'>,
  box: BoxClient,
): TwoFactorClock => {
  const seen = new Map<string, string>()
  return {
    async tellAdmins() {
      const now = app.clock()
      const admins = await box.searchAll('User', { role: 'admin' })
      let queued = 0
      for (const admin of admins) {
        if (seen.get(admin.id) === admin.meta.versionId) continue
        const changes = isNews(admin, now) ? changesIn(await versionsOf(box, admin.id)) : []
        for (const change of changes)
          if (isNews(change.user, now) && (await tell(box, admin, change, now))) queued += 1
        seen.set(admin.id, admin.meta.versionId)
      }
      if (queued > 0) app.log.info({ box: box.name, queued }, 'admins told of a second factor')
      return queued
    },
  }
}

const isNews = ({ meta }: Stored, now: Date): boolean =>
  Date.parse(meta.lastUpdated ?? '') > now.getTime() - newsMs

/** Newest first, as the box answers; a deletion has no resource. */
const versionsOf = async (box: BoxClient, id: string): Promise<Stored[]> => {
  const { status, body } = await box.request({
    method: 'GET',
    path: `/fhir/User/${encodeURIComponent(id)}/_history?_count=${mostVersions}`,
    repeatable: true,
  })
  if (status !== 200 || !isBundle(body))
    throw new Error(`The ${box.name} box answered ${status} to the history of an account`)
  return (body.entry ?? []).flatMap(({ resource }) => (isStored(resource) ? resource : []))
}

interface FactorChange {
  template: MailTemplate
  user: Stored
}

const changesIn = (versions: readonly Stored[]): FactorChange[] =>
  versions.flatMap((user, index) => {
    const before = versions[index + 1]
    const [had, has] = [keyIn(before), keyIn(user)]
    // an account that was made with one was told of by whoever made it
    if (!before || had === has) return []
    return [{ template: has === undefined ? 'two-factor-removed' : 'two-factor-set-up', user }]
  })

const keyIn = (user: Resource | undefined): string | undefined => {
  const factor = user?.twoFactor
  return isRecord(factor) && factor.enabled === true ? String(factor.secretKey) : undefined
}

/** False when it was told before, or nobody can be told. */
const tell = async (
  box: BoxClient,
  admin: Stored<User>,
  { template, user }: FactorChange,
  now: Date,
): Promise<boolean> => {
  const person = userOf(admin)
  if (!person?.email) return false
  const mail = {
    template,
    to: person.email,
    ...inLanguage(languageOfUser(admin)),
    parameters: { name: person.name || person.email },
  }
  const key = createHash('sha256').update(`${template} ${user.id} ${user.meta.versionId}`)
  try {
    await box.transaction([queueMail(mail, now, `notice-${key.digest('hex').slice(0, 40)}`)])
    return true
  } catch (error) {
    if (isConflict(error)) return false // another App process told it
    throw error
  }
}
