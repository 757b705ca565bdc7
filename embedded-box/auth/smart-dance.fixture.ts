// What apps and people do in auth's tests: ask, sign in, consent, exchange, refresh, use.
import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { type AuthBox, password, redirects } from './auth-box.fixture.ts'
import { Browser, type Seen } from './test-browser.fixture.ts'

export const allScopes =
  'openid fhirUser profile email offline_access launch/patient patient/Patient.rs patient/Coverage.rs patient/Observation.rs'

/** PKCE's pair. */
export const pkcePair = () => {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export interface AskOptions {
  client?: string
  redirect?: string
  scope?: string
  challenge?: string
  /** Further or other parameters; undefined takes one out. */
  more?: Record<string, string | undefined>
}

/** The URL of an authorization request. */
export const authorizeUrl = ({ url }: { url: string }, options: AskOptions = {}): string => {
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: options.client ?? 'public-app',
    redirect_uri: options.redirect ?? redirects.public,
    scope: options.scope ?? allScopes,
    state: `state-${randomBytes(6).toString('hex')}`,
    aud: `${url}/fhir`,
    ...(options.challenge
      ? { code_challenge: options.challenge, code_challenge_method: 'S256' }
      : {}),
    ...options.more,
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, value)
  return `${url}/auth/authorize?${query}`
}

/** Signs in where a sign-in page is shown. */
export const signIn = async (browser: Browser, page: Seen, user = 'member'): Promise<Seen> =>
  page.html.includes('name="password"')
    ? browser.submit(page, { username: `${user}@people.test`, password })
    : page

/** Allows on the consent page, all ticked unless `untick` names boxes; gives where the browser ends. */
export const allow = async (
  browser: Browser,
  page: Seen,
  { untick = [], fields = {} }: { untick?: string[]; fields?: Record<string, string> } = {},
): Promise<Seen> => {
  if (!page.html.includes('name="answer"')) return page
  const boxes = [...page.html.matchAll(/type="checkbox" name="([^"]+)" value="yes" checked/g)]
    .map(([, name]) => name ?? '')
    .filter(name => !untick.includes(name))
  const patients = [...page.html.matchAll(/type="radio" name="patient" value="([^"]+)"/g)]
  const only: Record<string, string> =
    patients.length === 1 ? { patient: patients[0]?.[1] ?? '' } : {}
  const ticked = Object.fromEntries(boxes.map(name => [name, 'yes']))
  return browser.submit(page, { ...only, ...ticked, answer: 'allow', ...fields })
}

export interface Tokens {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

/** Posts to an endpoint as a form, or with the body and headers given. */
export const post = async (
  { url }: { url: string },
  path: string,
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<Tokens> => {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields)
  const response = await fetch(`${url}${path}`, { method: 'POST', body, headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} }
}

/** Basic credentials as they are. */
export const basic = (id: string, clear: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${clear}`).toString('base64')}`,
})

export interface Launched {
  browser: Browser
  answer: URLSearchParams
  verifier: string
  consentPage?: Seen
}

/** From authorize to the redirect, as a person with a browser. */
export const launch = async (
  running: AuthBox,
  options: AskOptions & {
    user?: string
    browser?: Browser
    untick?: string[]
    fields?: Record<string, string>
  } = {},
): Promise<Launched> => {
  const { verifier, challenge } = pkcePair()
  const browser = options.browser ?? new Browser(running)
  const first = await browser.go(authorizeUrl(running, { challenge, ...options }))
  const second = await signIn(browser, first, options.user)
  const last = await allow(browser, second, options)
  const consentPage = second.html.includes('name="answer"') ? second : undefined
  if (last.html.includes('<main')) throw new Error(`stuck: ${last.status} ${last.url} ${last.html}`)
  return { browser, answer: new URL(last.url).searchParams, verifier, consentPage }
}

/** Exchanges the code of a launch as the public app. */
export const exchange = (
  running: AuthBox,
  { answer, verifier }: Pick<Launched, 'answer' | 'verifier'>,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Tokens> =>
  post(
    running,
    '/auth/token',
    {
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri: redirects.public,
      code_verifier: verifier,
      ...(headers.authorization ? {} : { client_id: 'public-app' }),
      ...fields,
    },
    headers,
  )

/** Launch and exchange; fails where there is no token. */
export const tokensOf = async (
  running: AuthBox,
  options: Parameters<typeof launch>[1] = {},
): Promise<Launched & { tokens: Record<string, unknown>; access: string; refresh: string }> => {
  const launched = await launch(running, options)
  const { status, body } = await exchange(running, launched, {
    ...(options.client ? { client_id: options.client } : {}),
    ...(options.redirect ? { redirect_uri: options.redirect } : {}),
  })
  if (status !== 200) throw new Error(`no token: ${launched.answer} ${JSON.stringify(body)}`)
  return {
    ...launched,
    tokens: body,
    access: String(body.access_token),
    refresh: String(body.refresh_token ?? ''),
  }
}

/** Uses an access token on the API to read its own patient; the status says whether it is good. */
export const tryToken = async (
  { url }: { url: string },
  token: string,
): Promise<{ status: number; headers: Headers; claims: Record<string, unknown> }> => {
  const claims: { context?: { patient?: string } } & Record<string, unknown> = decodeJwt(token)
  const response = await fetch(`${url}/fhir/Patient/${claims.context?.patient ?? 'none'}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await response.arrayBuffer()
  return { status: response.status, headers: response.headers, claims }
}

/** Refreshes as the public app. */
export const refreshTokens = (
  running: AuthBox,
  refresh_token: string,
  fields: Record<string, string> = {},
): Promise<Tokens> =>
  post(running, '/auth/token', {
    grant_type: 'refresh_token',
    client_id: 'public-app',
    refresh_token,
    ...fields,
  })
