// Sessions as Aidbox's resources: ending them, and whether one is still good. Ending is final: nothing makes a Session active again.
import type { Client, Grant, Session } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import type { Caller, Reply } from '../context.ts'
import { fail } from '../errors.ts'
import type { Sql } from '../storage/sql.ts'
import { isActive } from './clients.ts'
import { mayActFor } from './delegates.ts'
import { recordEvent } from './events.ts'
import { covers, endOf } from './grant-terms.ts'
import { lookupsOf } from './lookups.ts'
import { idIn } from './patients.ts'

export type KnownSession = Session & { id: string }

/** True while a Session may be used: active, and neither its parent login nor its Grant is gone, over or narrower. */
export const isLive = async (box: Box, session: KnownSession): Promise<boolean> => {
  if (session.active !== true) return false
  const parent = idIn(session.parent, 'Session')
  if (parent) {
    const login = await lookupsOf(box).Session.get(parent)
    if (login?.active !== true || isOver(box, login)) return false
  }
  const grant = grantOf(session)
  if (!grant) return true
  const given = await lookupsOf(box).Grant.get(grant)
  return given !== undefined && isWithin(box, session, given)
}

/** The Grant that a Session came from, as issued. */
export const grantOf = ({ ctx }: Session): string | undefined =>
  typeof ctx?.grant === 'string' ? ctx.grant : undefined

/** Whether a Grant still allows what a Session holds. */
export const isWithin = (box: Box, session: KnownSession, grant: Grant): boolean => {
  const end = endOf(grant)
  return (
    grant.user?.reference === session.user?.reference &&
    grant.client?.reference === session.client?.reference &&
    (!grant.patient || !session.patient || grant.patient.reference === session.patient.reference) &&
    (end === undefined || end > box.clock().getTime()) &&
    covers(grant, session.scope ?? [], session.ctx?.sensitive === true)
  )
}

/** A login whose time is over. */
export const isOver = (box: Box, { exp }: Session): boolean =>
  exp === undefined || exp * 1000 <= box.clock().getTime()

/** Whether access tokens of a Session are over, even before their own time; a refresh sets `exp` anew. */
export const isCutShort = (box: Box, { exp }: Session): boolean =>
  exp !== undefined && exp * 1000 <= box.clock().getTime()

/**
 * The active Session of this id with what it needs to be used: its Client and, where it has one, its User, who may
 * still act for its patient. `fresh` is the Session as it was just read; else the one in memory counts.
 */
export const liveSession = async (box: Box, id: string, fresh?: KnownSession) => {
  const session = fresh ?? (await lookupsOf(box).Session.get(id))
  if (!session || !(await isLive(box, session))) return undefined
  const clientId = idIn(session.client, 'Client')
  const client = clientId ? await lookupsOf(box).Client.get(clientId) : undefined
  if (!client || !isActive(client)) return undefined
  if (!session.user) return { session, client, user: undefined }
  const userId = idIn(session.user, 'User')
  const user = userId ? await lookupsOf(box).User.get(userId) : undefined
  if (!user || !mayEnter(user)) return undefined
  const patient = idIn(session.patient, 'Patient')
  if (patient && !(await mayActFor(box, user, patient))) return undefined
  return { session, client, user }
}

/** Whether a User may sign in and be acted for. */
export const mayEnter = (user: { inactive?: boolean; active?: boolean }): boolean =>
  user.inactive !== true && user.active !== false

/** Ends one Session, its refresh tokens with it; what was ended before stays so. False when there was nothing to end. */
export const endSession = async (
  box: Box,
  id: string,
  why: {
    kind?: 'session-ended' | 'code-replayed' | 'refresh-reused' | 'logout'
    flow?: string
  } = {},
  tx?: Sql,
): Promise<boolean> => {
  if (!tx) return box.resources.transaction(inside => endSession(box, id, why, inside))
  const session = await box.resources.get<Session>('Session', id, tx)
  if (!session || session.active === false) return false
  const { refresh_token: _dropped, ...kept } = session
  await box.resources.update({ ...kept, active: false, end: box.clock().toISOString() }, { tx })
  // Same order as a refresh (Session, then token), so that the two never wait for each other.
  await tx.query('update auth_refresh set used = true where session = $1 and not used', [id])
  await recordEvent(
    box,
    {
      kind: why.kind ?? 'session-ended',
      session: id,
      user: idIn(session.user, 'User'),
      client: idIn(session.client, 'Client'),
      patient: idIn(session.patient, 'Patient'),
      flow: why.flow ?? flowOf(session),
    },
    tx,
  )
  return true
}

/** Ends the Sessions of a User (and Client), those that `which` picks. */
export const endSessions = async (
  box: Box,
  of: { user: string; client?: string },
  which: (session: KnownSession) => boolean = () => true,
  tx?: Sql,
): Promise<number> => {
  if (!tx) return box.resources.transaction(inside => endSessions(box, of, which, inside))
  const found = await box.resources.find<Session>(
    'Session',
    { user: `User/${of.user}`, ...(of.client ? { client: `Client/${of.client}` } : {}) },
    tx,
  )
  let ended = 0
  for (const session of found.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    if (session.active !== false && which(session) && (await endSession(box, session.id, {}, tx)))
      ended += 1
  return ended
}

/** The flow id that joins a Session to how it began. */
export const flowOf = ({ ctx }: Session): string | undefined =>
  typeof ctx?.flow === 'string' ? ctx.flow : undefined

/** `DELETE /Session` and `/fhir/Session`: ends the Session of the presented bearer. */
export const endOwnSession = async (box: Box, caller: Caller): Promise<Reply> => {
  if (!caller.session?.id)
    throw fail('login', 'Only the Session of a bearer token can be ended here: send one', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    })
  await endSession(box, caller.session.id)
  return { status: 204, headers: { 'cache-control': 'no-store' } }
}

/** Which client a Session belongs to. */
export const belongsTo = (session: Session, client: Client & { id: string }): boolean =>
  idIn(session.client, 'Client') === client.id
