// One side of the comparison, box or oracle: a signed-in browser and the good requests that are going to be changed.

import { redirects, secret } from '../auth-box.fixture.ts'
import { basic, pkcePair } from '../smart-dance.fixture.ts'
import { type Fields, mutate } from './mutations.ts'

export interface Side {
  name: 'box' | 'oracle'
  authorizeUrl: string
  tokenUrl: string
  /** What the FHIR server is called; the oracle does not read it. */
  aud: string
  /** Cookies of a browser that is signed in. */
  cookie: string
  /** The answer to one request, redirects not followed, with the cookies as they are then. */
  send(url: string, init?: RequestInit): Promise<Answer>
}

export interface Answer {
  status: number
  location: string
  body: string
}

export type AppName = 'public-app' | 'web-app'

export interface Tried {
  /** True when a code or a token was given. */
  accepted: boolean
  status: number
  done: readonly string[]
  fields: Fields
}

const redirectOf = (app: AppName) => (app === 'public-app' ? redirects.public : redirects.web)

const authorizeFields = (side: Side, app: AppName, challenge: string): Fields => [
  ['response_type', 'code'],
  ['client_id', app],
  ['redirect_uri', redirectOf(app)],
  ['scope', 'openid fhirUser offline_access patient/Patient.rs patient/Coverage.rs'],
  ['state', 'state-of-the-app'],
  ['nonce', 'nonce-of-the-app'],
  ['aud', side.aud],
  ['code_challenge', challenge],
  ['code_challenge_method', 'S256'],
]

const queryOf = (fields: Fields) =>
  new URLSearchParams(fields.map(([name, value]) => [name, value]))

/** A changed authorization request. A code counts only when it went to an address of the app. */
export const tryAuthorize = async (side: Side, app: AppName, seed: number): Promise<Tried> => {
  const { fields, done } = mutate(authorizeFields(side, app, pkcePair().challenge), seed)
  const { status, location } = await side.send(`${side.authorizeUrl}?${queryOf(fields)}`)
  const isApps = location.startsWith('https://')
  if (isApps && ![redirects.public, redirects.web].some(own => location.startsWith(own)))
    throw new Error(`${side.name} sent the browser to an address that nobody registered`)
  return { accepted: isApps && new URL(location).searchParams.has('code'), status, done, fields }
}

const codeOf = async (side: Side, app: AppName): Promise<{ code: string; verifier: string }> => {
  const { verifier, challenge } = pkcePair()
  const query = queryOf(authorizeFields(side, app, challenge))
  const { location, status, body } = await side.send(`${side.authorizeUrl}?${query}`)
  const code = URL.canParse(location) ? new URL(location).searchParams.get('code') : undefined
  if (!code)
    throw new Error(`${side.name} gave no code: ${status} ${location} ${body.slice(0, 300)}`)
  return { code, verifier }
}

const credentials = (app: AppName): Record<string, string> =>
  app === 'web-app' ? basic('web-app', secret) : {}

const codeFields = async (side: Side, app: AppName): Promise<Fields> => {
  const { code, verifier } = await codeOf(side, app)
  return [
    ['grant_type', 'authorization_code'],
    ['code', code],
    ['redirect_uri', redirectOf(app)],
    ['code_verifier', verifier],
    ...(app === 'public-app' ? ([['client_id', app]] as const) : []),
  ]
}

const refreshFields = async (side: Side, app: AppName): Promise<Fields> => {
  const answer = await sendForm(side, app, await codeFields(side, app))
  const { refresh_token } = JSON.parse(answer.body)
  if (typeof refresh_token !== 'string')
    throw new Error(`${side.name} gave no refresh token: ${answer.body.slice(0, 300)}`)
  return [
    ['grant_type', 'refresh_token'],
    ['refresh_token', refresh_token],
    ['scope', 'openid patient/Patient.rs'],
    ...(app === 'public-app' ? ([['client_id', app]] as const) : []),
  ]
}

const sendForm = (side: Side, app: AppName, fields: Fields): Promise<Answer> =>
  side.send(side.tokenUrl, { method: 'POST', body: queryOf(fields), headers: credentials(app) })

/** A changed token request, for a code or a refresh token made for it. */
export const tryToken = async (
  side: Side,
  grant: 'code' | 'refresh',
  app: AppName,
  seed: number,
): Promise<Tried> => {
  const good = await (grant === 'code' ? codeFields(side, app) : refreshFields(side, app))
  const { fields, done } = mutate(good, seed)
  const { status, body } = await sendForm(side, app, fields)
  return { accepted: status === 200 && body.includes('"access_token"'), status, done, fields }
}
