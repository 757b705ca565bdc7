// Operation id → function; equal to vocabulary/operations.ts, by test.
import type { OperationId } from '../../vocabulary/operations.ts'
import type { Operation } from '../context.ts'
import { approveProductionRequest } from './approve-production-request.ts'
import { checkReadiness } from './check-readiness.ts'
import { confirmEnrollment } from './confirm-enrollment.ts'
import { deleteApp } from './delete-app.ts'
import { endAccess } from './end-access.ts'
import { enrollMember } from './enroll-member.ts'
import { enrollMembers } from './enroll-members.ts'
import { enrollVendor } from './enroll-vendor.ts'
import { expireTokens } from './expire-tokens.ts'
import { findPeople } from './find-people.ts'
import { initializePatient } from './initialize-patient.ts'
import { launchApp } from './launch-app.ts'
import { launchPublishedApp } from './launch-published-app.ts'
import { listAccessHistory } from './list-access-history.ts'
import { listAppAccess } from './list-app-access.ts'
import { listAppRequests } from './list-app-requests.ts'
import { listApps } from './list-apps.ts'
import { listConnections } from './list-connections.ts'
import { listDelegations } from './list-delegations.ts'
import { listLiveApps } from './list-live-apps.ts'
import { listMailTemplates } from './list-mail-templates.ts'
import { listMails } from './list-mails.ts'
import { listMyPatients } from './list-my-patients.ts'
import { listProductionRequests } from './list-production-requests.ts'
import { listPublishedApps } from './list-published-apps.ts'
import { openRecord } from './open-record.ts'
import { readApp } from './read-app.ts'
import { readEvidence } from './read-evidence.ts'
import { readFunnel } from './read-funnel.ts'
import { readHealth } from './read-health.ts'
import { readProductionRequest } from './read-production-request.ts'
import { readPublishedApp } from './read-published-app.ts'
import { registerApp } from './register-app.ts'
import { reinstateApp } from './reinstate-app.ts'
import { rejectProductionRequest } from './reject-production-request.ts'
import { removeTwoFactor } from './remove-two-factor.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { resetPatient } from './reset-patient.ts'
import { retryMail } from './retry-mail.ts'
import { revealSecret } from './reveal-secret.ts'
import { revokeConnection } from './revoke-connection.ts'
import { rotateSecret } from './rotate-secret.ts'
import { searchAudit } from './search-audit.ts'
import { sendProductionRequest } from './send-production-request.ts'
import { suspendApp } from './suspend-app.ts'
import { updateApp } from './update-app.ts'
import { withdrawApp } from './withdraw-app.ts'
import { withdrawProductionRequest } from './withdraw-production-request.ts'

export const operationsById: Readonly<Record<OperationId, Operation>> = {
  'list-apps': listApps,
  'register-app': registerApp,
  'read-app': readApp,
  'update-app': updateApp,
  'delete-app': deleteApp,
  'reveal-secret': revealSecret,
  'rotate-secret': rotateSecret,
  'initialize-patient': initializePatient,
  'reset-patient': resetPatient,
  'launch-app': launchApp,
  'list-app-requests': listAppRequests,
  'check-readiness': checkReadiness,
  'expire-tokens': expireTokens,
  'send-production-request': sendProductionRequest,
  'withdraw-production-request': withdrawProductionRequest,
  'list-production-requests': listProductionRequests,
  'read-production-request': readProductionRequest,
  'approve-production-request': approveProductionRequest,
  'reject-production-request': rejectProductionRequest,
  'list-live-apps': listLiveApps,
  'suspend-app': suspendApp,
  'reinstate-app': reinstateApp,
  'withdraw-app': withdrawApp,
  'find-people': findPeople,
  'end-access': endAccess,
  'remove-two-factor': removeTwoFactor,
  'enroll-vendor': enrollVendor,
  'confirm-enrollment': confirmEnrollment,
  'request-password-reset': requestPasswordReset,
  'reset-password': resetPassword,
  'enroll-member': enrollMember,
  'read-evidence': readEvidence,
  'read-funnel': readFunnel,
  'list-app-access': listAppAccess,
  'enroll-members': enrollMembers,
  'list-delegations': listDelegations,
  'search-audit': searchAudit,
  'list-mails': listMails,
  'retry-mail': retryMail,
  'list-mail-templates': listMailTemplates,
  'read-health': readHealth,
  'list-published-apps': listPublishedApps,
  'read-published-app': readPublishedApp,
  'launch-published-app': launchPublishedApp,
  'list-connections': listConnections,
  'revoke-connection': revokeConnection,
  'list-access-history': listAccessHistory,
  'list-my-patients': listMyPatients,
  'open-record': openRecord,
}
