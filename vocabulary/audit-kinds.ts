// What the audit is searched by: kinds of events in the words of an admin, each with the codes that boxes and the App write.
import { planApiSystems } from './client-details.ts'

const ours = (...codes: string[]): string[] => codes.map(code => `${planApiSystems.code}|${code}`)

export interface AuditKind {
  label: string
  /** Search values of AuditEvent.subtype; empty: any. */
  subtypes: readonly string[]
  /** Only events about somebody's record: the App's own housekeeping is left out. */
  aboutPeople?: boolean
}

export const auditKinds = {
  decisions: {
    label: 'Decisions on apps',
    subtypes: ours(
      'approve-production-request',
      'reject-production-request',
      'suspend-app',
      'reinstate-app',
      'withdraw-app',
    ),
  },
  consents: {
    label: 'Consents',
    subtypes: ours(
      'consent',
      'consent-given',
      'consent-refused',
      'revoke-connection',
      'grant-ended',
    ),
  },
  tokens: {
    label: 'Authorizations and tokens',
    subtypes: [
      ...ours(
        'authorize-started',
        'authorize-refused',
        'token-refused',
        'revocation-refused',
        'token-issued',
        'token-refreshed',
        'token-reused',
        'token-revoked',
        'client-authentication',
      ),
      '110114',
    ],
  },
  reads: {
    label: 'Reads of records',
    subtypes: ['read', 'vread', 'search-type', 'search', 'history-instance', 'history-type'],
    aboutPeople: true,
  },
  writes: {
    label: 'Writes to records',
    subtypes: ['create', 'update', 'patch', 'delete', 'transaction'],
    aboutPeople: true,
  },
  people: {
    label: 'Accounts and access',
    subtypes: ours(
      'enroll-member',
      'enroll-members',
      'end-access',
      'confirm-enrollment',
      'reset-password',
      'retry-mail',
    ),
  },
  'sign-ins': { label: 'Sign-ins', subtypes: ['110122', '110123', '110139'] },
  vendors: {
    label: 'What vendors did',
    subtypes: ours(
      'register-app',
      'update-app',
      'delete-app',
      'reveal-secret',
      'rotate-secret',
      'send-production-request',
      'withdraw-production-request',
    ),
  },
  all: { label: 'Everything', subtypes: [] },
} as const satisfies Record<string, AuditKind>

export type AuditKindName = keyof typeof auditKinds

export const auditOutcomes = {
  success: { label: 'Done', codes: '0' },
  refused: { label: 'Refused or failed', codes: '4,8,12' },
} as const
export type AuditOutcome = keyof typeof auditOutcomes
