// Who is signed in at a box: learned by a code flow of our own (Client `plan-api-consent`), whose session is ended right away.
import type { BoxClient } from '../box-client.ts'
import type { AppContext } from '../context.ts'
import { userOf } from '../envelope.ts'
import { isRecord, textAt } from '../json.ts'
import { challengeOf, type Flow } from './flow.ts'
import { ConsentProblem } from './problem.ts'

const clientId = 'plan-api-consent'

/** Where the browser is sent to find out. */
export const askUrl = (app: Pick<AppContext, 'config'>, box: BoxClient, flow: Flow): string => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callbackUrl(app, box),
    scope: 'openid profile',
    state: `${flow.id}.${flow.state}`,
    code_challenge: challengeOf(flow),
    code_challenge_method: 'S256',
  })
  return `${box.url}/auth/authorize?${query}`
}

/** The id of the User who is signed in, from the code that came back. */
export const learnUser = async (
  app: Pick<AppContext, 'config' | 'log'>,
  box: BoxClient,
  flow: Flow,
  code: string,
): Promise<string> => {
  const { consentSecret } = app.config.boxes[box.name]
  const answer = await box.request({
    method: 'POST',
    path: '/auth/token',
    authorization: `Basic ${Buffer.from(`${clientId}:${consentSecret}`).toString('base64')}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackUrl(app, box),
      code_verifier: flow.verifier,
    }).toString(),
  })
  const token = textAt(answer.body, 'access_token')
  const user = isRecord(answer.body) ? userOf(answer.body.userinfo) : undefined
  if (answer.status !== 200 || !token || !user) {
    app.log.warn(
      { box: box.name, status: answer.status, error: textAt(answer.body, 'error') },
      'consent page: the box did not say who is signed in',
    )
    throw new ConsentProblem('not-signed-in')
  }
  // It has told who is there, and is good for nothing else.
  const ended = await box.request({
    method: 'DELETE',
    path: '/Session',
    authorization: `Bearer ${token}`,
    repeatable: true,
  })
  if (ended.status >= 300)
    app.log.warn({ box: box.name, status: ended.status }, 'consent page: session not ended')
  return user.id
}

const callbackUrl = (app: Pick<AppContext, 'config'>, box: BoxClient): string =>
  `${app.config.portalUrl}/consent/${box.name}/callback`
