// What each error of the API means and what to do about it: FHIR's issue codes and OAuth's two words.
import { type IssueCode, statusOf } from './outcome.ts'

export interface ErrorFact {
  code: string
  /** HTTP status; absent where the error travels in a redirect. */
  status?: number
  means: string
  /** What whoever called does next. */
  next: string
}

type Words = readonly [means: string, next: string]

const issueWords: Record<IssueCode, Words> = {
  invalid: ['The content is not what it should be.', 'Correct what the diagnostics name.'],
  structure: [
    'The request is not well formed: JSON, path or parameter.',
    'Correct its form; repeating it changes nothing.',
  ],
  required: ['Something that is needed is missing.', 'Add what `expression` names.'],
  value: [
    'A value is not allowed here.',
    'Send a value of the kind that the diagnostics describe.',
  ],
  invariant: [
    'A rule of the profile is broken.',
    'Read the named rule in the profile and correct the resource.',
  ],
  'code-invalid': [
    'A code is not in the value set that is required.',
    'Take a code of that value set.',
  ],
  extension: ['An extension is not known or not allowed here.', 'Leave it out.'],
  login: [
    'There is no token, or it is expired or revoked.',
    'Refresh it; if that fails, start the authorization again.',
  ],
  forbidden: [
    'Who asks may not do this: a scope is missing, or no policy lets it in.',
    'Ask for the scope, or do not call this.',
  ],
  'not-found': [
    'It does not exist, or not for you.',
    'Check type and id, and whose record the token opens.',
  ],
  deleted: ['It was deleted.', 'Forget it.'],
  expired: ['A link or a page of results is over.', 'Ask for a new link, or search again.'],
  conflict: ['It was changed in the meantime.', 'Read it again, and decide on the newer version.'],
  duplicate: ['It exists already.', 'Use the one that exists.'],
  'business-rule': ['It cannot be done in this state.', 'The diagnostics say what comes first.'],
  'multiple-matches': [
    'A condition meant for one resource matches several.',
    'Narrow the condition.',
  ],
  'not-supported': [
    'A parameter, operator or interaction is not served.',
    'Leave it out; the API reference lists what is.',
  ],
  'too-long': ['The body is too large.', 'Send less.'],
  throttled: ['Too many requests.', 'Wait the seconds that `Retry-After` says.'],
  timeout: [
    'Something behind the server took too long.',
    'Try again later, with a narrower search.',
  ],
  transient: [
    'Something behind the server is down.',
    'Wait the seconds that `Retry-After` says, then try again.',
  ],
  exception: ['A fault of the server.', 'Tell us, with the `X-Request-Id` of the answer.'],
  incomplete: ['The answer is not complete; no error.', 'Read the warning.'],
  informational: ['For your information; no error.', 'Nothing.'],
}

const isIssueCode = (code: string): code is IssueCode => Object.hasOwn(statusOf, code)

/** Issue codes of OperationOutcomes, with the status each stands for when nothing else is said. */
export const fhirErrors: readonly ErrorFact[] = Object.keys(statusOf)
  .filter(isIssueCode)
  .map(code => {
    const [means, next] = issueWords[code]
    return { code, status: statusOf[code], means, next }
  })

/** Errors of `/auth/token`, `/auth/introspect` and `/auth/revoke`, as JSON (RFC 6749 5.2). */
export const tokenErrors: readonly ErrorFact[] = [
  {
    code: 'invalid_request',
    status: 400,
    means: 'A parameter is missing, twice there, or in the URL.',
    next: 'Correct what the description names.',
  },
  {
    code: 'invalid_client',
    status: 401,
    means: 'The app is unknown or did not prove who it is.',
    next: 'Check Client ID and secret, and that the secret goes as HTTP Basic.',
  },
  {
    code: 'invalid_grant',
    status: 400,
    means: 'The code or refresh token is used, over, or of another app.',
    next: 'Start the authorization again. Keep only the newest refresh token.',
  },
  {
    code: 'invalid_scope',
    status: 400,
    means: 'None of the scopes may be granted, or more than before is asked for.',
    next: 'Ask for scopes of the table in the API reference.',
  },
  {
    code: 'unauthorized_client',
    status: 400,
    means: 'The app may not use this grant type.',
    next: 'Use the one it is registered for.',
  },
  {
    code: 'unsupported_grant_type',
    status: 400,
    means: 'This grant type is not served.',
    next: 'Use `authorization_code` or `refresh_token`.',
  },
  {
    code: 'invalid_token',
    status: 401,
    means: 'The access token is not good.',
    next: 'Refresh it.',
  },
  {
    code: 'insufficient_scope',
    status: 403,
    means: 'The token was not given the scope for this.',
    next: 'Ask for the scope.',
  },
  {
    code: 'slow_down',
    status: 429,
    means: 'Too many attempts.',
    next: 'Wait the seconds that `Retry-After` says.',
  },
  {
    code: 'temporarily_unavailable',
    status: 503,
    means: 'The server is too busy.',
    next: 'Try again after `Retry-After`.',
  },
]

/** Errors that come back to the Redirect URL of an authorization (RFC 6749 4.1.2.1, OpenID Connect 3.1.2.6). */
export const redirectErrors: readonly ErrorFact[] = [
  {
    code: 'access_denied',
    means: 'The person said no, or may not read any record.',
    next: 'Say so, and let them try again when they want to.',
  },
  {
    code: 'invalid_request',
    means: 'A parameter is missing or wrong: `state`, `aud`, the PKCE challenge.',
    next: 'Correct what the description names.',
  },
  {
    code: 'invalid_scope',
    means: 'None of the scopes may be granted to this app.',
    next: 'Ask for scopes that the app is registered with.',
  },
  {
    code: 'unauthorized_client',
    means: 'The app may not ask in this way.',
    next: 'Check how it is registered.',
  },
  {
    code: 'unsupported_response_type',
    means: 'Only codes are given.',
    next: 'Send `response_type=code`.',
  },
  {
    code: 'login_required',
    means: '`prompt=none`, and nobody is signed in.',
    next: 'Authorize without `prompt=none`.',
  },
  {
    code: 'consent_required',
    means: '`prompt=none`, and the person has not said yes yet.',
    next: 'Authorize without `prompt=none`.',
  },
  {
    code: 'server_error',
    means: 'A fault of the server.',
    next: 'Try again; tell us if it stays.',
  },
]
