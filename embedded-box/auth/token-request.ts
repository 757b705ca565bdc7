// What the endpoint hands to each grant type, and what comes back.
import type { CarryingClient, ProvenClient } from './client-authentication.ts'
import type { Parameters } from './parameters.ts'
import type { Rider } from './throttle.ts'

export interface TokenRequest {
  form: Parameters
  /**
   * Which client this is, from an origin of its own: what each grant type asks first. Undefined: it did not say who it
   * is. A rider is a read that travels with the question; nobody sees what it found before the client is proven.
   */
  authenticate: <Row extends object>(rider?: Rider) => Promise<CarryingClient<Row> | undefined>
  /** Checks that this client's pages may read the answer; called before anything is used up. */
  checkOrigin: (client: ProvenClient['client']) => void
  address: string
}

/** JSON of a token response. */
export type TokenAnswer = Record<string, unknown>
