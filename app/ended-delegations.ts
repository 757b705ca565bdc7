// Ends Grants that somebody gave for a patient they may no longer act for: the delegation is over, or the child has come of age.
// The box gives nothing for such a Grant from the moment on; here it goes from the lists, too, within a minute.
import type { Grant, Stored } from '../vocabulary/aidbox.ts'
import { delegatedTo } from './acting.ts'
import type { BoxClient } from './box-client.ts'
import { grantLooks } from './changed-grants.ts'
import type { AppContext } from './context.ts'
import { endGrant } from './end-grant.ts'
import { referencedId } from './json.ts'

interface ForAnother {
  user: string
  patient: string
}

/** Remembers which Grants are for another's record; most are for one's own, and never looked at again. */
export interface DelegationClock {
  /** Ends what is over; answers how many. */
  endOver(): Promise<number>
}

/** Watches the Grants of one box. */
export const watchDelegations = (
  app: Pick<AppContext, 'clock' | 'config' | 'log'>,
  box: BoxClient,
): DelegationClock => {
  const known = new Map<string, ForAnother>()
  const nextLook = grantLooks(box)
  return {
    async endOver() {
      const now = app.clock()
      const look = nextLook(now)
      if (look.isFull) known.clear()
      for await (const grants of look.pages) await remember(box, known, grants)
      look.done()
      const users = [...new Set([...known.values()].map(({ user }) => user))]
      const may = await delegatedTo(box, users, now, app.config.ageOfMajority)
      let ended = 0
      for (const [id, { user, patient }] of [...known]) {
        if (may.get(user)?.has(patient)) continue
        if (await endOne(box, id, { user, patient }, now)) ended += 1
        known.delete(id)
      }
      if (ended > 0) app.log.info({ box: box.name, ended }, 'grants of ended delegations ended')
      return ended
    },
  }
}

const remember = async (
  box: BoxClient,
  known: Map<string, ForAnother>,
  grants: readonly Stored<Grant>[],
): Promise<void> => {
  const seen = grants.map(grant => ({
    id: grant.id,
    user: referencedId(grant.user, 'User'),
    patient: referencedId(grant.patient, 'Patient'),
  }))
  const ids = [...new Set(seen.flatMap(({ user, patient }) => (user && patient ? [user] : [])))]
  const users = ids.length > 0 ? await box.searchAll('User', { _id: ids.join(',') }) : []
  const own = new Map(users.map(user => [user.id, referencedId(user.fhirUser, 'Patient')]))
  for (const { id, user, patient } of seen)
    if (user && patient && own.has(user) && own.get(user) !== patient)
      known.set(id, { user, patient })
    else known.delete(id)
}

/** Read again first: a new answer, or a record of one's own, may have come in between. */
const endOne = async (
  box: BoxClient,
  id: string,
  { user: userId, patient }: ForAnother,
  now: Date,
): Promise<boolean> => {
  const [grant, user] = await Promise.all([box.read('Grant', id), box.read('User', userId)])
  if (!grant || referencedId(grant.patient, 'Patient') !== patient) return false
  if (user && referencedId(user.fhirUser, 'Patient') === patient) return false
  return endGrant(box, grant, 'the delegation is over', now)
}
