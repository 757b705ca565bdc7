// What an admin is about to end, and the question to ask before.
import type { EndAccessRequest } from '../../../vocabulary/operations.ts'

export interface AskedEnd {
  title: string
  request: Omit<EndAccessRequest, 'reason'>
}
