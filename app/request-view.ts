// A production request as an admin sees it: beside what is live, field by field, with what the App checked by itself.
import type { Client } from '../vocabulary/aidbox.ts'
import type { ProductionRequestAnswer, ProductionRequestSummary } from '../vocabulary/operations.ts'
import type { AppConfig } from './config.ts'
import type { StoredRequest } from './production-request.ts'
import { checksOf, seenChecks } from './request-checks.ts'
import { dueDay, isOverdue } from './review/due.ts'
import { fieldsOf } from './smart-app.ts'
import { differingFields, fieldNames } from './smart-app-fields.ts'
import { liveStateOf } from './standing.ts'

/** A line of the queue. */
export const requestSummary = (
  request: StoredRequest,
  live: Client | undefined,
  now: Date,
  { review }: Pick<AppConfig, 'review'>,
): ProductionRequestSummary => {
  const dueOn = dueDay(request.sentAt, review)
  return {
    id: request.id,
    clientId: request.clientId,
    name: request.snapshot.name,
    organizationName: request.snapshot.organizationName,
    vendor: request.vendor,
    state: request.state,
    live: liveStateOf(live),
    sentAt: request.sentAt,
    updatedAt: request.updatedAt,
    ageHours: Math.max(0, Math.floor((now.getTime() - Date.parse(request.sentAt)) / 3_600_000)),
    dueOn,
    overdue: request.state === 'pending' && isOverdue(dueOn, now, review),
  }
}

/** The whole of it. */
export const requestView = (
  request: StoredRequest,
  live: Client | undefined,
  now: Date,
  config: Pick<AppConfig, 'mode' | 'verifiedScopes' | 'review'>,
): ProductionRequestAnswer => {
  const state = liveStateOf(live)
  const current = live && (state === 'live' || state === 'suspended') ? fieldsOf(live) : undefined
  return {
    ...requestSummary(request, live, now, config),
    version: request.version,
    snapshot: request.snapshot,
    ...(current ? { current } : {}),
    differences: current ? differingFields(request.snapshot, current) : [...fieldNames],
    checks: [...checksOf(request.snapshot, state, config), ...seenChecks(request.readiness)],
    ...(request.decision ? { decision: decisionOf(request.decision) } : {}),
    rejectReasons: config.review.rejectReasons,
  }
}

const decisionOf = ({
  by,
  at,
  outcome,
  reason,
  reasonCodes,
  note,
  checklist,
}: NonNullable<StoredRequest['decision']>): NonNullable<ProductionRequestAnswer['decision']> => ({
  by,
  at,
  outcome,
  checklist,
  ...(reason ? { reason } : {}),
  ...(reasonCodes ? { reasonCodes: [...reasonCodes] } : {}),
  ...(note ? { note } : {}),
})
