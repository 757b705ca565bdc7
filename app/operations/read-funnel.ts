// read-funnel: how far members come with one app, over a period of days.
import type { FunnelAnswer } from '../../vocabulary/staff.ts'
import { type Operation, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { funnelOf, type Period } from '../funnel/funnel.ts'
import { liveApp } from '../live-app.ts'

const dayMs = 24 * 60 * 60 * 1000
const usualDays = 30
const mostDays = 731

export const readFunnel: Operation = async call => {
  const period = periodOf(call.query, call.clock())
  const client = await liveApp(call, call.params.id ?? '')
  const answer: FunnelAnswer = {
    app: { id: client.id, name: client.name ?? client.id },
    ...period,
    ...(await funnelOf(call.boxes.production, client.id, period)),
  }
  return ok(answer)
}

/** The days asked for; the last thirty when none are. */
const periodOf = (query: Readonly<Record<string, string>>, now: Date): Period => {
  const to = query.to ?? now.toISOString().slice(0, 10)
  const from =
    query.from ?? new Date(now.getTime() - (usualDays - 1) * dayMs).toISOString().slice(0, 10)
  const faults = [
    ...Object.entries({ from, to })
      .filter(([, day]) => !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
      .map(([field]) => ({ field, message: `${field} must be a day such as 2026-11-22.` })),
  ]
  if (faults.length > 0) throw invalid(faults)
  const days = (Date.parse(to) - Date.parse(from)) / dayMs
  if (days < 0) throw invalid([{ field: 'to', message: 'to must not be before from.' }])
  if (days > mostDays)
    throw invalid([{ field: 'from', message: `A period may have ${mostDays} days at most.` }])
  return { from, to }
}
