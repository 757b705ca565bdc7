// The person a test waits for: follows the link to the box, signs in, allows what is asked, and comes back to Inferno.
import { Browser } from '../tests/harness/browser.ts'
import { launchSmartApp, walkToRedirect } from '../tests/harness/smart-launch.ts'
import { emailOf } from './cast.ts'
import type { RegisteredClient } from './clients.ts'
import type { InfernoApi } from './inferno-api.ts'
import type { World } from './world.ts'

export interface Visitor {
  email: string
  password: string
}

/** Where a waiting test wants the person to go: through the box, or to be launched from it. */
export type Errand = { kind: 'authorize'; url: string } | { kind: 'launch' }

/** What a waiting test's message asks for; undefined when it asks for something else. */
export const errandOf = (message: string): Errand | undefined => {
  const links = [...message.matchAll(/\]\((https?:\/\/[^)\s]+)\)/g)].map(([, link = '']) => link)
  const url = links.find(link => new URL(link).searchParams.get('response_type') === 'code')
  if (url) return { kind: 'authorize', url }
  return /launch request at/.test(message) ? { kind: 'launch' } : undefined
}

/** Goes to the box, and with its answer back to Inferno: that takes as long as the tests that follow. */
export const authorizeAs = async (visitor: Visitor, url: string, inferno: InfernoApi) => {
  const link = new URL(url)
  const until = link.searchParams.get('redirect_uri')
  if (!until) throw new Error('The waiting test names no redirect URL.')
  const byPost = link.searchParams.get('auth_url')
  link.searchParams.delete('auth_url')
  const { page } = await walkToRedirect(new Browser(), byPost ?? url, {
    until,
    person: visitor,
    ...(byPost ? { form: [...link.searchParams] } : {}),
  })
  await inferno.visit(page.url)
}

/** A token of the patient's for all that may be read, as an app of that Client would get it. */
export const tokenFor = async (
  { box, password }: World,
  { id, secret }: RegisteredClient,
  redirectUri: string,
  patient: string,
): Promise<string> => {
  const { tokens } = await launchSmartApp({
    box,
    person: { email: emailOf(patient), password },
    app: {
      clientId: id,
      ...(secret ? { clientSecret: secret } : {}),
      redirectUri,
      scope: 'launch/patient openid fhirUser patient/*.rs',
    },
  })
  return tokens.access_token
}
