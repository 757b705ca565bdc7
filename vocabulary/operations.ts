// The App's operations, and the shapes that travel between portals, boxes and the App.
// One table: manifest, registry, policies, matrix and OpenAPI are held equal to it by test.

import type { ReadinessId, ReadinessState } from './readiness.ts'

export type BoxName = 'sandbox' | 'production'
export type Persona = 'public' | 'vendor' | 'member' | 'admin'

export interface OperationFact {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** From the box's root; `{name}` is one segment. */
  path: string
  boxes: readonly BoxName[]
  /** Who may call it, besides the box's own admin and root. */
  persona: Persona
}

const sandbox = ['sandbox'] as const
const production = ['production'] as const
const both = ['sandbox', 'production'] as const

export const operations = {
  'enroll-vendor': {
    method: 'POST',
    path: '/plan-api/$enroll-vendor',
    boxes: sandbox,
    persona: 'public',
  },
  'confirm-enrollment': {
    method: 'POST',
    path: '/plan-api/$confirm-enrollment',
    boxes: sandbox,
    persona: 'public',
  },
  'request-password-reset': {
    method: 'POST',
    path: '/plan-api/$request-password-reset',
    boxes: both,
    persona: 'public',
  },
  'reset-password': {
    method: 'POST',
    path: '/plan-api/$reset-password',
    boxes: both,
    persona: 'public',
  },
  'list-apps': { method: 'GET', path: '/plan-api/apps', boxes: sandbox, persona: 'vendor' },
  'register-app': { method: 'POST', path: '/plan-api/apps', boxes: sandbox, persona: 'vendor' },
  'read-app': { method: 'GET', path: '/plan-api/apps/{id}', boxes: sandbox, persona: 'vendor' },
  'update-app': { method: 'PUT', path: '/plan-api/apps/{id}', boxes: sandbox, persona: 'vendor' },
  'delete-app': {
    method: 'DELETE',
    path: '/plan-api/apps/{id}',
    boxes: sandbox,
    persona: 'vendor',
  },
  'reveal-secret': {
    method: 'POST',
    path: '/plan-api/apps/{id}/$reveal-secret',
    boxes: sandbox,
    persona: 'vendor',
  },
  'rotate-secret': {
    method: 'POST',
    path: '/plan-api/apps/{id}/$rotate-secret',
    boxes: sandbox,
    persona: 'vendor',
  },
  'initialize-patient': {
    method: 'POST',
    path: '/plan-api/$initialize-patient',
    boxes: sandbox,
    persona: 'vendor',
  },
  'reset-patient': {
    method: 'POST',
    path: '/plan-api/$reset-patient',
    boxes: sandbox,
    persona: 'vendor',
  },
  'launch-app': {
    method: 'POST',
    path: '/plan-api/apps/{id}/$launch',
    boxes: sandbox,
    persona: 'vendor',
  },
  'list-app-requests': {
    method: 'GET',
    path: '/plan-api/apps/{id}/requests',
    boxes: sandbox,
    persona: 'vendor',
  },
  'check-readiness': {
    method: 'GET',
    path: '/plan-api/apps/{id}/readiness',
    boxes: sandbox,
    persona: 'vendor',
  },
  'expire-tokens': {
    method: 'POST',
    path: '/plan-api/apps/{id}/$expire-tokens',
    boxes: sandbox,
    persona: 'vendor',
  },
  'send-production-request': {
    method: 'POST',
    path: '/plan-api/apps/{id}/$send-production-request',
    boxes: sandbox,
    persona: 'vendor',
  },
  'withdraw-production-request': {
    method: 'POST',
    path: '/plan-api/apps/{id}/$withdraw-production-request',
    boxes: sandbox,
    persona: 'vendor',
  },
  'list-production-requests': {
    method: 'GET',
    path: '/plan-api/production-requests',
    boxes: production,
    persona: 'admin',
  },
  'read-production-request': {
    method: 'GET',
    path: '/plan-api/production-requests/{id}',
    boxes: production,
    persona: 'admin',
  },
  'approve-production-request': {
    method: 'POST',
    path: '/plan-api/production-requests/{id}/$approve',
    boxes: production,
    persona: 'admin',
  },
  'reject-production-request': {
    method: 'POST',
    path: '/plan-api/production-requests/{id}/$reject',
    boxes: production,
    persona: 'admin',
  },
  'read-evidence': {
    method: 'GET',
    path: '/plan-api/production-requests/{id}/$evidence',
    boxes: production,
    persona: 'admin',
  },
  'list-live-apps': {
    method: 'GET',
    path: '/plan-api/live-apps',
    boxes: production,
    persona: 'admin',
  },
  'suspend-app': {
    method: 'POST',
    path: '/plan-api/live-apps/{id}/$suspend',
    boxes: production,
    persona: 'admin',
  },
  'reinstate-app': {
    method: 'POST',
    path: '/plan-api/live-apps/{id}/$reinstate',
    boxes: production,
    persona: 'admin',
  },
  'withdraw-app': {
    method: 'POST',
    path: '/plan-api/live-apps/{id}/$withdraw',
    boxes: production,
    persona: 'admin',
  },
  'read-funnel': {
    method: 'GET',
    path: '/plan-api/live-apps/{id}/funnel',
    boxes: production,
    persona: 'admin',
  },
  'list-app-access': {
    method: 'GET',
    path: '/plan-api/live-apps/{id}/access',
    boxes: production,
    persona: 'admin',
  },
  'find-people': { method: 'GET', path: '/plan-api/people', boxes: production, persona: 'admin' },
  'enroll-member': {
    method: 'POST',
    path: '/plan-api/$enroll-member',
    boxes: production,
    persona: 'admin',
  },
  'enroll-members': {
    method: 'POST',
    path: '/plan-api/$enroll-members',
    boxes: production,
    persona: 'admin',
  },
  'list-delegations': {
    method: 'GET',
    path: '/plan-api/delegations',
    boxes: production,
    persona: 'admin',
  },
  'end-access': {
    method: 'POST',
    path: '/plan-api/$end-access',
    boxes: production,
    persona: 'admin',
  },
  'remove-two-factor': {
    method: 'POST',
    path: '/plan-api/$remove-two-factor',
    boxes: production,
    persona: 'admin',
  },
  'search-audit': {
    method: 'GET',
    path: '/plan-api/audit',
    boxes: production,
    persona: 'admin',
  },
  'list-mails': {
    method: 'GET',
    path: '/plan-api/mails',
    boxes: production,
    persona: 'admin',
  },
  'retry-mail': {
    method: 'POST',
    path: '/plan-api/mails/{id}/$retry',
    boxes: production,
    persona: 'admin',
  },
  'list-mail-templates': {
    method: 'GET',
    path: '/plan-api/mail-templates',
    boxes: production,
    persona: 'admin',
  },
  'read-health': {
    method: 'GET',
    path: '/plan-api/health',
    boxes: production,
    persona: 'admin',
  },
  'list-published-apps': {
    method: 'GET',
    path: '/plan-api/gallery',
    boxes: production,
    persona: 'public',
  },
  'read-published-app': {
    method: 'GET',
    path: '/plan-api/gallery/{id}',
    boxes: production,
    persona: 'public',
  },
  'launch-published-app': {
    method: 'POST',
    path: '/plan-api/gallery/{id}/$launch',
    boxes: production,
    persona: 'member',
  },
  'list-connections': {
    method: 'GET',
    path: '/plan-api/connections',
    boxes: production,
    persona: 'member',
  },
  'revoke-connection': {
    method: 'POST',
    path: '/plan-api/connections/{id}/$revoke',
    boxes: production,
    persona: 'member',
  },
  'list-access-history': {
    method: 'GET',
    path: '/plan-api/access-history',
    boxes: production,
    persona: 'member',
  },
  'list-my-patients': {
    method: 'GET',
    path: '/plan-api/my-patients',
    boxes: production,
    persona: 'member',
  },
  'open-record': {
    method: 'POST',
    path: '/plan-api/$open-record',
    boxes: production,
    persona: 'member',
  },
} as const satisfies Record<string, OperationFact>

