// withdraw-production-request: the vendor takes a pending request back, or (asked for by name) a live app out of production.
import type { WithdrawProductionRequest } from '../../vocabulary/operations.ts'
import { auditEntry } from '../audit.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { conflict } from '../errors.ts'
import { checker } from '../input.ts'
import { stopApp } from '../live-app.ts'
import { ownApp, viewOf } from '../own-apps.ts'
import { moved, toTask } from '../production-request.ts'
import { liveStateOf, type Standing, standingOf } from '../standing.ts'

const parse = checker<WithdrawProductionRequest>({
  type: 'object',
  properties: { what: { type: 'string', enum: ['request', 'live'], nullable: true } },
  additionalProperties: false,
})

export const withdrawProductionRequest: Operation = async call => {
  const { what } = parse(call.input ?? {})
  const app = await ownApp(call)
  const { production } = call.boxes
  const standing = await standingOf(production, app.facts.id)
  // A second click on "withdraw request" must never reach what members use: that has a name of its own.
  if (what === 'live') await withdrawLive(call, app.facts.id, standing)
  else await withdrawRequest(call, standing)
  return ok(viewOf(app, await standingOf(production, app.facts.id)))
}

const withdrawRequest = async (call: OperationCall, { request }: Standing): Promise<void> => {
  if (request?.state === 'withdrawn') return
  if (!request) throw conflict('There is no request to withdraw.')
  const now = call.clock()
  const next = moved(request, 'withdrawn', { updatedAt: now.toISOString() })
  await call.boxes.production.transaction([
    {
      resource: toTask(next),
      request: { method: 'PUT', url: `Task/${request.id}`, ifMatch: `W/"${request.version}"` },
    },
    auditEntry(
      {
        what: 'withdraw-production-request',
        action: 'U',
        by: call.caller,
        about: [{ client: request.clientId }, { reference: `Task/${request.id}` }],
      },
      now,
    ),
  ])
}

const withdrawLive = async (
  call: OperationCall,
  clientId: string,
  { live, request }: Standing,
): Promise<void> => {
  if (liveStateOf(live) === 'none') throw conflict('This application is not live.')
  if (request?.state === 'pending') await withdrawRequest(call, { request })
  await stopApp(call, {
    clientId,
    state: 'withdrawn',
    reason: 'Withdrawn by its vendor.',
    operation: 'withdraw-production-request',
  })
}
