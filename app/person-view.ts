// A person as an admin sees them: account, patients, Grants, active Sessions; never a password or a token.
import type { Grant, Session, Stored, User } from '../vocabulary/aidbox.ts'
import { grantExtensions } from '../vocabulary/aidbox.ts'
import type { Person } from '../vocabulary/operations.ts'
import { patientsOf } from './acting.ts'
import type { BoxClient } from './box-client.ts'
import { userOf } from './envelope.ts'
import { referencedId, textAt } from './json.ts'

/** One view each. Grants and Sessions of all of them are asked for together. */
export const personViews = async (
  box: BoxClient,
  users: readonly Stored<User>[],
  now: Date,
  ageOfMajority: number,
): Promise<Person[]> => {
  if (users.length === 0) return []
  const ids = users.map(({ id }) => id).join(',')
  const [grants, sessions] = await Promise.all([
    box.searchAll('Grant', { user: ids }),
    box.searchAll('Session', { user: ids }),
  ])
  const names = await clientNames(box, grants)
  return Promise.all(
    users.map(async user => {
      const organization = textAt(user.data, 'organization')
      const person = userOf(user)
      return {
        id: user.id,
        box: box.name,
        roles: [...(person?.roles ?? [])],
        name: person?.name ?? '',
        email: person?.email ?? '',
        ...(organization ? { organization } : {}),
        hasTwoFactor: user.twoFactor?.enabled === true,
        inactive: user.inactive === true || user.active === false,
        patients: await patientsOf(box, user, now, ageOfMajority),
        grants: grants
          .filter(grant => referencedId(grant.user, 'User') === user.id)
          .map(grant => grantView(grant, names)),
        sessions: sessions
          .filter(session => referencedId(session.user, 'User') === user.id)
          .filter(session => isActive(session, now))
          .map(sessionView),
      }
    }),
  )
}

/** A Grant with its end. */
export const grantView = (
  grant: Stored<Grant>,
  names: ReadonlyMap<string, string>,
): Person['grants'][number] => {
  const clientId = referencedId(grant.client, 'Client') ?? ''
  const patient = referencedId(grant.patient, 'Patient')
  const until = grant.meta.extension?.find(({ url }) => url === grantExtensions.end)?.valueDateTime
  return {
    id: grant.id,
    clientId,
    app: names.get(clientId) ?? clientId,
    ...(patient ? { patient } : {}),
    since: grant.start ?? grant.meta.lastUpdated ?? '',
    ...(until ? { until } : {}),
  }
}

/** A Session with its end, never its token. */
export const sessionView = (session: Stored<Session>): Person['sessions'][number] => {
  const clientId = referencedId(session.client, 'Client')
  const end = Math.max(session.exp ?? 0, session.refresh_token_exp ?? 0)
  return {
    id: session.id,
    ...(clientId ? { clientId } : {}),
    ...(session.start ? { since: session.start } : {}),
    ...(end > 0 ? { expires: new Date(end * 1000).toISOString() } : {}),
  }
}

const isActive = ({ active, exp, refresh_token_exp: refresh }: Session, now: Date): boolean => {
  const seconds = now.getTime() / 1000
  const ends = Math.max(exp ?? 0, refresh ?? 0)
  return active !== false && (ends === 0 || ends > seconds)
}

const clientNames = async (
  box: BoxClient,
  grants: readonly Grant[],
): Promise<Map<string, string>> => {
  const ids = [...new Set(grants.flatMap(grant => referencedId(grant.client, 'Client') ?? []))]
  if (ids.length === 0) return new Map()
  const clients = await box.searchAll('Client', { _id: ids.join(',') })
  return new Map(clients.map(({ id, name }) => [id, name ?? id]))
}
