// Who saw or changed whose data: one AuditEvent a request, also for a refusal; none that identifies a directory reader.

import type { Resource } from '../vocabulary/aidbox.ts'
import type { Granted } from './access/authorize.ts'
import { type AuditFacts, auditEvent, resourcesOf } from './audit-event.ts'
import type { FhirCall, InteractionId, Reply } from './context.ts'
import { BoxError } from './errors.ts'
import type { Visit } from './visit.ts'

interface Answered {
  reply: Reply
  granted: Granted | undefined
}

/** Runs the request and records what came of it. The answer waits for its place in the audit. */
export const remember = async (visit: Visit, answer: () => Promise<Answered>): Promise<Reply> => {
  const { audit, metrics } = visit.front
  const { reply, granted } = await answer().catch(async error => {
    await rememberFailure(visit, error)
    throw error
  })
  // what anybody may read is counted, and nobody is named
  if (granted?.everybody ?? isNobody(visit)) metrics.openReads.inc({ type: visit.trace.type ?? '' })
  else if (isDeed(visit)) await audit.recordNow(factsOf(visit, reply))
  else if (!told.has(visit)) await audit.record(factsOf(visit, reply))
  return reply
}

/** What was refused is audited for everyone known; what else went wrong for apps, whose vendors look for it. */
const rememberFailure = async (visit: Visit, error: unknown): Promise<void> => {
  const fault = error instanceof BoxError ? error : undefined
  if (isNobody(visit) || !(fault?.status === 403 || visit.token)) return
  const facts = factsOf(visit)
  const { audit } = visit.front
  // a refusal is told before it is answered; a fault of the request can wait for its batch
  await (fault?.status === 403 ? audit.recordNow : audit.record)({
    ...facts,
    outcome: fault && fault.status < 500 ? 'refused' : 'failed',
    details: {
      ...facts.details,
      status: String(fault?.status ?? 500),
      // the code alone: diagnostics repeat what was asked for
      error: fault?.outcome.issue[0]?.code ?? 'exception',
    },
  })
}

/** Requests whose event was written in the transaction of what they changed. */
const told = new WeakSet<Visit>()

/** What the store asks for when a request changes something: the event to write with it. */
export const eventOfChange =
  (visit: Visit): NonNullable<FhirCall['event']> =>
  (reply): Resource => {
    told.add(visit)
    return auditEvent(factsOf(visit, reply))
  }

/** What an App or the box's RPC did: it has its own transaction, and its event waits for no batch. */
const isDeed = ({ asked, exchange }: Visit): boolean =>
  asked.kind !== 'fhir' && exchange.method !== 'GET' && exchange.method !== 'HEAD'

const isNobody = ({ caller }: Visit): boolean => !caller.client && !caller.user

/** FHIR's names for interactions, and the letter of what they do. */
const interactions: Record<InteractionId, [name: string, action: AuditFacts['action']]> = {
  FhirRead: ['read', 'R'],
  Read: ['read', 'R'],
  FhirVRead: ['vread', 'R'],
  FhirSearch: ['search-type', 'E'],
  Search: ['search-type', 'E'],
  FhirPostSearch: ['search-type', 'E'],
  FhirCompartmentSearch: ['search-type', 'E'],
  FhirCreate: ['create', 'C'],
  Create: ['create', 'C'],
  FhirUpdate: ['update', 'U'],
  Update: ['update', 'U'],
  FhirConditionalUpdate: ['update', 'U'],
  FhirPatch: ['patch', 'U'],
  Patch: ['patch', 'U'],
  FhirDelete: ['delete', 'D'],
  Delete: ['delete', 'D'],
  FhirConditionalDelete: ['delete', 'D'],
  FhirHistoryInstance: ['history-instance', 'R'],
  FhirHistoryType: ['history-type', 'R'],
  FhirTransaction: ['transaction', 'E'],
  FhirCapabilities: ['capabilities', 'R'],
  FhirEverything: ['operation', 'E'],
  FhirValidate: ['operation', 'E'],
}

const mostReferences = 1_000 // as many as a page can have; of more, as in a whole record, their number is told besides

const factsOf = (
  { asked, caller, exchange, front, trace }: Visit,
  reply?: Pick<Reply, 'status' | 'touched'>,
): AuditFacts => {
  const { references = [], patients = [] } = reply?.touched ?? {}
  const [interaction, action] =
    asked.kind === 'fhir' ? interactions[asked.id] : (['operation', 'E'] as const)
  const flow = caller.session?.ctx?.flow
  const resources = resourcesOf({ references: references.slice(0, mostReferences) })
  const details = {
    ...(trace.policy ? { policy: trace.policy } : {}),
    ...(trace.type ? { type: trace.type } : {}),
    ...(references.length > mostReferences ? { references: String(references.length) } : {}),
  }
  return {
    event: asked.kind === 'fhir' ? { interaction } : { operation: asked.id },
    at: front.box.clock(),
    action,
    outcome: reply && reply.status >= 400 ? 'failed' : 'success',
    ...(caller.client?.id ? { client: caller.client.id } : {}),
    ...(caller.user?.id ? { user: caller.user.id } : {}),
    address: exchange.remoteAddress,
    site: front.box.config.baseUrl,
    patients,
    ...(resources === undefined ? { references } : { resources }),
    requestId: exchange.id,
    ...(typeof flow === 'string' ? { flowId: flow } : {}),
    details,
  }
}
