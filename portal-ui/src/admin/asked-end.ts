// What an admin is about to end or take away, and the question to ask before.
import type { EndAccessRequest } from '../../../vocabulary/operations.ts'

export type AskedEnd = { title: string } & (
  | { request: Omit<EndAccessRequest, 'reason'> }
  | { removeTwoFactorOf: string }
)
