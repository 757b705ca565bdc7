// read-production-request: one request with its snapshot, what is live, the differences and the checks.
import { type Operation, ok } from '../context.ts'
import { requestView } from '../request-view.ts'
import { reviewedRequest } from '../reviewed-request.ts'
import { productionClients } from '../standing.ts'

export const readProductionRequest: Operation = async call => {
  const request = await reviewedRequest(call)
  const clients = await productionClients(call.boxes.production, [request.clientId])
  return ok(requestView(request, clients.get(request.clientId), call.clock(), call.config))
}
