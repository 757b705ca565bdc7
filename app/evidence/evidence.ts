// Everything that was known when a request was decided, in one file: versions, checks, decision, mails, audit.
import type { Stored } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { ProductionRequestAnswer } from '../../vocabulary/operations.ts'
import type { EvidenceAnswer } from '../../vocabulary/staff.ts'
import { auditRow } from '../audit/event-view.ts'
import { withNames } from '../audit/names.ts'
import type { BoxClient } from '../box-client.ts'
import { isBundle, isStored } from '../json.ts'
import { mailText, mailView } from '../mail/mail-view.ts'
import { fromCommunication } from '../mail/outbox.ts'
import type { MailLook } from '../mail/render.ts'
import { fromTask, type StoredRequest } from '../production-request.ts'

const mostVersions = 500

/** The evidence of one request. `view` is what the admin sees of it. */
export const evidenceOf = async (
  box: BoxClient,
  request: StoredRequest,
  view: ProductionRequestAnswer,
  { now, portalUrl, look }: { now: Date; portalUrl: string; look: MailLook },
): Promise<EvidenceAnswer> => {
  const [versions, mails, events] = await Promise.all([
    versionsOf(box, request.id),
    box.searchAll('Communication', {
      identifier: `${planApiSystems.requestId}|${request.id}`,
      _sort: '_lastUpdated',
    }),
    box.searchAll('AuditEvent', {
      entity: `Task/${request.id}`,
      type: `${planApiSystems.code}|plan-api`,
    }),
  ])
  const { rejectReasons: _offered, ...rest } = view
  const rows = await withNames(box, events.map(auditRow))
  return {
    madeAt: now.toISOString(),
    request: rest,
    versions: versions.flatMap(task => versionOf(task) ?? []),
    ...(request.decision?.checks ? { checksAtDecision: [...request.decision.checks] } : {}),
    mails: mails.flatMap(mail => evidenceMail(mail, portalUrl, look) ?? []),
    audit: rows.sort((one, other) => one.at.localeCompare(other.at)),
  }
}

/** Oldest first, as the box kept them. */
const versionsOf = async (box: BoxClient, id: string): Promise<Stored[]> => {
  const { status, body } = await box.request({
    method: 'GET',
    path: `/fhir/Task/${encodeURIComponent(id)}/_history?_count=${mostVersions}`,
    repeatable: true,
  })
  if (status !== 200 || !isBundle(body))
    throw new Error(`The ${box.name} box answered ${status} to the history of a request`)
  return (body.entry ?? [])
    .flatMap(({ resource }) => (isStored(resource) ? resource : []))
    .toReversed()
}

const versionOf = (task: Stored): EvidenceAnswer['versions'][number] | undefined => {
  const request = fromTask(task)
  if (!request) return undefined
  const { version, state, snapshot, decision } = request
  return {
    version,
    savedAt: task.meta.lastUpdated ?? request.updatedAt,
    state,
    snapshot,
    ...(decision
      ? {
          decision: {
            by: decision.by,
            at: decision.at,
            outcome: decision.outcome,
            checklist: decision.checklist,
            ...(decision.reason ? { reason: decision.reason } : {}),
            ...(decision.reasonCodes ? { reasonCodes: [...decision.reasonCodes] } : {}),
            ...(decision.note ? { note: decision.note } : {}),
          },
        }
      : {}),
  }
}

const evidenceMail = (
  resource: Stored,
  portalUrl: string,
  look: MailLook,
): EvidenceAnswer['mails'][number] | undefined => {
  const mail = fromCommunication(resource)
  const view = mailView(resource)
  if (!mail || !view) return undefined
  const { id, to, template, state, changedAt, sentAt, subject } = view
  return {
    id,
    to,
    template,
    state,
    changedAt,
    ...(sentAt ? { sentAt } : {}),
    subject,
    text: mailText(mail, portalUrl, look),
  }
}
