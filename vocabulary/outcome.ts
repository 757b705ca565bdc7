// OperationOutcome: its builders, and the one table from issue code to HTTP status.
import { type ToldDetails, type ToldFault, told } from './told-faults.ts'

/** FHIR issue codes we use, with the status each stands for when nothing else is said. */
export const statusOf = {
  invalid: 422,
  structure: 400,
  required: 422,
  value: 422,
  invariant: 422,
  'code-invalid': 422,
  extension: 422,
  login: 401,
  forbidden: 403,
  'not-found': 404,
  deleted: 410,
  expired: 410,
  conflict: 409,
  duplicate: 409,
  'business-rule': 422,
  'multiple-matches': 412,
  'not-supported': 400,
  'too-long': 413,
  throttled: 429,
  timeout: 504,
  transient: 503,
  exception: 500,
  incomplete: 200,
  informational: 200,
} as const

export type IssueCode = keyof typeof statusOf

export interface Issue {
  severity: 'fatal' | 'error' | 'warning' | 'information'
  code: IssueCode
  /** What happened and what to do next, in words for the caller. */
  diagnostics: string
  /** Our code of the fault, where people are told of it in their own language. */
  details?: ToldDetails
  /** FHIRPath or field names the issue is about. */
  expression?: string[]
}

export interface OperationOutcome {
  resourceType: 'OperationOutcome'
  id?: string
  text?: { status: 'generated'; div: string }
  issue: Issue[]
  [field: string]: unknown
}

/** An OperationOutcome with these issues; `id` as Aidbox names it (`not-found`, `forbidden`, …). */
export const outcome = (issues: Issue[], id?: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  ...(id ? { id } : {}),
  issue: issues,
})

/** One error about one thing. */
export const problem = (
  code: IssueCode,
  diagnostics: string,
  expression?: string[],
  fault?: ToldFault,
): OperationOutcome =>
  outcome(
    [
      {
        severity: 'error',
        code,
        ...(fault ? { details: told(fault) } : {}),
        diagnostics,
        ...(expression ? { expression } : {}),
      },
    ],
    code,
  )
