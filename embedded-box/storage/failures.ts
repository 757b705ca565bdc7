// What a database says when it cannot do what was asked, sorted into what a caller can be told.
import { type BoxError, fail } from '../errors.ts'

/** SQLSTATE or system error code of whatever a driver threw. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** True when the same transaction may succeed at once: serialization failure or deadlock. */
export const isContention = (error: unknown): boolean =>
  ['40001', '40P01'].includes(codeOf(error) ?? '')

const gone = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|ENOENT|EHOSTUNREACH|08|57P|53)/
const goneWords =
  /connection terminated|timeout exceeded when trying to connect|not queryable|closed/i

/** True when the connection, not the statement, is at fault. */
export const isUnreachable = (error: unknown): boolean =>
  gone.test(codeOf(error) ?? '') || (error instanceof Error && goneWords.test(error.message))

/** 503 that says to try again; the caller logs the cause. */
export const unreachable = (): BoxError =>
  fail('transient', 'The database of this box does not answer at the moment. Try again shortly.', {
    headers: { 'Retry-After': '5' },
  })

/** Turns a driver's error into a BoxError where its cause is outside the statement. */
export const translated = (error: unknown): unknown => {
  if (isUnreachable(error)) return unreachable()
  if (codeOf(error) === '57014')
    return fail('timeout', 'The database took too long for this request. Ask for less at once.', {
      status: 503,
      headers: { 'Retry-After': '5' },
    })
  return error
}
