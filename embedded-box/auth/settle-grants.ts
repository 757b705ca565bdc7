// When a Grant is deleted, replaced by less or over, the Sessions that hold more end: heard from the store, here or in another process.
import type { Grant, Session } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { endSession, isWithin } from './sessions.ts'

/** Listens to changes of Grants. Checks of tokens do not wait for it: they look at the Grant themselves. */
export const settleGrants = (box: Box): (() => void) =>
  box.resources.onChange(changes => {
    for (const { type, id, kind } of changes)
      if (type === 'Grant' && kind !== 'create')
        settle(box, id).catch(error =>
          box.log.error({ err: error, grant: id }, 'grant not settled'),
        )
  })

/** Ends the Sessions of one Grant that hold more than it gives now. */
export const settle = async (box: Box, id: string): Promise<void> => {
  const grant = await box.resources.get<Grant>('Grant', id)
  const rows = await box.database.query<{ session: string }>(
    'select session from auth_grant_session where grant_id = $1 order by session',
    [id],
  )
  for (const row of rows) {
    const session = await box.resources.get<Session>('Session', row.session)
    if (session && grant && isWithin(box, session, grant)) continue
    await endSession(box, row.session)
    await box.database.query('delete from auth_grant_session where session = $1', [row.session])
  }
}
