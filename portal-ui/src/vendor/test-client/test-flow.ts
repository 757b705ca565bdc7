// The test client's authorization: a window of its own goes to the box, the callback page in it tells this page what came back.
import type { SmartAppView } from '../../../../vocabulary/operations.ts'
import { boxUrl, fhirBase } from '../../box.ts'
import { challengeOf, random } from '../../pkce.ts'

const channelName = 'plan-api.test-client'

/** Where the box sends the browser back to: the portal's own page, registered like any redirect. */
export const testRedirect = (): string => `${window.location.origin}/callback/test`

/** As whom the test client goes to the box. */
export interface TestIdentity {
  clientId: string
  /** The vendor's own registration, or the portal's test client. */
  own: boolean
  needsSecret: boolean
}

/** The vendor's own Client ID only where this page is its registered redirect; otherwise the portal's test client. */
export const identityFor = (
  app: Pick<SmartAppView, 'id' | 'redirectUrl' | 'oauthType'>,
): TestIdentity =>
  app.redirectUrl === testRedirect()
    ? { clientId: app.id, own: true, needsSecret: app.oauthType === 'secret' }
    : { clientId: 'portal-test-client', own: false, needsSecret: false }

/** The scopes to begin with: the app's, with a record to read. A launch from outside has no place here. */
export const firstTestScopes = (scopes: readonly string[]): string =>
  [...new Set([...scopes.filter(scope => scope !== 'launch'), 'launch/patient'])].join(' ')

export interface Authorization {
  url: string
  parameters: [name: string, value: string][]
  state: string
  verifier: string
}

/** A fresh authorization request. */
export const newAuthorization = async (
  { clientId }: TestIdentity,
  scope: string,
): Promise<Authorization> => {
  const verifier = random()
  const state = random()
  const parameters: [string, string][] = [
    ['response_type', 'code'],
    ['client_id', clientId],
    ['redirect_uri', testRedirect()],
    ['scope', scope],
    ['state', state],
    ['aud', fhirBase('sandbox')],
    ['code_challenge', await challengeOf(verifier)],
    ['code_challenge_method', 'S256'],
    ['prompt', 'consent'],
  ]
  const url = `${boxUrl('sandbox')}/auth/authorize?${new URLSearchParams(parameters)}`
  return { url, parameters, state, verifier }
}

/** What came back for this state, told by the callback page; undefined when `signal` ends the wait. */
export const cameBack = (
  state: string,
  signal: AbortSignal,
): Promise<URLSearchParams | undefined> =>
  new Promise(resolve => {
    const channel = new BroadcastChannel(channelName)
    const end = (answer: URLSearchParams | undefined) => {
      channel.close()
      resolve(answer)
    }
    signal.addEventListener('abort', () => end(undefined), { once: true })
    channel.addEventListener('message', ({ data }) => {
      const answer = new URLSearchParams(typeof data === 'string' ? data : '')
      // Another page's authorization, or somebody else's: not ours.
      if (answer.get('state') === state) end(answer)
    })
  })

/** The callback page's part: hands the answer to the page that waits, on this origin only. */
export const tellTestClient = (search: string): void => {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(search)
  channel.close()
}
