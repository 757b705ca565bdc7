// What goes wrong in an operation, said where it is known: a status and an OperationOutcome; rendered once, in server.ts.
import {
  type Issue,
  type IssueCode,
  type OperationOutcome,
  outcome,
  problem,
  statusOf,
} from '../vocabulary/outcome.ts'
import { type ToldFault, told } from '../vocabulary/told-faults.ts'

/** An answer that is an error; `headers` are sent with it. */
export class OperationError extends Error {
  readonly status: number
  readonly outcome: OperationOutcome
  readonly headers: Record<string, string>

  constructor(status: number, body: OperationOutcome, headers: Record<string, string> = {}) {
    super(body.issue[0]?.diagnostics ?? 'error')
    this.name = 'OperationError'
    this.status = status
    this.outcome = body
    this.headers = headers
  }
}

/** `refuse('not-found', 'There is no such application')`; the status follows from the code. */
export const refuse = (
  code: IssueCode,
  diagnostics: string,
  options: {
    field?: string
    headers?: Record<string, string>
    status?: number
    /** The code by which portals say it in the reader's language. */
    fault?: ToldFault | undefined
  } = {},
): OperationError =>
  new OperationError(
    options.status ?? statusOf[code],
    problem(code, diagnostics, options.field ? [options.field] : undefined, options.fault),
    options.headers,
  )

/** 404; used for what does not exist and for what is someone else's alike. */
export const notFound = (what: string, fault?: ToldFault): OperationError =>
  refuse('not-found', `There is no ${what} with this id, or it is not yours.`, { fault })

/** 409: what the caller looked at has changed, or is in a state that does not allow this. */
export const conflict = (diagnostics: string, field?: string, fault?: ToldFault): OperationError =>
  refuse('conflict', diagnostics, { ...(field ? { field } : {}), fault })

/** 403: signed in, or not, but not as somebody who may do this. */
export const forbidden = (diagnostics: string, fault?: ToldFault): OperationError =>
  refuse('forbidden', diagnostics, { fault })

/** 429 with Retry-After. */
export const tooMany = (
  diagnostics: string,
  retryAfterSeconds: number,
  fault?: ToldFault,
): OperationError =>
  refuse('throttled', diagnostics, {
    headers: { 'retry-after': String(retryAfterSeconds) },
    fault,
  })

/** 422 with one issue a field. */
export const invalid = (
  faults: readonly { field: string; message: string; code?: IssueCode; fault?: ToldFault }[],
): OperationError =>
  new OperationError(
    422,
    outcome(
      faults.map(
        ({ field, message, code = 'invalid', fault }): Issue => ({
          severity: 'error',
          code,
          ...(fault ? { details: told(fault) } : {}),
          diagnostics: message,
          expression: [field],
        }),
      ),
      'invalid',
    ),
  )

/** 503: a box does not answer; says which, and when to try again. */
export const boxDown = (boxName: string, cause?: unknown): OperationError => {
  const error = refuse(
    'transient',
    `The ${boxName} box does not answer at the moment. Please try again in a few seconds.`,
    { headers: { 'retry-after': '5' }, fault: 'server-down' },
  )
  error.cause = cause
  return error
}

/** True when a box refused because somebody else was faster (409, 412). */
export const isConflict = (error: unknown): error is OperationError =>
  error instanceof OperationError && (error.status === 409 || error.status === 412)

/** True when a box did not answer. */
export const isBoxDown = (error: unknown): error is OperationError =>
  error instanceof OperationError && error.status === 503
