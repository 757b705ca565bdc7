// Ends Grants whose time is over: Grant and Sessions go in one transaction, within a minute of the end.
import type { Grant, Stored } from '../vocabulary/aidbox.ts'
import type { BoxClient } from './box-client.ts'
import { grantLooks } from './changed-grants.ts'
import type { AppContext } from './context.ts'
import { endGrant } from './end-grant.ts'
import { writtenEnd } from './grant.ts'

/** Remembers when Grants end, so that each look reads only what changed since the last. */
export interface GrantClock {
  /** Ends what is over; answers how many. */
  endExpired(): Promise<number>
}

/** Watches the Grants of one box. */
export const watchGrants = (app: Pick<AppContext, 'clock' | 'log'>, box: BoxClient): GrantClock => {
  const ends = new Map<string, number>()
  const nextLook = grantLooks(box)
  return {
    async endExpired() {
      const now = app.clock()
      const look = nextLook(now)
      if (look.isFull) ends.clear()
      for await (const grants of look.pages) for (const grant of grants) remember(ends, grant)
      look.done()
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
  return endGrant(box, grant, 'its time is over', now)
}
