// Why the box refused an app, more exactly than it tells the app: for the vendor's request log, from the audit. No secrets.

interface ReasonWords {
  /** What happened. */
  cause: string
  /** What the developer does next. */
  fix: string
}

export const refusalReasons = {
  'redirect-unregistered': {
    cause: 'redirect_uri is missing, or is not the Redirect URL that the app is registered with.',
    fix: 'Send the Redirect URL of the app form, character by character.',
  },
  'code-unknown': {
    cause: 'The code does not exist, or was given to another Client ID.',
    fix: 'Send the code as it came, with the Client ID that asked for it.',
  },
  'code-over': {
    cause: 'The code was older than 60 seconds.',
    fix: 'Exchange the code as soon as it arrives, then start the authorization again.',
  },
  'code-used': {
    cause: 'The code was used a second time; what the first use gave was ended.',
    fix: 'Exchange a code once. A page that is reloaded must not send it again.',
  },
  'redirect-differs': {
    cause: 'redirect_uri is not the one that was sent to /auth/authorize.',
    fix: 'Send exactly the same redirect_uri in both requests.',
  },
  'verifier-missing': {
    cause: 'The code was asked for with PKCE, and code_verifier is missing.',
    fix: 'Send the code_verifier that the challenge was made of.',
  },
  'verifier-differs': {
    cause: 'code_verifier does not fit the code_challenge.',
    fix: 'Keep the verifier of this very authorization; the challenge is BASE64URL(SHA-256(verifier)).',
  },
  'refresh-unknown': {
    cause: 'The refresh token does not exist, or was given to another Client ID.',
    fix: 'Send the newest refresh token, with the Client ID that got it.',
  },
  'refresh-used': {
    cause: 'The refresh token was used before; all tokens of that sign-in were ended.',
    fix: 'Keep only the refresh token of the latest answer, and refresh from one place at a time.',
  },
  'refresh-over': {
    cause: 'The refresh token is over.',
    fix: 'Start the authorization again.',
  },
  'access-ended': {
    cause: 'The access was ended: revoked by the person or the app, or narrowed.',
    fix: 'Start the authorization again when the person wants it.',
  },
  'token-over': {
    cause: 'The access token is over.',
    fix: 'Use the refresh token before `expires_in` is over, or when an answer is 401.',
  },
  'token-ended': {
    cause: 'The access token was revoked.',
    fix: 'Forget it, and start the authorization again when the person wants it.',
  },
} as const satisfies Record<string, ReasonWords>

export type RefusalReason = keyof typeof refusalReasons

/** Is this one of the reasons? */
export const isRefusalReason = (text: string | undefined): text is RefusalReason =>
  text !== undefined && Object.hasOwn(refusalReasons, text)
