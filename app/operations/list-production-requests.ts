// list-production-requests: the admins' queue, oldest first; filtered by state and age, 20 a page.
import type { ProductionRequestsAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { pageOf, pageSize } from '../page-number.ts'
import { fromTask, requestSearch } from '../production-request.ts'
import { requestSummary } from '../request-view.ts'
import { productionClients } from '../standing.ts'

const states = ['pending', 'approved', 'rejected', 'withdrawn'] as const

export const listProductionRequests: Operation = async call => {
  const { state: wanted } = call.query
  const state = states.find(known => known === wanted)
  if (wanted && !state)
    throw invalid([{ field: 'state', message: `State is not one of ${states.join(', ')}.` }])
  const page = pageOf(call.query)
  const sentBefore = momentBefore(call.clock(), call.query.olderThanHours)
  const { production } = call.boxes
  const found = await production.search('Task', [
    ...requestSearch(state ? { state } : {}),
    ...(sentBefore ? [['authored-on', `lt${sentBefore}`] as const] : []),
    // What waits longest comes first; of what is decided the latest.
    ['_sort', state === 'pending' ? 'authored-on' : '-authored-on'],
    ['_count', String(pageSize)],
    ['_page', String(page)],
  ])
  const requests = found.resources.flatMap(task => fromTask(task) ?? [])
  const clients = await productionClients(
    production,
    requests.map(({ clientId }) => clientId),
  )
  const answer: ProductionRequestsAnswer = {
    workingDays: call.config.review.workingDays,
    requests: requests.map(request =>
      requestSummary(request, clients.get(request.clientId), call.clock(), call.config),
    ),
    total: found.total,
    page,
  }
  return ok(answer)
}

const momentBefore = (now: Date, hours: string | undefined): string | undefined => {
  if (!hours) return undefined
  if (!/^\d{1,5}$/.test(hours))
    throw invalid([
      { field: 'olderThanHours', message: 'Age must be a whole number of hours, 0 or more.' },
    ])
  return new Date(now.getTime() - Number(hours) * 3_600_000).toISOString()
}
