// Signs a person into a portal as a browser would, without one: PKCE, login form, code, token.
import { createHash, randomBytes } from 'node:crypto'
import { Browser } from './browser.ts'

export interface Portal {
  box: string
  portal: string
  user: string
  password: string
  /** Which first-party client; absent: `portal-ui`, for operations only. */
  client?: 'portal-ui' | 'portal-records'
  scope?: string
  launch?: string
  browser?: Browser
}

/** The access token of a first-party client; throws with what the page said when the sign-in fails. */
export const signIn = async ({
  box,
  portal,
  user,
  password,
  client = 'portal-ui',
  scope = 'openid profile',
  launch,
  browser = new Browser(),
}: Portal): Promise<string> => {
  const verifier = randomBytes(32).toString('base64url')
  const redirect = client === 'portal-ui' ? `${portal}/callback` : `${portal}/callback/records`
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client,
    redirect_uri: redirect,
    scope,
    state: randomBytes(16).toString('base64url'),
    aud: `${box}/fhir`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(launch ? { launch } : {}),
  })
  const first = await browser.open(`${box}/auth/authorize?${query}`, redirect)
  const last = first.url.startsWith(redirect)
    ? first
    : await browser.submit(first, redirect, { username: user, password })
  const answer = new URL(last.url).searchParams
  const code = answer.get('code')
  if (!code)
    throw new Error(
      `${user} could not sign in: ${answer.get('error_description') ?? `${last.status} ${last.url}`}`,
    )
  const response = await fetch(`${box}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client,
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  })
  const token = await response.json()
  if (!response.ok) throw new Error(`${user} got no token: ${token.error_description}`)
  return token.access_token
}
