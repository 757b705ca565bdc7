// OAuth's error codes as an admin reads them.

const words: Record<string, string> = {
  access_denied: 'The member did not allow it',
  invalid_request: 'The request could not be understood',
  invalid_client: 'The app could not prove who it is',
  invalid_grant: 'The code or refresh token was not good',
  unauthorized_client: 'The app may not ask this way',
  unsupported_grant_type: 'The app asked for tokens in an unknown way',
  unsupported_response_type: 'The app asked for an answer that is not given',
  invalid_scope: 'No scope that was asked for can be granted',
  login_required: 'Nobody was signed in, and the app did not want to ask',
  consent_required: 'The member had to be asked, and the app did not want to',
  forbidden: 'A read outside of what was granted',
}

/** The words of an error code; undefined for what is none. */
export const causeWords = (code: string): string | undefined => words[code]
