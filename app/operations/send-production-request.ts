// send-production-request: copies what was entered into a request that the admins of the production box see.
import type { BundleEntry } from '../../vocabulary/aidbox.ts'
import { auditEntry } from '../audit.ts'
import { created, type Operation, type OperationCall, ok } from '../context.ts'
import { isConflict } from '../errors.ts'
import { type OwnApp, ownApp, viewOf } from '../own-apps.ts'
import {
  type ProductionRequest,
  requestId,
  type StoredRequest,
  toTask,
} from '../production-request.ts'
import { readinessOf } from '../readiness.ts'
import { fieldsOf } from '../smart-app.ts'
import { demandAllowed, demandComplete } from '../smart-app-fields.ts'
import { standingOf } from '../standing.ts'
import { vendorOf } from '../vendor-of.ts'

export const sendProductionRequest: Operation = async call => {
  const app = await ownApp(call)
  const fields = fieldsOf(app.client)
  demandComplete(fields)
  demandAllowed(fields, {
    allowsLoopback: call.config.mode === 'demo',
    verifiedScopes: call.config.verifiedScopes,
  })
  const standing = await standingOf(call.boxes.production, app.facts.id)
  if (standing.request?.state === 'pending') return ok(viewOf(app, standing))

  const readiness = await readinessOf(
    call.boxes.sandbox,
    app.facts.id,
    fields,
    call.config.mode === 'demo',
  )
  const now = call.clock().toISOString()
  const sequence = (standing.request?.sequence ?? 0) + 1
  const request: ProductionRequest = {
    id: requestId(app.facts.id, sequence),
    clientId: app.facts.id,
    sequence,
    state: 'pending',
    vendor: await vendorOf(call, app.facts.owner),
    snapshot: fields,
    appVersion: app.facts.version,
    appCreatedAt: app.facts.createdAt,
    sentAt: now,
    updatedAt: now,
    readiness: readiness.items,
  }
  return send(call, app, request, standing.request)
}

/** The id is the app's and the next number: of two clicks at once one creates it, the other finds it. */
const send = async (
  call: OperationCall,
  app: OwnApp,
  request: ProductionRequest,
  before: StoredRequest | undefined,
) => {
  const { production } = call.boxes
  try {
    await production.transaction([
      // POST with an id: refused when the id is taken, where PUT would overwrite.
      { resource: toTask(request), request: { method: 'POST', url: 'Task' } },
      sentEvent(call, request),
    ])
  } catch (error) {
    if (!isConflict(error)) throw error
    const standing = await standingOf(production, app.facts.id)
    if (!standing.request || standing.request.id === before?.id) throw error
    return ok(viewOf(app, standing))
  }
  return created(viewOf(app, await standingOf(production, app.facts.id)))
}

const sentEvent = (call: OperationCall, { clientId, id }: ProductionRequest): BundleEntry =>
  auditEntry(
    {
      what: 'send-production-request',
      action: 'C',
      by: call.caller,
      about: [{ client: clientId }, { reference: `Task/${id}` }],
    },
    call.clock(),
  )
