// GET and POST /auth/two-factor: the second page of signing in, for who gave the right password: a code, or setting one up.
import type { Request, Response } from 'express'
import { encodeQR } from 'qr'
import type { User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { flowIdOf, redirectTo } from './authorization-endpoint.ts'
import { PageFault } from './authorize-faults.ts'
import { readAuthorizeRequest } from './authorize-request.ts'
import { beginBrowserSession, setSessionCookie } from './browser-session.ts'
import { recordEvent } from './events.ts'
import {
  answerLogin,
  answerPage,
  beginPageFlow,
  type Flow,
  newFormToken,
  presentedFlow,
  takeFormToken,
} from './flows.ts'
import { formTargets } from './form-targets.ts'
import type { KnownUser } from './login.ts'
import { sendPage } from './page.ts'
import { given, isFault, readParameters } from './parameters.ts'
import { refuseForeignForm } from './same-origin.ts'
import { newSecretKey, otpauthUrl, secondFactorOf, stepOfCode, useCode } from './second-factor.ts'
import { mayEnter } from './sessions.ts'
import { beginAttempt, forgetFailures, limitOf, takeBackAttempt, throttleOf } from './throttle.ts'

/** Closes the password's page and begins this one: nobody is signed in yet. Gives the URL to go to. */
export const beginSecondFactor = (
  box: Box,
  response: Response,
  flow: Flow,
  user: KnownUser,
): Promise<string> =>
  box.resources.transaction(async tx => {
    if (!(await answerPage(tx, flow))) throw new PageFault('flowOver', 403)
    const isNew = secondFactorOf(box, user) === 'enrol'
    return beginPageFlow(
      box,
      response,
      {
        kind: 'two-factor',
        query: flow.query,
        user: asItIs(user),
        ...(isNew ? { newSecret: newSecretKey() } : {}),
      },
      tx,
    )
  })

/** Shows the page, to the browser that gave the password. */
export const showSecondFactor =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const { flow, user } = await begun(box, request)
    await sendForm(box, request, response, flow, user)
  }

/** Takes the code: a new session and back to authorize, or the page again. */
export const takeSecondFactor =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    refuseForeignForm(box, request)
    const { flow, user } = await begun(box, request)
    const form = readParameters(typeof request.body === 'string' ? request.body : '')
    if (isFault(form)) throw new PageFault('flowOver')
    if (!(await takeFormToken(box, flow, given(form, 'token') ?? '')))
      throw new PageFault('flowOver', 403)
    const secretKey = flow.newSecret ?? user.twoFactor?.secretKey ?? ''
    const address = request.ip ?? ''
    const about = { flow: flowIdOf(flow), user: user.id, address }

    const account = throttleOf('second-factor', `id ${user.id}`)
    const attempt = await beginAttempt(box, account, limitOf(box, 'loginFailuresPerAccount'))
    if (attempt.refusedFor)
      return sendForm(box, request, response, flow, user, { blockedFor: attempt.refusedFor })
    const place = throttleOf('address', address)
    const byAddress = await beginAttempt(box, place, limitOf(box, 'loginFailuresPerAddress'))
    if (byAddress.refusedFor) {
      await takeBackAttempt(box, account)
      return sendForm(box, request, response, flow, user, { blockedFor: byAddress.refusedFor })
    }

    const step = await stepOfCode(box, secretKey, form.get('code') ?? '')
    const session =
      step === undefined
        ? undefined
        : await box.resources.transaction(async tx => {
            if (!(await useCode(tx, { user: user.id, secretKey, step }))) return undefined
            const session = await beginBrowserSession(box, request, user, tx)
            if (!(await answerLogin(tx, flow, session.id))) throw new PageFault('flowOver', 403)
            if (flow.newSecret) {
              await box.resources.update(
                { ...user, twoFactor: { enabled: true, secretKey } },
                { tx, ifMatch: user.meta?.versionId },
              )
              await recordEvent(box, { kind: 'second-factor-enrolled', ...about }, tx)
            }
            await recordEvent(box, { kind: 'login-ok', session: session.id, ...about }, tx)
            return session
          })
    if (!session) {
      await recordEvent(box, { kind: 'second-factor-failed', ...about })
      const blockedFor = Math.max(attempt.blocksFor ?? 0, byAddress.blocksFor ?? 0) || undefined
      return sendForm(box, request, response, flow, user, { blockedFor })
    }
    await takeBackAttempt(box, place)
    await forgetFailures(box, account)
    setSessionCookie(box, response, session.cookie)
    redirectTo(response, `${box.config.baseUrl}/auth/authorize?${flow.query}`, 303)
  }

// The account exactly as it was when the password was right: a new password, role or second factor since then ends the flow.
const asItIs = ({ id, meta }: KnownUser): string => `${id}/${meta?.versionId ?? ''}`

const begun = async (box: Box, request: Request): Promise<{ flow: Flow; user: KnownUser }> => {
  const flow = await presentedFlow(box, request, 'two-factor')
  const [id] = flow?.user?.split('/') ?? []
  const user = id ? await box.resources.get<User>('User', id) : undefined
  if (!flow || !user || !mayEnter(user) || asItIs(user) !== flow.user)
    throw new PageFault('flowOver')
  return { flow, user }
}

const sendForm = async (
  box: Box,
  request: Request,
  response: Response,
  flow: Flow,
  user: KnownUser,
  failure?: { blockedFor?: number },
): Promise<void> => {
  const asked = await readAuthorizeRequest(box, flow.query)
  const token = await newFormToken(box, flow)
  await sendPage(box, request, response, {
    page: flow.newSecret ? 'enrol' : 'twoFactor',
    query: flow.query,
    status: failure ? (failure.blockedFor ? 429 : 401) : 200,
    headers: failure?.blockedFor ? { 'Retry-After': String(failure.blockedFor) } : {},
    formTargets: formTargets(box, asked.answer.redirectUri),
    view: {
      action: request.originalUrl,
      token,
      account: user.email ?? user.userName,
      isWrong: failure !== undefined && !failure.blockedFor,
      blockedFor: failure?.blockedFor,
      ...(flow.newSecret
        ? {
            key: flow.newSecret.match(/.{1,4}/g)?.join(' '),
            ...picture(await otpauthUrl(box, user, flow.newSecret)),
          }
        : {}),
    },
  })
}

/** The QR code as one path of squares, so that the page needs no script and no unescaped text. */
const picture = (url: string): { url: string; size: number; path: string } => {
  const rows = encodeQR(url, 'raw', { border: 4 })
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return { url, size: rows.length, path }
}
