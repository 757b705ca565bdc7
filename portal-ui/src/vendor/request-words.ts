// The lines of the request log in words, and where the error catalogue explains one.
import type { AppRequest, AppRequestKind } from '../../../vocabulary/operations.ts'
import { typeWords } from '../fhir/type-words.ts'

export const kindWords: Record<AppRequestKind, string> = {
  authorize: 'Authorize',
  token: 'Token',
  fhir: 'FHIR',
}

const whats: Readonly<Record<string, string>> = {
  'code-issued': 'A code was given to the app',
  'consent-given': 'The person allowed it',
  'consent-denied': 'The person said no',
  'consent-refused': 'The person said no',
  'authorize-refused': 'The authorization request was refused',
  'token-issued': 'A code was exchanged for tokens',
  'token-refreshed': 'A refresh token was exchanged',
  'token-refused': 'The token request was refused',
  'code-replayed': 'A code came a second time: its tokens were ended',
  'refresh-reused': 'A used refresh token came again: its tokens were ended',
  'session-ended': 'Access was ended: revoked by the app, the person or the plan',
  'revocation-refused': 'The revocation was refused',
  'client-authentication-failed': 'The app did not prove who it is',
  'access-token-refused': 'Called with an access token that is no longer good',
  'search-type': 'Search',
  search: 'Search',
  read: 'Read',
  vread: 'Read of an old version',
  'history-instance': 'History of one resource',
  'history-type': 'History of a type',
  capabilities: 'CapabilityStatement',
  operation: 'Operation',
}

/** `Search: Coverage`, `A code was exchanged for tokens`. */
export const requestWords = ({ what, type }: AppRequest): string => {
  const words = whats[what] ?? what
  if (!type) return words
  const kind = typeWords(type)
  return `${words}: ${kind === type ? type : `${kind} (${type})`}`
}

/** Where the error catalogue explains the error of a line. */
export const errorLink = ({ kind, error }: AppRequest): string | undefined =>
  error ? `/docs/errors#${kind}-${error}` : undefined
