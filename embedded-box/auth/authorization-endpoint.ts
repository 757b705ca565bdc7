// GET and POST /auth/authorize: launch context in, code out. Sign in → patient and consent → code, each step found again by the exact query.
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import { type Answer, PageFault, RedirectFault } from './authorize-faults.ts'
import { type AuthorizeRequest, readAuthorizeRequest } from './authorize-request.ts'
import { type SignedIn, signedIn } from './browser-session.ts'
import { issueCode } from './codes.ts'
import { type Ask, consentFor, type Yes } from './consent.ts'
import { recordEvent } from './events.ts'
import { beginConsentFlow, beginPageFlow, openFlow, takeFlows } from './flows.ts'
import { markUsed, sweepAuthTables } from './schema.ts'
import { sha256 } from './secrets.ts'
import { recordStart } from './started.ts'
import { countFailure, throttleOf } from './throttle.ts'
import { secondsNow } from './tokens.ts'

/** GET: the whole flow. */
export const authorize =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    await throttle(box, request)
    const asked = await readAuthorizeRequest(box, rawQuery(request))
    await recordStart(box, asked, flowIdOf(asked))
    const login = await loginFor(box, request, asked)
    if (!login) return askToSignIn(box, response, asked)
    if (asked.launch && asked.launch.user !== login.user.id)
      throw new RedirectFault('invalid_request', 'launch was made for another person', asked.answer)
    const decision = await consentFor(box, asked, login)
    if (decision.kind === 'ask') return askForConsent(box, response, asked, login, decision)
    const code = await issue(box, asked, login, decision)
    redirectTo(response, withAnswer(asked.answer, { code }))
  }

/** POST: answers 303 to the GET form, so that a Lax session cookie arrives. */
export const authorizeByPost =
  (box: Box) =>
  (request: Request, response: Response): void => {
    const form = typeof request.body === 'string' ? request.body : ''
    if (form.length > 8 * 1024) throw new PageFault('badRequest')
    redirectTo(response, `${box.config.baseUrl}/auth/authorize?${form}`, 303)
  }

/** One id for all that belongs to one authorization request, in every audit event. */
export const flowIdOf = ({ queryHash }: { queryHash: string }): string =>
  sha256(`flow ${queryHash}`).slice(0, 32)

/** Sends the browser to a URL that was checked before. A redirect that carries a code leaves no trace of it. */
export const redirectTo = (response: Response, url: string, status: 302 | 303 = 302): void => {
  response
    .status(status)
    .set({
      Location: url.replace(/[^\x21-\x7e]+/g, encodeURIComponent),
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    })
    .end()
}

/** The redirect with an answer in its query; state exactly as it was sent. */
export const withAnswer = (
  { redirectUri, state, iss }: Answer,
  parameters: Record<string, string>,
): string => {
  const query = new URLSearchParams(parameters)
  if (state !== undefined) query.set('state', state)
  if (iss !== undefined) query.set('iss', iss)
  const text = query.toString().replaceAll('+', '%20') // apps that are not browsers know only this form
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`
}

const throttle = async (box: Box, request: Request): Promise<void> => {
  const address = request.ip ?? ''
  const { retryAfter } = await countFailure(
    box,
    throttleOf('authorize', address),
    'authorizePerMinute',
  )
  if (retryAfter !== undefined)
    throw new PageFault('tooMany', 429, { 'Retry-After': String(retryAfter) })
}

const rawQuery = ({ originalUrl }: Request): string => {
  const mark = originalUrl.indexOf('?')
  return mark < 0 ? '' : originalUrl.slice(mark + 1)
}

// The login that may be used for this request: prompt=login and max_age ask for one that was made for it.
const loginFor = async (
  box: Box,
  request: Request,
  asked: AuthorizeRequest,
): Promise<SignedIn | undefined> => {
  const login = await signedIn(box, request)
  if (!login) return undefined
  const asksAnew = asked.prompt.has('login') || asked.prompt.has('select_account')
  const isOld = asked.maxAge !== undefined && secondsNow(box) - login.authTime >= asked.maxAge
  if (!asksAnew && !isOld) return login
  return (await openFlow(box, 'login', login.session.id, asked.queryHash)) ? login : undefined
}

const askToSignIn = async (
  box: Box,
  response: Response,
  asked: AuthorizeRequest,
): Promise<void> => {
  if (asked.prompt.has('none'))
    throw new RedirectFault('login_required', 'nobody is signed in', asked.answer)
  sweepAuthTables(box.database, box.clock()).catch(error =>
    box.log.warn({ err: error }, 'old flows and codes were not deleted'),
  )
  redirectTo(response, await beginPageFlow(box, response, { kind: 'login', query: asked.query }))
}

const askForConsent = async (
  box: Box,
  response: Response,
  asked: AuthorizeRequest,
  login: SignedIn,
  { knownGrants }: Ask,
): Promise<void> => {
  if (asked.prompt.has('none'))
    throw new RedirectFault('consent_required', 'the person has to be asked', asked.answer)
  const flow = { query: asked.query, session: login.session.id, knownGrants }
  if (box.config.grantPageUrl) {
    await beginConsentFlow(box, flow)
    redirectTo(response, `${box.config.grantPageUrl}?${asked.query}`)
    return
  }
  redirectTo(response, await beginPageFlow(box, response, { kind: 'consent', ...flow }))
}

const issue = (box: Box, asked: AuthorizeRequest, login: SignedIn, yes: Yes): Promise<string> =>
  box.resources.transaction(async tx => {
    const tookPage = await takeFlows(tx, login.session.id, asked.queryHash, 'consent')
    const whileOpen = new Date(box.clock().getTime() + 15 * 60 * 1000)
    if (yes.answer && !(tookPage && (await markUsed(tx, `answer:${yes.answer}`, whileOpen))))
      throw new PageFault('flowOver') // another window was given the code of this answer
    if (asked.launch && !(await markUsed(tx, asked.launch.once, asked.launch.expires)))
      throw new RedirectFault(
        'invalid_request',
        'launch was used before: open the app again',
        asked.answer,
      )
    const flow = flowIdOf(asked)
    const { patient: _inDetails, ...context } = asked.launch?.context ?? {}
    const code = await issueCode(
      box,
      {
        client: asked.client.id,
        redirectUri: asked.answer.redirectUri,
        user: login.user.id,
        login: login.session.id,
        authTime: login.authTime,
        scope: yes.scope,
        sensitive: yes.sensitive,
        context,
        until: yes.until,
        flow,
        ...(asked.challenge ? { challenge: asked.challenge } : {}),
        ...(asked.nonce ? { nonce: asked.nonce } : {}),
        ...(yes.patient ? { patient: yes.patient } : {}),
        ...(yes.grant ? { grant: yes.grant } : {}),
      },
      tx,
    )
    await recordEvent(
      box,
      {
        kind: 'code-issued',
        user: login.user.id,
        client: asked.client.id,
        patient: yes.patient,
        scope: yes.scope,
        flow,
      },
      tx,
    )
    return code
  })
