// A running box with people, patients and clients for auth's tests, a clock that can be moved, and a browser without a window.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import express from 'express'
import pino from 'pino'
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Box, BoxConfig } from '../box.ts'
import { BoxError } from '../errors.ts'
import { openDatabase } from '../storage/open.ts'
import { createResources } from '../storage/resources.ts'
import { authenticate } from './authenticate.ts'
import { exchangeOf } from './exchange.ts'
import { hashPassword } from './passwords.ts'
import { authRouter } from './router.ts'
import { prepareAuthSchema } from './schema.ts'
import { hashSecret } from './secrets.ts'

export const password = 'a long enough password'
export const secret = 'c0nfidential-Secret_of-web-app'
export const allScopes =
  'openid fhirUser profile email offline_access launch/patient patient/Patient.rs patient/Coverage.rs patient/Observation.rs'

export interface AuthBox {
  url: string
  box: Box
  /** Lines that the box logged. */
  logged: () => string
  advance(seconds: number): void
  close(): Promise<void>
}

const codeGrant = (redirect_uri: string, more: Record<string, unknown> = {}) => ({
  authorization_code: {
    redirect_uri,
    token_format: 'jwt',
    refresh_token: true,
    secret_required: false,
    pkce: true,
    ...more,
  },
})

const client = (id: string, more: Record<string, unknown>): Resource => ({
  resourceType: 'Client',
  id,
  active: true,
  type: 'smart-app',
  name: `App ${id}`,
  grant_types: ['authorization_code', 'refresh_token'],
  ...more,
})

export const redirects = {
  public: 'https://app.example/cb',
  web: 'https://web.example/callback?tenant=1',
  native: 'http://127.0.0.1:7777/cb',
  custom: 'com.example.app:/cb',
  portal: 'http://localhost:3000/callback',
  records: 'http://localhost:3000/callback/records',
} as const

const resources = async (): Promise<Resource[]> => {
  const hash = await hashPassword(password)
  const user = (id: string, more: Record<string, unknown> = {}): Resource => ({
    resourceType: 'User',
    id,
    userName: `${id}@people.test`,
    email: `${id}@people.test`,
    name: { givenName: 'Given', familyName: id },
    password: hash,
    ...more,
  })
  const patient = (id: string): Resource => ({
    resourceType: 'Patient',
    id,
    name: [{ given: ['Given'], family: `of ${id}` }],
  })
  return [
    patient('p-member'),
    patient('p-other'),
    patient('p-parent'),
    patient('p-child'),
    patient('p-lapsed'),
    user('member', { fhirUser: { reference: 'Patient/p-member' } }),
    user('other', { fhirUser: { reference: 'Patient/p-other' } }),
    user('parent', { fhirUser: { reference: 'Patient/p-parent' } }),
    user('nobodys'),
    user('inactive', { inactive: true, fhirUser: { reference: 'Patient/p-other' } }),
    relatedPerson('r-child', 'p-child', '2999-01-01'),
    relatedPerson('r-lapsed', 'p-lapsed', '2020-01-01'),
    client('public-app', {
      auth: codeGrant(redirects.public),
      allowed_origins: ['https://spa.example'],
      details: { organizationName: '<b>Org</b> Inc.' },
    }),
    client('second-public', { auth: codeGrant('https://second.example/cb') }),
    client('web-app', {
      secret: hashSecret(secret),
      auth: codeGrant(redirects.web, { secret_required: true, pkce: false }),
    }),
    client('native-app', { auth: codeGrant(redirects.native) }),
    client('custom-app', { auth: codeGrant(redirects.custom) }),
    client('narrow-app', {
      auth: codeGrant('https://narrow.example/cb'),
      scope: ['openid', 'launch/patient', 'patient/Patient.rs', 'patient/Coverage.rs'],
    }),
    client('switched-off', { active: false, auth: codeGrant('https://off.example/cb') }),
    client('portal-ui', {
      type: undefined,
      first_party: true,
      scope: ['openid', 'profile'],
      auth: codeGrant(redirects.portal, { refresh_token: false }),
    }),
    client('portal-records', {
      first_party: true,
      auth: codeGrant(redirects.records, { refresh_token: false }),
    }),
    client('basic-app', {
      type: undefined,
      grant_types: ['basic'],
      secret: hashSecret('p+l%us s'),
    }),
    client('backend', {
      type: 'bulk-api-client',
      grant_types: ['client_credentials'],
      scope: ['system/*.rs'],
      jwks: [],
      auth: {
        client_credentials: {
          token_format: 'jwt',
          client_assertion_types: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
        },
      },
    }),
  ]
}

