// AuditEvents that the App writes itself: who decided what about whom, in the same transaction as the deed.
import type { BundleEntry, Resource } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import type { Caller } from './context.ts'

export interface Deed {
  /** Operation id, or the name of the job. */
  what: string
  /** Create, update, delete, execute. */
  action: 'C' | 'U' | 'D' | 'E'
  /** Absent: the App itself, on time. */
  by?: Caller
  /** The app through which it was asked for, by Client id. */
  through?: string
  /** What it was done to: `User`, `Client` by id, or a FHIR reference. */
  about: readonly ({ user: string } | { client: string } | { reference: string })[]
  /** Why, in the words of whoever decided. */
  reason?: string
  /** True: it was refused, nothing changed. */
  refused?: boolean
  /** Further facts in words, e.g. granted scopes; never a secret, a token or a person's name. */
  details?: Readonly<Record<string, string>>
  /** Makes a repeat of the same deed the same event. */
  id?: string
}

/** The event as a resource. */
export const auditEvent = (deed: Deed, now: Date): Resource => ({
  resourceType: 'AuditEvent',
  ...(deed.id ? { id: deed.id } : {}),
  type: { system: planApiSystems.code, code: 'plan-api' },
  subtype: [{ system: planApiSystems.code, code: deed.what }],
  action: deed.action,
  recorded: now.toISOString(),
  outcome: deed.refused ? '4' : '0',
  ...(deed.reason ? { outcomeDesc: deed.reason } : {}),
  agent: [
    agentOf(deed.by),
    // As the box names the app in its own events: so it is found by the same search.
    ...(deed.through ? [{ name: deed.through, requestor: false }] : []),
  ],
  source: { observer: { display: 'Plan API' } },
  entity: deed.about.map((target, index) => ({
    what: whatOf(target),
    ...(index === 0 && deed.details ? { detail: detailOf(deed.details) } : {}),
  })),
})

/** The event as an entry of the transaction that does the deed. */
export const auditEntry = (deed: Deed, now: Date): BundleEntry => ({
  resource: auditEvent(deed, now),
  request: { method: 'POST', url: 'AuditEvent' },
})

// User and Client are not FHIR types, so they are named by identifier.
const whatOf = (target: Deed['about'][number]) => {
  if ('user' in target) return { identifier: { system: planApiSystems.userId, value: target.user } }
  if ('client' in target)
    return { identifier: { system: planApiSystems.clientId, value: target.client } }
  return { reference: target.reference }
}

const detailOf = (details: Readonly<Record<string, string>>) =>
  Object.entries(details).map(([type, valueString]) => ({ type, valueString }))

const agentOf = (by: Caller | undefined) => {
  if (by?.user)
    return {
      who: { identifier: { system: planApiSystems.userId, value: by.user.id } },
      requestor: true,
    }
  if (by?.client)
    return {
      who: { identifier: { system: planApiSystems.clientId, value: by.client } },
      requestor: true,
    }
  return { who: { display: 'Plan API' }, requestor: false }
}
