// The faults of a file, one sentence a cell, out of the answer that refused it.
import { Problem } from '../problem.ts'

/** Empty unless the answer is about cells of a file. */
export const faultsIn = (error: unknown): string[] => {
  if (!(error instanceof Problem) || error.kind !== 'invalid') return []
  const { body } = error
  const issues =
    typeof body === 'object' && body !== null && 'issue' in body && Array.isArray(body.issue)
      ? body.issue
      : []
  return issues.flatMap((issue: unknown) =>
    typeof issue === 'object' &&
    issue !== null &&
    'diagnostics' in issue &&
    typeof issue.diagnostics === 'string'
      ? [issue.diagnostics]
      : [],
  )
}
