// Ends Grants whose time is over: Grant and Sessions go in one transaction, within a minute of the end.
import type { Grant, Stored } from '../vocabulary/aidbox.ts'
import { auditEntry } from './audit.ts'
import type { BoxClient } from './box-client.ts'
import type { AppContext } from './context.ts'
import { deletions, sessionsOfGrant } from './ending.ts'
import { isConflict } from './errors.ts'
import { writtenEnd } from './grant.ts'
import { referencedId } from './json.ts'

const pageSize = 200
const fullLookMs = 60 * 60_000
/** Boxes and the App may disagree a little about the time, and a transaction may take a while. */
const overlapMs = 60_000

/** Remembers when Grants end, so that each look reads only what changed since the last. */
export interface GrantClock {
  /** Ends what is over; answers how many. */
  endExpired(): Promise<number>
}

/** Watches the Grants of one box. */
export const watchGrants = (app: Pick<AppContext, 'clock' | 'log'>, box: BoxClient): GrantClock => {
  const ends = new Map<string, number>()
  let lookedAt = 0
  let lookedAtAll = 0
  return {
    async endExpired() {
      const now = app.clock()
      const isFull = now.getTime() - lookedAtAll >= fullLookMs
      await lookAt(box, ends, isFull ? undefined : new Date(lookedAt - overlapMs))
      lookedAt = now.getTime()
      if (isFull) lookedAtAll = lookedAt
      let ended = 0
      for (const [id, end] of [...ends]) {
        if (end > now.getTime()) continue
        if (await endOne(box, id, now)) ended += 1
        ends.delete(id)
      }
      if (ended > 0) app.log.info({ box: box.name, ended }, 'grants ended')
      return ended
    },
  }
}

const lookAt = async (
  box: BoxClient,
  ends: Map<string, number>,
  since: Date | undefined,
): Promise<void> => {
  if (!since) ends.clear()
  for (let number = 1; ; number++) {
    const { resources } = await box.search('Grant', {
      ...(since ? { _lastUpdated: `ge${since.toISOString()}` } : {}),
      _sort: '_lastUpdated',
      _count: String(pageSize),
      _page: String(number),
    })
    for (const grant of resources) remember(ends, grant)
    if (resources.length < pageSize) return
  }
}

const remember = (ends: Map<string, number>, grant: Stored<Grant>): void => {
  const written = writtenEnd(grant)
  if (written === undefined) return void ends.delete(grant.id)
  const end = Date.parse(written)
  ends.set(grant.id, Number.isNaN(end) ? 0 : end) // an end that cannot be read is over
}

/** Read again first: a new answer may have replaced it since. */
const endOne = async (box: BoxClient, id: string, now: Date): Promise<boolean> => {
  const grant = await box.read('Grant', id)
  const end = grant && writtenEnd(grant)
  if (!grant || end === undefined || Date.parse(end) > now.getTime()) return false
  const patient = referencedId(grant.patient, 'Patient')
  try {
    await box.transaction([
      {
        request: {
          method: 'DELETE',
          url: `Grant/${id}`,
          ifMatch: `W/"${grant.meta.versionId}"`,
        },
      },
      ...deletions(await sessionsOfGrant(box, grant)),
      auditEntry(
        {
          what: 'grant-ended',
          action: 'D',
          about: [
            { client: referencedId(grant.client, 'Client') ?? '' },
            { user: referencedId(grant.user, 'User') ?? '' },
            ...(patient ? [{ reference: `Patient/${patient}` }] : []),
          ],
          // Two App processes end it once.
          id: `ended-${grant.meta.versionId}-${id.slice(-20)}`,
        },
        now,
      ),
    ])
    return true
  } catch (error) {
    if (isConflict(error)) return false // another process ended it, or a new answer replaced it
    throw error
  }
}
