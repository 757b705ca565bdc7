// The App's operations as functions: path and method from the one table, answers by their types.
import {
  type AccessHistoryAnswer,
  type AppListAnswer,
  type AppRequestsAnswer,
  type BoxName,
  type ConfirmEnrollmentAnswer,
  type ConnectionsAnswer,
  type DecisionRequest,
  type EndAccessRequest,
  type EnrollMemberRequest,
  type EnrollVendorRequest,
  type ExpireTokensAnswer,
  type GalleryAnswer,
  type InitializePatientAnswer,
  type InitializePatientRequest,
  type LaunchAnswer,
  type LaunchPublishedRequest,
  type LiveAppsAnswer,
  type MyPatientsAnswer,
  type OpenRecordAnswer,
  type OpenRecordRequest,
  operations,
  type PeopleAnswer,
  type ProductionRequestAnswer,
  type ProductionRequestsAnswer,
  type PublishedApp,
  type ReadinessAnswer,
  type ReasonRequest,
  type RemoveTwoFactorRequest,
  type SecretAnswer,
  type SmartAppFields,
  type SmartAppView,
  type SmartAppWithSecret,
  type TokenAndPassword,
  type WithdrawProductionRequest,
} from '../../vocabulary/operations.ts'
import type {
  AppAccessAnswer,
  AuditAnswer,
  DelegationsAnswer,
  EnrollMembersAnswer,
  EnrollMembersRequest,
  EvidenceAnswer,
  FunnelAnswer,
  HealthAnswer,
  MailsAnswer,
  MailTemplatesAnswer,
  MailView,
  RetryMailRequest,
} from '../../vocabulary/staff.ts'
import { ask } from './box.ts'

/** Operation → what it takes as body and what it answers. */
interface Shapes {
  'enroll-vendor': { body: EnrollVendorRequest; answer: unknown }
  'confirm-enrollment': { body: TokenAndPassword; answer: ConfirmEnrollmentAnswer }
  'request-password-reset': { body: { email: string }; answer: unknown }
  'reset-password': { body: TokenAndPassword; answer: unknown }
  'list-apps': { body: undefined; answer: AppListAnswer }
  'register-app': { body: SmartAppFields; answer: SmartAppWithSecret }
  'read-app': { body: undefined; answer: SmartAppView }
  'update-app': { body: SmartAppFields & { version: number }; answer: SmartAppView }
  'delete-app': { body: undefined; answer: unknown }
  'reveal-secret': { body: { password: string }; answer: SecretAnswer }
  'rotate-secret': { body: { password: string }; answer: SecretAnswer }
  'initialize-patient': { body: InitializePatientRequest; answer: InitializePatientAnswer }
  'reset-patient': { body: InitializePatientRequest; answer: InitializePatientAnswer }
  'launch-app': { body: Record<string, never>; answer: LaunchAnswer }
  'list-app-requests': { body: undefined; answer: AppRequestsAnswer }
  'check-readiness': { body: undefined; answer: ReadinessAnswer }
  'expire-tokens': { body: Record<string, never>; answer: ExpireTokensAnswer }
  'send-production-request': { body: Record<string, never>; answer: unknown }
  'withdraw-production-request': { body: WithdrawProductionRequest; answer: unknown }
  'list-production-requests': { body: undefined; answer: ProductionRequestsAnswer }
  'read-production-request': { body: undefined; answer: ProductionRequestAnswer }
  'approve-production-request': { body: DecisionRequest; answer: unknown }
  'reject-production-request': { body: DecisionRequest; answer: unknown }
  'list-live-apps': { body: undefined; answer: LiveAppsAnswer }
  'suspend-app': { body: ReasonRequest; answer: unknown }
  'reinstate-app': { body: ReasonRequest; answer: unknown }
  'withdraw-app': { body: ReasonRequest; answer: unknown }
  'find-people': { body: undefined; answer: PeopleAnswer }
  'enroll-member': { body: EnrollMemberRequest; answer: unknown }
  'end-access': { body: EndAccessRequest; answer: unknown }
  'remove-two-factor': { body: RemoveTwoFactorRequest; answer: unknown }
  'read-evidence': { body: undefined; answer: EvidenceAnswer }
  'read-funnel': { body: undefined; answer: FunnelAnswer }
  'list-app-access': { body: undefined; answer: AppAccessAnswer }
  'enroll-members': { body: EnrollMembersRequest; answer: EnrollMembersAnswer }
  'list-delegations': { body: undefined; answer: DelegationsAnswer }
  'search-audit': { body: undefined; answer: AuditAnswer }
  'list-mails': { body: undefined; answer: MailsAnswer }
  'retry-mail': { body: RetryMailRequest; answer: MailView }
  'list-mail-templates': { body: undefined; answer: MailTemplatesAnswer }
  'read-health': { body: undefined; answer: HealthAnswer }
  'list-published-apps': { body: undefined; answer: GalleryAnswer }
  'read-published-app': { body: undefined; answer: PublishedApp }
  'launch-published-app': { body: LaunchPublishedRequest; answer: LaunchAnswer }
  'list-connections': { body: undefined; answer: ConnectionsAnswer }
  'list-access-history': { body: undefined; answer: AccessHistoryAnswer }
  'revoke-connection': { body: Record<string, never>; answer: unknown }
  'list-my-patients': { body: undefined; answer: MyPatientsAnswer }
  'open-record': { body: OpenRecordRequest; answer: OpenRecordAnswer }
}

interface Details<Body> {
  token?: string | undefined
  /** Value of `{id}` in the path. */
  id?: string
  query?: Record<string, string | undefined>
  body?: Body
  /** Needed only where an operation lives on both boxes. */
  box?: BoxName
  signal?: AbortSignal
}

/** Calls one operation. */
export const call = async <Id extends keyof Shapes>(
  id: Id,
  { token, id: item = '', query = {}, body, box, signal }: Details<Shapes[Id]['body']> = {},
): Promise<Shapes[Id]['answer']> => {
  const { path, method, boxes } = operations[id]
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  const answer = await ask({
    box: box ?? boxes[0],
    path: path.replace('{id}', encodeURIComponent(item)),
    method,
    query: search,
    token,
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  })
  // The edge: the App's answers are held to these shapes by its own tests and the journeys.
  return answer as Shapes[Id]['answer']
}
