// read-evidence: one production request with all its versions, checks, decision, mails and audit, to be kept as one file.
import { type Operation, ok } from '../context.ts'
import { evidenceOf } from '../evidence/evidence.ts'
import { requestView } from '../request-view.ts'
import { reviewedRequest } from '../reviewed-request.ts'

export const readEvidence: Operation = async call => {
  const { production } = call.boxes
  const request = await reviewedRequest(call)
  const live = await production.read('Client', request.clientId)
  const view = requestView(request, live, call.clock(), call.config)
  return ok(
    await evidenceOf(production, request, view, {
      now: call.clock(),
      portalUrl: call.config.portalUrl,
      look: call.config.brand,
    }),
  )
}