const relatedPerson = (id: string, patient: string, end: string): Resource => ({
  resourceType: 'RelatedPerson',
  id,
  active: true,
  patient: { reference: `Patient/${patient}` },
  identifier: [{ system: 'https://plan-api.example/fhir/user-id', value: 'parent' }],
  period: { end },
})

/** Starts a box of its own; per-address limits are raised unless a test sets them. */
export const startAuthBox = async (more: Partial<BoxConfig> = {}): Promise<AuthBox> => {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  let offset = 0
  const clock = () => new Date(Date.now() + offset)
  const newId = () => crypto.randomUUID()
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const app = express()
  const server = await new Promise<import('node:http').Server>(resolve => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const url = `http://127.0.0.1:${port}`
  const database = await openDatabase(more.database ?? { kind: 'pglite' }, log)
  const store = await createResources(database, clock, newId, log)
  await prepareAuthSchema(database)
  const box: Box = {
    config: {
      name: 'production',
      host: '127.0.0.1',
      port,
      baseUrl: url,
      mode: 'demo',
      database: { kind: 'pglite' },
      bundle: { resourceType: 'Bundle', type: 'transaction' },
      keys: { ...pair, secret: randomBytes(32).toString('hex') },
      corsOrigins: ['http://localhost:3000'],
      limits: {
        loginFailuresPerAddress: 100_000,
        authorizePerMinute: 100_000,
        clientFailuresPerMinute: 100_000,
      },
      ...more,
    },
    database,
    resources: store,
    clock,
    newId,
    log,
  }
  for (const resource of await resources()) await store.create(resource)
  app.use(authRouter(box))
  app.use('/fhir', async (request, response) => {
    try {
      const caller = await authenticate(box, exchangeOf(request))
      response.json({ user: caller.user?.id, client: caller.client?.id, ...caller.jwt })
    } catch (error) {
      if (!(error instanceof BoxError)) throw error
      response.status(error.status).set(error.headers).json(error.outcome)
    }
  })
  return {
    url,
    box,
    logged: () => lines.join(''),
    advance: seconds => {
      offset += seconds * 1000
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await database.close()
    },
  }
}

/** A page or redirect as a browser sees it. */
export interface Seen {
  status: number
  url: string
  headers: Headers
  html: string
}

/** Cookies by path, redirects followed inside the box and no further. */
export class Browser {
  readonly url: string
  readonly cookies = new Map<string, { value: string; path: string }>()
  /** Every Set-Cookie line seen. */
  readonly set: string[] = []

  constructor({ url }: { url: string }) {
    this.url = url
  }

  /** Goes somewhere and follows redirects until a page comes, or the box sends it away. */
  async go(target: string, init: RequestInit = {}): Promise<Seen> {
    let url = new URL(target, this.url).href
    let next: RequestInit = init
    for (let hops = 0; hops < 12; hops++) {
      const headers = new Headers(next.headers)
      const path = new URL(url).pathname
      const cookie = [...this.cookies]
        .filter(
          ([, { path: own }]) => path === own || path.startsWith(own === '/' ? '/' : `${own}/`),
        )
        .map(([name, { value }]) => `${name}=${value}`)
      if (cookie.length > 0) headers.set('cookie', cookie.join('; '))
      const response = await fetch(url, { ...next, headers, redirect: 'manual' })
      for (const line of response.headers.getSetCookie()) this.keep(line)
      const location = response.headers.get('location')
      const html = await response.text()
      if (!location) return { status: response.status, url, headers: response.headers, html }
      if (!location.startsWith(this.url))
        return { status: response.status, url: location, headers: response.headers, html }
      url = location
      next = { headers: init.headers }
    }
    throw new Error(`goes in circles at ${url}`)
  }

  /** Posts the page's form with these fields; hidden ones go along. */
  submit(
    page: Seen,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1]
    if (!action) throw new Error(`no form on ${page.url}: ${page.status} ${page.html}`)
    const body = new URLSearchParams({ token: formToken(page), ...fields })
    return this.go(unescaped(action), { method: 'POST', body, headers })
  }

  private keep(line: string): void {
    this.set.push(line)
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/'
    if (!name || value === undefined) return
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, { value, path })
  }
}

/** The hidden token of a page's form. */
export const formToken = ({ html }: Seen): string =>
  /name="token" value="([^"]+)"/.exec(html)?.[1] ?? ''

const unescaped = (text: string): string =>
  text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&').replaceAll('&quot;', '"')

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

/** Uses an access token on the API; the status says whether it is good. */
export const useToken = async (
  { url }: { url: string },
  token: string,
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> => {
  const response = await fetch(`${url}/fhir/Patient`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
