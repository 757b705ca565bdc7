// Operation id → function; equal to vocabulary/operations.ts, by test.
import type { OperationId } from '../../vocabulary/operations.ts'
import type { Operation } from '../context.ts'
import { confirmEnrollment } from './confirm-enrollment.ts'
import { enrollMember } from './enroll-member.ts'
import { enrollVendor } from './enroll-vendor.ts'
import { launchPublishedApp } from './launch-published-app.ts'
import { listConnections } from './list-connections.ts'
import { listMyPatients } from './list-my-patients.ts'
import { listPublishedApps } from './list-published-apps.ts'
import { openRecord } from './open-record.ts'
import { readPublishedApp } from './read-published-app.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { revokeConnection } from './revoke-connection.ts'

export const operationsById: Partial<Record<OperationId, Operation>> = {
  'enroll-vendor': enrollVendor,
  'confirm-enrollment': confirmEnrollment,
  'request-password-reset': requestPasswordReset,
  'reset-password': resetPassword,
  'enroll-member': enrollMember,
  'list-published-apps': listPublishedApps,
  'read-published-app': readPublishedApp,
  'launch-published-app': launchPublishedApp,
  'list-connections': listConnections,
  'revoke-connection': revokeConnection,
  'list-my-patients': listMyPatients,
  'open-record': openRecord,
}
