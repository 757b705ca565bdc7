// One decision on one version of a request: the request's move, what it brings, its record and its mail, or none of them.
import type { BundleEntry } from '../vocabulary/aidbox.ts'
import type { DecisionRequest } from '../vocabulary/operations.ts'
import { auditEntry } from './audit.ts'
import type { OperationCall } from './context.ts'
import { conflict } from './errors.ts'
import { type Decision, moved, type StoredRequest, toTask } from './production-request.ts'
import { checksOf, seenChecks } from './request-checks.ts'
import { reasonsOf } from './review/reject-reasons.ts'
import { liveStateOf } from './standing.ts'
import { vendorMail } from './vendor-mail.ts'

/** True when exactly this decision was taken before: its answer was lost, or the button was clicked twice. */
export const isDecided = (
  { decision }: StoredRequest,
  outcome: Decision['outcome'],
  { version }: DecisionRequest,
): boolean => decision?.outcome === outcome && decision.onVersion === version

/** 409 unless the request is still the version that was read, and pending. */
export const demandCurrent = (request: StoredRequest, { version }: DecisionRequest): void => {
  if (request.state !== 'pending')
    throw conflict(`This request is ${request.state} already. Load it again.`, 'version')
  if (request.version !== version)
    throw conflict(
      'The vendor saved changes after you opened this request. Look at it again before you decide.',
      'version',
    )
}

/** The request as it stands afterwards. `consequences` commit with it. */
export const decide = async (
  call: OperationCall,
  request: StoredRequest,
  outcome: Decision['outcome'],
  input: DecisionRequest,
  consequences: readonly BundleEntry[],
): Promise<void> => {
  const now = call.clock()
  const { reason, reasonCodes } =
    outcome === 'rejected'
      ? reasonsOf(input, call.config.review)
      : { reason: undefined, reasonCodes: [] }
  const live = await call.boxes.production.read('Client', request.clientId)
  const note = input.note ?? undefined
  const decision: Decision = {
    outcome,
    // For people to read; the AuditEvent beside it has the id.
    by: call.caller.user?.name || (call.caller.user?.id ?? call.caller.client ?? 'unknown'),
    at: now.toISOString(),
    onVersion: request.version,
    ...(reason ? { reason } : {}),
    ...(reasonCodes.length > 0 ? { reasonCodes } : {}),
    ...(note ? { note } : {}),
    checks: [
      ...checksOf(request.snapshot, liveStateOf(live), call.config),
      ...seenChecks(request.readiness),
    ],
    checklist: input.checklist,
  }
  const decided = moved(request, outcome, { decision })
  await call.boxes.production.transaction([
    {
      resource: toTask(decided),
      request: { method: 'PUT', url: `Task/${request.id}`, ifMatch: `W/"${request.version}"` },
    },
    ...consequences,
    auditEntry(
      {
        what: outcome === 'approved' ? 'approve-production-request' : 'reject-production-request',
        action: 'U',
        by: call.caller,
        about: [{ client: request.clientId }, { reference: `Task/${request.id}` }],
        ...(reason ? { reason } : {}),
        ...(reasonCodes.length > 0 ? { details: { reasons: reasonCodes.join(' ') } } : {}),
      },
      now,
    ),
    ...vendorMail(`vendor-${outcome}`, request, { app: request.snapshot.name, reason, note }, now),
  ])
}
