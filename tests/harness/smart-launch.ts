// The authorization code dance of a SMART app, without a window: authorize, sign in, consent, exchange the code.
import { createHash, randomBytes } from 'node:crypto'
import { Browser, type Page } from './browser.ts'
import { formsIn, textOf } from './html-forms.ts'

export interface App {
  clientId: string
  /** Confidential apps have one; it goes by Basic. */
  clientSecret?: string
  redirectUri: string
  scope: string
}

export interface Person {
  email: string
  password: string
}

export interface AuthorizeOptions {
  /** Base URL of the box, without trailing slash. */
  box: string
  app: App
  person: Person
  /** Launch token of an EHR launch. */
  launch?: string
  /** Further or other parameters of the request; undefined takes one out. */
  parameters?: Readonly<Record<string, string | undefined>>
  /** What the person does on the consent page; absent: leaves it as it is and allows. */
  consent?: Consent
  /** A browser that is signed in already, say. */
  browser?: Browser
}

export interface Consent {
  /** Fields set on the form: the patient, how long, … */
  set?: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Which button: absent is the one that allows. */
  answer?: 'allow' | 'deny'
}

export interface Authorized {
  browser: Browser
  /** What came back in the redirect: code and state, or error. */
  answer: URLSearchParams
  verifier: string
  /** The consent page, when there was one. */
  consentPage?: Page
}

export interface TokenAnswer {
  access_token: string
  token_type: string
  expires_in: number
  scope: string
  refresh_token?: string
  id_token?: string
  patient?: string
  error?: string
  [field: string]: unknown
}

/** Walks from authorize to the redirect; throws with what the page says where it does not get there. */
export const authorize = async (options: AuthorizeOptions): Promise<Authorized> => {
  const { box, app, person, browser = new Browser() } = options
  const verifier = randomBytes(32).toString('base64url')
  const request = new URL(`${box}/auth/authorize`)
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: app.scope,
    state: randomBytes(8).toString('base64url'),
    aud: `${box}/fhir`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    launch: options.launch,
    ...options.parameters,
  }
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) request.searchParams.set(name, value)

  const { page, consentPage } = await walkToRedirect(browser, request.href, {
    until: app.redirectUri,
    person,
    consent: options.consent,
  })
  const answer = new URL(page.url).searchParams
  if (answer.get('state') !== (parameters.state ?? null)) throw stuck('lost the state', page)
  return { browser, answer, verifier, ...(consentPage ? { consentPage } : {}) }
}

/** From an authorization URL to the redirect, which is not fetched; `form` sends the request by POST. */
export const walkToRedirect = async (
  browser: Browser,
  url: string,
  {
    until,
    person,
    consent = {},
    form,
  }: { until: string; person: Person; consent?: Consent; form?: readonly [string, string][] },
): Promise<{ page: Page; consentPage?: Page }> => {
  let page = await browser.open(url, until, form)
  let consentPage: Page | undefined
  for (let steps = 0; !page.url.startsWith(until); steps++) {
    if (steps > 4) throw stuck('goes in circles', page)
    if (asksForPassword(page)) {
      page = await browser.submit(page, until, {
        [nameField(page)]: person.email,
        password: person.password,
      })
      if (asksForPassword(page)) throw stuck('refused the password', page)
    } else if (!consentPage && formsIn(page.html).length > 0) {
      consentPage = page
      page = await answerConsent(browser, page, until, consent)
    } else throw stuck('stopped', page)
  }
  return { page, ...(consentPage ? { consentPage } : {}) }
}

/** Trades the code for tokens; the answer whatever it says. */
export const exchange = async (
  box: string,
  app: App,
  { answer, verifier }: Pick<Authorized, 'answer' | 'verifier'>,
): Promise<TokenAnswer> =>
  token(box, app, {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: app.redirectUri,
    code_verifier: verifier,
  })

/** A new access token for a refresh token. */
export const refresh = (box: string, app: App, refreshToken: string): Promise<TokenAnswer> =>
  token(box, app, { grant_type: 'refresh_token', refresh_token: refreshToken })

/** From authorize to tokens; throws when there are none. */
export const launchSmartApp = async (
  options: AuthorizeOptions,
): Promise<Authorized & { tokens: TokenAnswer }> => {
  const authorized = await authorize(options)
  const { answer } = authorized
  if (!answer.has('code'))
    throw new Error(`no code: ${answer.get('error')} ${answer.get('error_description')}`)
  const tokens = await exchange(options.box, options.app, authorized)
  if (!tokens.access_token) throw new Error(`no token: ${JSON.stringify(tokens)}`)
  return { ...authorized, tokens }
}

const token = async (
  box: string,
  { clientId, clientSecret }: App,
  fields: Record<string, string>,
): Promise<TokenAnswer> => {
  const response = await fetch(`${box}/auth/token`, {
    method: 'POST',
    headers: clientSecret
      ? { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
      : {},
    body: new URLSearchParams(clientSecret ? fields : { ...fields, client_id: clientId }),
  })
  return await response.json()
}

const asksForPassword = (page: Page): boolean =>
  formsIn(page.html).some(({ offered }) => offered.has('password'))

const nameField = (page: Page): string => {
  const offered = formsIn(page.html).find(form => form.offered.has('password'))?.offered
  const name = ['username', 'userName', 'email', 'login'].find(field => offered?.has(field))
  if (name) return name
  throw stuck('has no field for the name', page)
}

/** Presses allow or deny: the button is found by what it says it does. */
const answerConsent = (
  browser: Browser,
  page: Page,
  until: string,
  { set = {}, answer = 'allow' }: Consent,
): Promise<Page> => {
  const meaning = answer === 'allow' ? /^(allow|yes|accept|approve)/i : /^(deny|no|cancel)/i
  for (const { offered } of formsIn(page.html))
    for (const [name, values] of offered) {
      const value = values.find(text => meaning.test(text))
      if (value !== undefined) return browser.submit(page, until, { [name]: value, ...set })
    }
  throw stuck(`has no button to ${answer}`, page)
}

const stuck = (what: string, page: Page): Error =>
  new Error(`${page.status} ${page.url} ${what}. It says: ${textOf(page.html).slice(0, 400)}`)
