// GET and POST /auth/login: the sign-in page of one flow.
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import { flowIdOf, redirectTo } from './authorization-endpoint.ts'
import { PageFault } from './authorize-faults.ts'
import { readAuthorizeRequest } from './authorize-request.ts'
import { beginBrowserSession, setSessionCookie } from './browser-session.ts'
import { recordEvent } from './events.ts'
import { answerLogin, type Flow, newFormToken, presentedFlow, takeFormToken } from './flows.ts'
import { formTargets } from './form-targets.ts'
import { tryLogin } from './login.ts'
import { sendPage } from './page.ts'
import { given, isFault, readParameters } from './parameters.ts'
import { refuseForeignForm } from './same-origin.ts'
import { secondFactorOf } from './second-factor.ts'
import { beginSecondFactor } from './second-factor-page.ts'

/** Shows the form, if this browser began the flow. */
export const showLogin =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const flow = await presentedFlow(box, request, 'login')
    if (!flow) throw new PageFault('flowOver')
    await sendForm(box, request, response, flow)
  }

/** Takes the form: a new session and back to authorize (or on to the second factor), or the form again. */
export const takeLogin =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    refuseForeignForm(box, request)
    const flow = await presentedFlow(box, request, 'login')
    const form = readParameters(typeof request.body === 'string' ? request.body : '')
    if (!flow || isFault(form)) throw new PageFault('flowOver')
    if (!(await takeFormToken(box, flow, given(form, 'token') ?? '')))
      throw new PageFault('flowOver', 403)
    const name = (form.get('username') ?? '').trim()
    const address = request.ip ?? ''
    const result = await tryLogin(box, { name, password: form.get('password') ?? '', address })
    const about = { flow: flowIdOf(flow), user: result.user?.id, address }
    if (result.kind !== 'ok') {
      // What was refused without a look is not written down each time: it would let anybody fill the audit.
      if (result.kind === 'wrong' || result.wasTried)
        await recordEvent(box, { kind: 'login-failed', ...about })
      const blockedFor = result.kind === 'blocked' ? result.retryAfter : undefined
      return sendForm(box, request, response, flow, { name, blockedFor })
    }
    if (secondFactorOf(box, result.user) !== 'none')
      return redirectTo(response, await beginSecondFactor(box, response, flow, result.user), 303)
    const begun = await box.resources.transaction(async tx => {
      const session = await beginBrowserSession(box, request, result.user, tx)
      if (!(await answerLogin(tx, flow, session.id))) throw new PageFault('flowOver', 403)
      await recordEvent(box, { kind: 'login-ok', session: session.id, ...about }, tx)
      return session
    })
    setSessionCookie(box, response, begun.cookie)
    redirectTo(response, `${box.config.baseUrl}/auth/authorize?${flow.query}`, 303)
  }

const sendForm = async (
  box: Box,
  request: Request,
  response: Response,
  flow: Flow,
  failure?: { name: string; blockedFor?: number },
): Promise<void> => {
  const asked = await readAuthorizeRequest(box, flow.query)
  const token = await newFormToken(box, flow)
  await sendPage(box, request, response, {
    page: 'login',
    query: flow.query,
    status: failure ? (failure.blockedFor ? 429 : 401) : 200,
    headers: failure?.blockedFor ? { 'Retry-After': String(failure.blockedFor) } : {},
    formTargets: formTargets(box, asked.answer.redirectUri),
    view: {
      app: asked.client.smart?.name ?? asked.client.name ?? asked.client.id,
      isOurs: asked.client.first_party === true,
      action: request.originalUrl,
      token,
      name: failure?.name ?? asked.loginHint ?? '',
      isWrong: failure !== undefined && !failure.blockedFor,
      blockedFor: failure?.blockedFor,
      forgotten: forgottenPasswordUrl(box),
    },
  })
}

// The portals' own page: the sandbox is for vendors, production for members.
const forgottenPasswordUrl = (box: Box): string | undefined => {
  const [portal] = box.config.corsOrigins.filter(origin => origin !== '*')
  const who = box.config.name === 'sandbox' ? 'vendor' : 'member'
  return portal ? `${portal}/${who}/forgot-password` : undefined
}
