// search-audit: who did what, when, through which app, about whom; by kind, person, app, patient, outcome and period.
import type { AuditAnswer } from '../../vocabulary/staff.ts'
import { auditRow } from '../audit/event-view.ts'
import { filterOf, searchesOf } from '../audit/filter.ts'
import { foundEvents } from '../audit/found-events.ts'
import { withNames } from '../audit/names.ts'
import { type Operation, ok } from '../context.ts'
import { normalEmail, userByEmail } from '../email-address.ts'
import { pageOf } from '../page-number.ts'

const size = 50

export const searchAudit: Operation = async call => {
  const filter = filterOf(call.query)
  const page = pageOf(call.query)
  const box = call.boxes[filter.box]
  if (filter.person?.includes('@')) {
    const user = await userByEmail(box, normalEmail(filter.person))
    if (!user) return ok({ rows: [], total: 0, page, size } satisfies AuditAnswer)
    filter.person = user.id
  }
  const { events, total } = await foundEvents(box, searchesOf(filter), { page, size })
  const answer: AuditAnswer = {
    rows: await withNames(box, events.map(auditRow)),
    total,
    page,
    size,
  }
  return ok(answer)
}
