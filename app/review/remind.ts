// Reminds admins of requests that are due soon or overdue: by mail, once for each request, admin and working day.
import { createHash } from 'node:crypto'
import type { Stored, User } from '../../vocabulary/aidbox.ts'
import type { AppContext } from '../context.ts'
import { userOf } from '../envelope.ts'
import { isConflict } from '../errors.ts'
import { queueMail } from '../mail/outbox.ts'
import { fromTask, requestSearch, type StoredRequest } from '../production-request.ts'
import { dayAt, dueDay, isOverdue, isReminding, isWorkingDay } from './due.ts'

type Reminding = Pick<AppContext, 'boxes' | 'clock' | 'config'>

/** Queues today's reminders that are not queued yet; answers how many. */
export const remindAdmins = async (app: Reminding): Promise<number> => {
  const now = app.clock()
  const { review } = app.config
  if (!isWorkingDay(dayAt(now, review), review)) return 0
  const { production } = app.boxes
  const pending = await production.searchAll('Task', requestSearch({ state: 'pending' }))
  const due = pending
    .flatMap(task => fromTask(task) ?? [])
    .filter(({ sentAt }) => isReminding(dueDay(sentAt, review), now, review))
  if (due.length === 0) return 0
  const admins = await production.searchAll('User', { role: 'admin' })
  let queued = 0
  for (const request of due)
    for (const admin of admins) if (await remind(app, request, admin)) queued += 1
  return queued
}

const remind = async (
  { boxes, clock, config: { review } }: Reminding,
  request: StoredRequest,
  user: Stored<User>,
): Promise<boolean> => {
  const admin = userOf(user)
  if (!admin?.email || user.inactive === true || user.active === false) return false
  const now = clock()
  const due = dueDay(request.sentAt, review)
  const overdue = isOverdue(due, now, review)
  const entry = queueMail(
    {
      template: 'review-due',
      to: admin.email,
      parameters: {
        name: admin.name || admin.email,
        app: request.snapshot.name,
        organization: request.snapshot.organizationName,
        due,
        overdue: overdue ? 'yes' : '',
      },
      request: request.id,
    },
    now,
    reminderId(request.id, user.id, dayAt(now, review)),
  )
  try {
    await boxes.production.transaction([entry])
    return true
  } catch (error) {
    if (isConflict(error)) return false // queued before, by us or by another process
    throw error
  }
}

/** The same on the same day, so that a second mail cannot be queued. */
const reminderId = (request: string, admin: string, day: string): string =>
  createHash('sha256').update(`review-due ${request} ${admin} ${day}`).digest('hex').slice(0, 40)
