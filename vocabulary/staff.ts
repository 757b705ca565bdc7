// Shapes that travel between the admin portal and the App, beside those of operations.ts.
import type {
  BoxName,
  ProductionRequestAnswer,
  RequestState,
  SmartAppFields,
} from './operations.ts'

/** One event of the audit. */
export interface AuditRow {
  id: string
  at: string
  /** Code of what happened; the portal has the words. */
  what: string
  refused: boolean
  reason?: string
  /** Who did it; absent: nobody who was signed in. */
  person?: { id: string; name?: string }
  /** Through which app, or which app it was done to. */
  app?: { id: string; name?: string }
  /** Whose account it was done to. */
  about?: { id: string; name?: string }
  /** Whose record, by Patient id. */
  patients: string[]
  /** What was read or written: `Coverage/1,2 Claim/3`. */
  resources: string
  details: { name: string; value: string }[]
}

/** GET /plan-api/audit?kind=&person=&app=&patient=&outcome=&from=&to=&box=&page=1. */
export interface AuditAnswer {
  rows: AuditRow[]
  total: number
  page: number
  size: number
}

/** GET /plan-api/live-apps/{id}/funnel?from=2026-10-24&to=2026-11-22. */
export interface FunnelAnswer {
  app: { id: string; name: string }
  from: string
  to: string
  stages: FunnelStage[]
  /** Refusals and failures by their cause, most frequent first. */
  failures: { cause: string; count: number }[]
  /** More failures than were read: the causes are those of the newest. */
  failuresCut: boolean
  /** Distinct members who gave consent in the period, as far as the audit knows. */
  members: number
  /** The last weeks up to `to`, oldest first, whatever the period. */
  weeks: FunnelWeek[]
}

export interface FunnelWeek {
  from: string
  to: string
  /** Those of a time line: started, granted, denied. */
  stages: FunnelStage[]
}

export interface FunnelStage {
  id: 'started' | 'granted' | 'denied' | 'tokens' | 'refreshed' | 'reads'
  /** Absent: this box keeps no record of it. */
  count?: number
}

/** GET /plan-api/production-requests/{id}/$evidence. */
export interface EvidenceAnswer {
  madeAt: string
  request: Omit<ProductionRequestAnswer, 'rejectReasons'>
  /** Each version the vendor saved or an admin decided on, oldest first. */
  versions: {
    version: string
    savedAt: string
    state: RequestState
    snapshot: SmartAppFields
    decision?: ProductionRequestAnswer['decision']
  }[]
  /** What the App had checked when it was decided; absent while it is pending. */
  checksAtDecision?: ProductionRequestAnswer['checks']
  mails: {
    id: string
    to: string
    template: string
    state: MailState
    changedAt: string
    sentAt?: string
    subject: string
    text: string
  }[]
  audit: AuditRow[]
}

/** waiting to be sent, being sent, sent, given up after many tries, or no longer wanted. */
export type MailState = 'waiting' | 'sending' | 'sent' | 'stopped' | 'unwanted'

export interface MailView {
  id: string
  to: string
  template: string
  language: 'en' | 'es'
  subject: string
  state: MailState
  attempts: number
  /** When it is tried (again), while it waits. */
  nextTry?: string
  /** Why it was given up or is not wanted. */
  why?: string
  changedAt: string
  sentAt?: string
}

/** Body of enroll-members: a CSV file with the columns name, email, patient. */
export interface EnrollMembersRequest {
  csv: string
  /** Checks the file, changes nothing. */
  dryRun?: boolean
}

/** All of the file, or nothing of it: a row that cannot be taken is a 422 with one issue a cell, `rows[3].email`. */
export interface EnrollMembersAnswer {
  /** New accounts; with dryRun those that there would be. */
  enrolled: number
  /** Members of the file who have an account already. */
  already: number
}

/** GET /plan-api/delegations?page=1. */
export interface DelegationsAnswer {
  delegations: {
    id: string
    /** Who acts; no name: the account is gone. */
    person: { id: string; name?: string; email?: string }
    patient: { id: string; name: string }
    relationship: string
    since?: string
    until?: string
    /** Over, not yet begun, or switched off. */
    inactive: boolean
  }[]
  total: number
  page: number
}

/** GET /plan-api/live-apps/{id}/access?page=1: who allowed an app, and where it holds tokens. */
export interface AppAccessAnswer {
  app: { id: string; name: string }
  grants: {
    id: string
    person: { id: string; name?: string }
    patient?: string
    since: string
    until?: string
  }[]
  totalGrants: number
  sessions: {
    id: string
    person?: { id: string; name?: string }
    since?: string
    expires?: string
  }[]
  totalSessions: number
  page: number
}

/** GET /plan-api/mails?box=production&state=stopped&page=1, newest first. */
export interface MailsAnswer {
  mails: MailView[]
  total: number
  page: number
}

export interface RetryMailRequest {
  box?: BoxName
}

/** GET /plan-api/mail-templates: every mail in both languages, filled with made-up values. */
export interface MailTemplatesAnswer {
  templates: {
    name: string
    letters: Record<
      'en' | 'es',
      { subject: string; before: string[]; button: string; after: string[] }
    >
  }[]
}

/** GET /plan-api/health. */
export interface HealthAnswer {
  checkedAt: string
  parts: HealthPart[]
  jobs: { name: string; lastRun?: string; failed?: string }[]
}

export interface HealthPart {
  name: 'app' | 'production' | 'sandbox'
  reachable: boolean
  facts: { label: string; value: string }[]
  findings: HealthFinding[]
}

export interface HealthFinding {
  title: string
  state: 'ok' | 'bad' | 'unknown'
  detail: string
}
