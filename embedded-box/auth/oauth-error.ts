// Errors of the OAuth endpoints: JSON with `error` and `error_description` (RFC 6749 5.2), which never say what of a credential was wrong.

import type { RefusalReason } from '../../vocabulary/refusal-reasons.ts'

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'slow_down'

export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly status: number
  readonly headers: Record<string, string>
  /** For the app's own vendor, in the audit: never in the answer. */
  readonly reason: RefusalReason | undefined

  constructor(
    code: OAuthErrorCode,
    description: string,
    status = 400,
    headers: Record<string, string> = {},
    reason?: RefusalReason,
  ) {
    super(description)
    this.name = 'OAuthError'
    this.code = code
    this.status = status
    this.headers = headers
    this.reason = reason
  }
}

/** 401 of a client that did not prove who it is. */
export const invalidClient = (): OAuthError =>
  new OAuthError(
    'invalid_client',
    'The client is unknown or did not prove who it is: check client id, secret or assertion, and how they are sent',
    401,
    { 'WWW-Authenticate': 'Basic realm="token", charset="UTF-8"' },
  )

/** 400 for a code or refresh token that gives nothing; the answer is the same whatever the reason. */
export const invalidGrant = (what: 'code' | 'refresh token', reason: RefusalReason): OAuthError =>
  new OAuthError(
    'invalid_grant',
    `The ${what} is unknown, over, used, or was given to another client: start the authorization again`,
    400,
    {},
    reason,
  )

/** 400 for a request that is not well formed. */
export const invalidRequest = (description: string): OAuthError =>
  new OAuthError('invalid_request', description)
