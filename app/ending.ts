// Ending access: which Sessions and Grants stop, and the entries that delete them.
// A token lives as long as its Session, so deleting the Session stops access and refresh tokens at once.
import type { BundleEntry, Grant, Resource, Session, Stored } from '../vocabulary/aidbox.ts'
import type { BoxClient } from './box-client.ts'
import { isRecord, referencedId, textAt } from './json.ts'

/** Whose Sessions: at least one of client and user. */
export interface SessionFilter {
  client?: string
  user?: string
  patient?: string
}

/** The patient a Session is for, wherever the box keeps it. */
export const patientOf = (session: Session): string | undefined =>
  referencedId(session.patient, 'Patient') ??
  (isRecord(session.ctx) ? textAt(session.ctx, 'patient') : undefined)

/** Sessions of a client, a user, or both; narrowed to one patient when asked. */
export const findSessions = async (
  box: BoxClient,
  { client, user, patient }: SessionFilter,
): Promise<Stored<Session>[]> => {
  if (!client && !user) return []
  const found = await box.searchAll('Session', [
    ...(client ? [['client', client] as const] : []),
    ...(user ? [['user', user] as const] : []),
  ])
  return patient === undefined ? found : found.filter(session => patientOf(session) === patient)
}

/** Sessions that a Grant gave rise to. */
export const sessionsOfGrant = async (box: BoxClient, grant: Grant): Promise<Stored<Session>[]> => {
  const client = referencedId(grant.client, 'Client')
  const user = referencedId(grant.user, 'User')
  const patient = referencedId(grant.patient, 'Patient')
  // A Grant without both would name everybody's Sessions of the other.
  return client && user ? findSessions(box, { client, user, patient }) : []
}

/** Entries that delete these; deleting what is gone already is no error. */
export const deletions = (resources: readonly Stored<Resource>[]): BundleEntry[] =>
  resources.map(({ resourceType, id }) => ({
    request: { method: 'DELETE', url: `${resourceType}/${id}` },
  }))

const chunk = 400

/** Deletes all Sessions that the filter finds, however many; safe to repeat. */
export const endSessions = async (box: BoxClient, filter: SessionFilter): Promise<number> => {
  let ended = 0
  for (let round = 1; ; round++) {
    const sessions = await findSessions(box, filter)
    if (sessions.length === 0) return ended
    // A box that says deleted and still finds them must not keep us here for ever.
    if (round > 50) throw new Error(`Sessions do not end on the ${box.name} box`)
    for (let start = 0; start < sessions.length; start += chunk)
      await box.transaction(deletions(sessions.slice(start, start + chunk)))
    ended += sessions.length
  }
}
