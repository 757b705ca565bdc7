// AuditEvents of auth: sign-in, consent, tokens, revocations and failures, joined by one flow id. No name, no secret, no URL.

import type { Resource } from '../../vocabulary/aidbox.ts'
import type { RefusalReason } from '../../vocabulary/refusal-reasons.ts'
import { type AuditFacts, auditEvent, type SecurityEvent } from '../audit-event.ts'
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'

interface Kind {
  security: SecurityEvent
  action: AuditFacts['action']
  outcome: AuditFacts['outcome']
}

const kinds = {
  'login-ok': { security: 'login', action: 'E', outcome: 'success' },
  'login-failed': { security: 'login', action: 'E', outcome: 'refused' },
  'second-factor-failed': { security: 'login', action: 'E', outcome: 'refused' },
  'second-factor-enrolled': { security: 'passwordChanged', action: 'U', outcome: 'success' },
  logout: { security: 'logout', action: 'E', outcome: 'success' },
  'authorize-started': { security: 'authorizeStarted', action: 'E', outcome: 'success' },
  'consent-given': { security: 'consent', action: 'C', outcome: 'success' },
  'consent-denied': { security: 'consent', action: 'E', outcome: 'refused' },
  'code-issued': { security: 'authentication', action: 'E', outcome: 'success' },
  'token-issued': { security: 'tokenIssued', action: 'C', outcome: 'success' },
  'token-refreshed': { security: 'tokenRefreshed', action: 'U', outcome: 'success' },
  'code-replayed': { security: 'tokenReused', action: 'D', outcome: 'refused' },
  'refresh-reused': { security: 'tokenReused', action: 'D', outcome: 'refused' },
  'session-ended': { security: 'tokenRevoked', action: 'D', outcome: 'success' },
  'password-changed': { security: 'passwordChanged', action: 'U', outcome: 'success' },
  'client-authentication-failed': {
    security: 'clientAuthentication',
    action: 'E',
    outcome: 'refused',
  },
  'authorize-refused': { security: 'authorizeRefused', action: 'E', outcome: 'refused' },
  'token-refused': { security: 'tokenRefused', action: 'E', outcome: 'refused' },
  'revocation-refused': { security: 'revocationRefused', action: 'E', outcome: 'refused' },
  'access-token-refused': { security: 'refused', action: 'E', outcome: 'refused' },
} as const satisfies Record<string, Kind>

export type AuthEventKind = keyof typeof kinds

export interface AuthEvent {
  kind: AuthEventKind
  user?: string
  client?: string
  patient?: string
  session?: string
  scope?: readonly string[]
  /** Joins authorize, consent, token and API calls. */
  flow?: string
  address?: string
  /** Of a refusal: OAuth's word, the words of the answer, and what only the audit says. */
  error?: string
  description?: string
  reason?: RefusalReason
  /** What a refused token was shown for. */
  type?: string
}

/** Writes one AuditEvent, in the caller's transaction where there is one. */
export const recordEvent = async (box: Box, event: AuthEvent, tx?: Sql): Promise<void> => {
  await box.resources.create(eventOf(box, event), { tx })
}

/** The AuditEvent of something that happened here, for whoever writes it beside what it is about. */
export const eventOf = (box: Box, event: AuthEvent): Resource => {
  const { security, action, outcome } = kinds[event.kind]
  const facts: AuditFacts = {
    event: { security },
    at: box.clock(),
    action,
    outcome,
    client: event.client,
    user: event.user,
    address: event.address,
    site: box.config.baseUrl,
    flowId: event.flow,
    patients: event.patient ? [event.patient] : [],
    references: event.session ? [`Session/${event.session}`] : [],
    ...(event.description ? { reason: event.description } : {}),
    details: {
      what: event.kind,
      ...(event.scope ? { scope: event.scope.join(' ') || '-' } : {}),
      ...(event.error ? { error: event.error } : {}),
      ...(event.reason ? { reason: event.reason } : {}),
      ...(event.type ? { type: event.type } : {}),
    },
  }
  return auditEvent(facts)
}
