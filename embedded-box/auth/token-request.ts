// What the endpoint hands to each grant type, and what comes back.
import type { ProvenClient } from './client-authentication.ts'
import type { Parameters } from './parameters.ts'

export interface TokenRequest {
  form: Parameters
  /** Undefined: the caller did not say who it is. */
  caller: ProvenClient | undefined
  /** Checks that this client's pages may read the answer; called before anything is used up. */
  checkOrigin: (client: ProvenClient['client']) => void
  address: string
}

/** JSON of a token response. */
export type TokenAnswer = Record<string, unknown>