export type OperationId = keyof typeof operations

// ---------------------------------------------------------------- the app a vendor registers

export type OAuthType = 'secret' | 'pkce'

/** The form of PRODUCT 3.3 but for Client ID and secret, which are made for the vendor. All URLs absolute. */
export interface SmartAppFields {
  name: string
  oauthType: OAuthType
  redirectUrl: string
  launchUrl: string
  logoUrl: string
  organizationName: string
  organizationUrl: string
  privacyPolicyUrl: string
  securityPolicyUrl: string
  termsOfServiceUrl: string
  description: string
  scopes: string[]
}

/** `unknown`: the production box, which holds this, does not answer at the moment. */
export type RequestState = 'draft' | 'pending' | 'approved' | 'rejected' | 'withdrawn' | 'unknown'
export type LiveState = 'none' | 'live' | 'suspended' | 'withdrawn' | 'unknown'

/** What the vendor sees of one app. Empty strings stand for fields not filled in yet. */
export interface SmartAppView extends SmartAppFields {
  /** Client ID, the same on both boxes. */
  id: string
  /** Grows by one with each saved change; PUT must carry the one that was read. */
  version: number
  hasSecret: boolean
  createdAt: string
  updatedAt: string
  request: {
    state: RequestState
    sentAt?: string
    decidedAt?: string
    /** Why it was rejected. */
    reason?: string
  }
  live: { state: LiveState; since?: string; reason?: string }
  /** Field names that Send Request still needs. */
  missing: string[]
  /** Why the logo could not be fetched, after a save that changed it; the save itself went well. */
  logoNotice?: string
}

