// The authorization code flow with PKCE as both our clients use it: begin, and finish on the callback page.
import type { BoxName } from '../../vocabulary/operations.ts'
import { ask, boxUrl } from './box.ts'
import { language, say, wordFor } from './language/language.ts'
import { challengeOf, random } from './pkce.ts'
import { Problem } from './problem.ts'

export interface Flow {
  client: 'portal-ui' | 'portal-records'
  box: BoxName
  /** Path on our origin that the callback page goes to afterwards. */
  returnTo: string
  /** What the beginner wants back: which portal, whose record. */
  note: Record<string, string>
}

interface StoredFlow extends Flow {
  verifier: string
  redirect: string
  began: number
}

const paths: Record<Flow['client'], string> = {
  'portal-ui': '/callback',
  'portal-records': '/callback/records',
}
const key = (state: string) => `plan-api.flow.${state}`
const lifetime = 15 * 60_000

/** Sends the browser to the box; what is needed afterwards waits in this tab, under the state. */
export const beginFlow = async (flow: Flow, parameters: Record<string, string>): Promise<void> => {
  const verifier = random()
  const state = random()
  const redirect = window.location.origin + paths[flow.client]
  const stored: StoredFlow = { ...flow, verifier, redirect, began: Date.now() }
  sessionStorage.setItem(key(state), JSON.stringify(stored))
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: flow.client,
    redirect_uri: redirect,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  })
  window.location.assign(`${boxUrl(flow.box)}/auth/authorize?${query}`)
}

export interface TokenAnswer {
  access_token: string
  expires_in: number
  scope?: string
  patient?: string
  userinfo?: unknown
}

/** Finishes the flow that the callback's query belongs to. A state that this tab did not make is refused. */
export const finishFlow = async (
  client: Flow['client'],
  query: URLSearchParams,
): Promise<{ flow: Flow; token: TokenAnswer }> => {
  const state = query.get('state') ?? ''
  const flow = takeFlow(state)
  if (!flow || flow.client !== client) throw new Problem('invalid', say().door.otherTab)
  const code = query.get('code')
  if (!code) throw new Refused(flow, query.get('error') ?? '', query.get('error_description') ?? '')
  const answer = await ask({
    box: flow.box,
    path: '/auth/token',
    method: 'POST',
    form: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: flow.redirect,
      client_id: flow.client,
      code_verifier: flow.verifier,
    },
  })
  if (!isTokenAnswer(answer)) throw new Problem('fault', say().door.noToken)
  return { flow, token: answer }
}

/** The box sent the browser back without a code. */
export class Refused extends Problem {
  readonly flow: Flow

  constructor(flow: Flow, error: string, description: string) {
    const own = wordFor(say().problem.oauth, error)
    const isEnglish = language() === 'en'
    super('forbidden', (isEnglish && description) || own || say().door.notIn, {
      said: isEnglish || own ? '' : description,
    })
    this.flow = flow
  }
}

/** Taken once: a callback page that is opened again finds nothing. */
const takeFlow = (state: string): StoredFlow | undefined => {
  const text = sessionStorage.getItem(key(state))
  sessionStorage.removeItem(key(state))
  const flow: unknown = text ? JSON.parse(text) : undefined
  if (!isFlow(flow) || Date.now() - flow.began > lifetime) return undefined
  // Only ever a path of ours: the value came from this tab's own storage, and is still checked.
  return flow.returnTo.startsWith('/') && !flow.returnTo.startsWith('//') ? flow : undefined
}

const isFlow = (value: unknown): value is StoredFlow =>
  typeof value === 'object' &&
  value !== null &&
  'verifier' in value &&
  'redirect' in value &&
  'returnTo' in value &&
  typeof value.returnTo === 'string' &&
  'began' in value &&
  typeof value.began === 'number'

const isTokenAnswer = (value: unknown): value is TokenAnswer =>
  typeof value === 'object' &&
  value !== null &&
  'access_token' in value &&
  typeof value.access_token === 'string' &&
  'expires_in' in value &&
  typeof value.expires_in === 'number'
