// reject-production-request: back to the vendor with a reason; what is live keeps running.
import { type Operation, ok } from '../context.ts'
import { decide, demandCurrent, isDecided } from '../decide.ts'
import { parseDecision } from '../decision-input.ts'
import { requestView } from '../request-view.ts'
import { reasonsOf } from '../review/reject-reasons.ts'
import { reviewedRequest } from '../reviewed-request.ts'
import { productionClients } from '../standing.ts'

export const rejectProductionRequest: Operation = async call => {
  const input = parseDecision(call.input)
  reasonsOf(input, call.config.review) // before anything is fetched
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