/** Body of withdraw-production-request; without it, the pending request. */
export interface WithdrawProductionRequest {
  /** `live` takes an app that is live (or suspended) out of production for good. */
  what?: 'request' | 'live'
}

/** 201 of register-app, reveal-secret and rotate-secret: the only answers that carry a secret. */
export interface SmartAppWithSecret extends SmartAppView {
  secret?: string
}

export interface SecretAnswer {
  secret: string
}

/** GET /plan-api/apps. */
export interface AppListAnswer {
  apps: SmartAppView[]
  /** The vendor's synthetic patient, once initialized. */
  patient?: { id: string; name: string; scenario: string }
  /** Scenarios that Initialize Patient offers. */
  scenarios: { id: string; title: string; description: string }[]
  /** Whether any app of the vendor got a token yet, and read something with it. */
  firstSteps?: { token: boolean; call: boolean }
}

export interface InitializePatientRequest {
  scenario?: string
}

/** 201 made now, 200 there already. */
export interface InitializePatientAnswer {
  patient: { id: string; name: string; scenario: string }
  /** Type → number of resources. */
  counts: Record<string, number>
}

/** Where to send the browser: `<launch url>?iss=…&launch=…`. */
export interface LaunchAnswer {
  uri: string
}

// ---------------------------------------------------------------- an app as it was seen

export type AppRequestKind = 'authorize' | 'token' | 'fhir'

/** One line of the request log. Nothing in it says whose record was read, or opens anything. */
export interface AppRequest {
  id: string
  at: string
  kind: AppRequestKind
  /** `code-issued`, `token-refused`, `search-type`, … */
  what: string
  ok: boolean
  /** HTTP status of a FHIR call. */
  status?: number
  /** Resource type of a FHIR call. */
  type?: string
  /** Granted scopes. */
  scopes?: string[]
  /** The same for all that followed from one authorization. */
  flow?: string
  /** Code of the error catalogue, with what happened and what to do. */
  error?: string
  cause?: string
  fix?: string
}

/** GET /plan-api/apps/{id}/requests?kind=token&outcome=failed&page=1 (newest first). */
export interface AppRequestsAnswer {
  requests: AppRequest[]
  total: number
  page: number
  pageSize: number
  /** False: this box audits FHIR calls only, so authorize and token calls cannot be shown. */
  signInsAudited: boolean
}

export interface ReadinessItem {
  id: ReadinessId
  title: string
  /** `unseen`: nothing wrong, but never seen in the sandbox either. */
  state: ReadinessState
  /** What was found, or what to do. */
  detail: string
}

export interface ReadinessAnswer {
  items: ReadinessItem[]
  /** So many of the latest requests were looked at. */
  looked: number
  signInsAudited: boolean
}

export interface ExpireTokensAnswer {
  /** Sign-ins whose access token is over now. */
  expired: number
}

// ---------------------------------------------------------------- people

export interface EnrollVendorRequest {
  name: string
  email: string
  organization: string
  website: string
  reason: string
}

export interface TokenAndPassword {
  token: string
  password: string
}

/** 201 of confirm-enrollment. */
export interface ConfirmEnrollmentAnswer {
  email: string
}

export interface Person {
  id: string
  box: BoxName
  roles: string[]
  name: string
  email: string
  organization?: string
  inactive: boolean
  hasTwoFactor: boolean
  /** Patients this person may act for, by id, with how. */
  patients: { id: string; name: string; relationship: string; until?: string }[]
  grants: {
    id: string
    clientId: string
    app: string
    patient?: string
    since: string
    until?: string
  }[]
  /** Active sessions. */
  sessions: { id: string; clientId?: string; since?: string; expires?: string }[]
}

/** GET /plan-api/people?role=vendor|member|admin&q=text&page=1 (1-based; 20 a page). */
export interface PeopleAnswer {
  people: Person[]
  total: number
  page: number
}

export interface EnrollMemberRequest {
  name: string
  email: string
  /** Patient id in the production box whose record this member owns. */
  patient: string
}

/** Exactly one of user, grant, session, client; all access of a user or a live app is its Grants and Sessions. */
export interface EndAccessRequest {
  box?: BoxName
  user?: string
  grant?: string
  session?: string
  client?: string
  reason: string
}

/** Of an admin who lost it; never one's own. Ends the person's Sessions. */
export interface RemoveTwoFactorRequest {
  user: string
  reason: string
}

// ---------------------------------------------------------------- review

/** What the admin ticks before approving; all must be true to approve. */
export interface ReviewChecklist {
  scopes: boolean
  redirect: boolean
  policies: boolean
  description: boolean
}

