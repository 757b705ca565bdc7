// What goes wrong inside a box, said where it is known: a status and an OperationOutcome; rendered once, in server.ts.
import { type IssueCode, type OperationOutcome, problem, statusOf } from '../vocabulary/outcome.ts'

/** An answer that is an error. `headers` are sent with it (Retry-After, WWW-Authenticate, …). */
export class BoxError extends Error {
  readonly status: number
  readonly outcome: OperationOutcome
  readonly headers: Record<string, string>

  constructor(status: number, outcome: OperationOutcome, headers: Record<string, string> = {}) {
    super(outcome.issue[0]?.diagnostics ?? 'error')
    this.name = 'BoxError'
    this.status = status
    this.outcome = outcome
    this.headers = headers
  }
}

/** `fail('not-found', 'There is no Patient/x')`; the status follows from the code unless given. */
export const fail = (
  code: IssueCode,
  diagnostics: string,
  options: { expression?: string[]; status?: number; headers?: Record<string, string> } = {},
): BoxError =>
  new BoxError(
    options.status ?? statusOf[code],
    problem(code, diagnostics, options.expression),
    options.headers,
  )
