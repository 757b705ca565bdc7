// reject-production-request: back to the vendor with a reason; what is live keeps running.
import { type Operation, ok } from '../context.ts'
import { decide, demandCurrent, isDecided } from '../decide.ts'
import { parseDecision } from '../decision-input.ts'
import { invalid } from '../errors.ts'
import { requestView } from '../request-view.ts'
import { reviewedRequest } from '../reviewed-request.ts'
import { productionClients } from '../standing.ts'

export const rejectProductionRequest: Operation = async call => {
  const input = parseDecision(call.input)
  if (!input.reason)
    throw invalid([
      { field: 'reason', message: 'Reason is empty: the vendor needs to know what to change.' },
    ])
  const request = await reviewedRequest(call)
  if (!isDecided(request, 'rejected', input)) {
    demandCurrent(request, input)
    await decide(call, request, 'rejected', input, [])
  }
  const clients = await productionClients(call.boxes.production, [request.clientId])
  return ok(
    requestView(
      await reviewedRequest(call),
      clients.get(request.clientId),
      call.clock(),
      call.config,
    ),
  )
}