/** One criterion of the plan's list of reasons to reject. */
export interface RejectReason {
  code: string
  /** What the admin ticks. */
  title: string
  /** What the vendor reads. */
  text: string
  /** The admin has to add words. */
  needsText: boolean
}

export interface ProductionRequestSummary {
  id: string
  clientId: string
  name: string
  organizationName: string
  vendor: { id: string; name: string; email: string }
  state: RequestState
  live: LiveState
  sentAt: string
  /** When the vendor last saved while it was pending. */
  updatedAt: string
  /** Whole hours since it was sent. */
  ageHours: number
  /** The last day (where the plan is) on which a decision is in time; `2026-11-30`. */
  dueOn: string
  /** Pending, and the due day is over. */
  overdue: boolean
}

/** GET /plan-api/production-requests?state=pending&olderThanHours=48&page=1. */
export interface ProductionRequestsAnswer {
  /** Working days that the plan gives itself. */
  workingDays: number
  requests: ProductionRequestSummary[]
  total: number
  page: number
}

export interface ProductionRequestAnswer extends ProductionRequestSummary {
  /** Version of what is shown; approve and reject must carry it. */
  version: string
  /** What would go live. */
  snapshot: SmartAppFields
  /** What is live now, if anything. */
  current?: SmartAppFields
  /** Names of fields that differ between the two; all of them when nothing is live. */
  differences: (keyof SmartAppFields)[]
  /** What the App checked by itself. */
  checks: { id: string; title: string; ok: boolean; detail: string }[]
  decision?: {
    by: string
    at: string
    outcome: 'approved' | 'rejected'
    reason?: string
    /** Criteria of the plan's list that it was rejected for. */
    reasonCodes?: string[]
    note?: string
    checklist: ReviewChecklist
  }
  /** The plan's list of criteria. */
  rejectReasons: readonly RejectReason[]
}

export interface DecisionRequest {
  version: string
  checklist: ReviewChecklist
  /** To reject: one criterion of the plan's list or more. */
  reasonCodes?: string[]
  /** In words, added to the criteria's; some of them need it. */
  reason?: string
  note?: string
}

export interface LiveAppSummary {
  id: string
  name: string
  organizationName: string
  live: LiveState
  since: string
  /** Members with a live Grant. */
  grants: number
}

export interface LiveAppsAnswer {
  apps: LiveAppSummary[]
}

export interface ReasonRequest {
  reason: string
}

// ---------------------------------------------------------------- member

/** What anyone may see of a published app: only what the vendor published. */
export interface PublishedApp {
  id: string
  name: string
  description: string
  organizationName: string
  organizationUrl: string
  privacyPolicyUrl: string
  securityPolicyUrl: string
  termsOfServiceUrl: string
  /** Path on the portals' origin, or absent: show a placeholder. */
  logo?: string
  /** What it asks for, in words (English), most important first. */
  asksFor: string[]
  /** True when a member can start it from the gallery. */
  launchable: boolean
  since: string
}

export interface GalleryAnswer {
  apps: PublishedApp[]
}

export interface LaunchPublishedRequest {
  /** Patient to launch for; absent: the member's own. */
  patient?: string
}

/** One per Grant. */
export interface Connection {
  id: string
  app: { id: string; name: string; organizationName: string; logo?: string; suspended: boolean }
  patient: { id: string; name: string }
  since: string
  lastUsed?: string
  until?: string
  /** Granted scopes in words. */
  scopes: { scope: string; words: string }[]
  /** Sensitive records included? */
  sensitive: boolean
}

export interface ConnectionsAnswer {
  connections: Connection[]
}

/** What one app read of one person's record on one day. */
export interface AccessEntry {
  /** `portal`: the member, in the portal itself; `gone`: its Client is no longer there. */
  app: { id: string; name: string; kind: 'app' | 'portal' | 'gone'; logo?: string }
  patient: { id: string; name: string }
  /** `2026-11-22`, UTC. */
  day: string
  last: string
  /** Resource types; `resources` is 0 where searches found none. */
  kinds: { type: string; times: number; resources: number }[]
}

/** GET /plan-api/access-history?client=&patient=&page=: who read the member's records, newest first. */
export interface AccessHistoryAnswer {
  entries: AccessEntry[]
  /** The page of older events, when there are more. */
  next?: number
}

/** GET /plan-api/my-patients: whose records the signed-in member may read. */
export interface MyPatientsAnswer {
  patients: { id: string; name: string; relationship: string; until?: string }[]
}

/** Asks for a launch context to read one patient's record in the portal itself. */
export interface OpenRecordRequest {
  patient: string
}

export interface OpenRecordAnswer {
  /** For `launch` at /auth/authorize of client `portal-records`. */
  launch: string
}
