// POST /auth/logout: ends the browser's login and every Session that hangs on it, on the server and not only in the browser.
import type { Request, Response } from 'express'
import type { Session } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { authenticate } from './authenticate.ts'
import { redirectTo } from './authorization-endpoint.ts'
import { clearSessionCookie, signedIn } from './browser-session.ts'
import { exchangeOf } from './exchange.ts'
import { invalidRequest } from './oauth-error.ts'
import { sendPage } from './page.ts'
import { given, isFault, readParameters } from './parameters.ts'
import { idIn } from './patients.ts'
import { endSession, endSessions } from './sessions.ts'

/** By cookie (a form of ours) or by the bearer of a first-party client, whose login ends with it. */
export const logout =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const form = readParameters(typeof request.body === 'string' ? request.body : '')
    if (isFault(form)) throw invalidRequest('the form cannot be read')
    const target = returnUrl(box, given(form, 'post_logout_redirect_uri'))
    const cookie = await signedIn(box, request)
    if (cookie) await endLogin(box, cookie.session.id, cookie.user.id)
    const { client, session, user } = await authenticate(box, exchangeOf(request))
    if (session?.id && user?.id) {
      const login = client?.first_party === true ? idIn(session.parent, 'Session') : undefined
      if (login) await endLogin(box, login, user.id)
      await endSession(box, session.id, { kind: 'logout' })
    }
    clearSessionCookie(box, response)
    if (target) return redirectTo(response, target, 303)
    if (request.accepts('json', 'html') === 'html')
      return sendPage(box, request, response, { page: 'done', status: 200, view: {} })
    response.status(204).set('Cache-Control', 'no-store').end()
  }

const endLogin = (box: Box, login: string, user: string): Promise<void> =>
  box.resources.transaction(async tx => {
    const hangsOn = ({ parent }: Session) => parent?.reference === `Session/${login}`
    await endSessions(box, { user }, hangsOn, tx)
    await endSession(box, login, { kind: 'logout' }, tx)
  })

// Only pages of our own portals: nothing makes the browser leave for another host.
const returnUrl = (box: Box, asked: string | undefined): string | undefined => {
  if (asked === undefined) return undefined
  const isOurs = URL.canParse(asked) && box.config.corsOrigins.includes(new URL(asked).origin)
  if (!isOurs) throw invalidRequest('post_logout_redirect_uri must be a page of our portals')
  return asked
}
