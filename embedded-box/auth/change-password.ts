// POST /auth/change-password: the person's own password, the old one given again. All their Sessions end.
import type { Request, Response } from 'express'
import type { User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { fail } from '../errors.ts'
import { authenticate, unauthorized } from './authenticate.ts'
import { recordEvent } from './events.ts'
import { exchangeOf } from './exchange.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { bodyOf } from './request-body.ts'
import { endSessions } from './sessions.ts'
import { beginAttempt, forgetFailures, limitOf, throttleOf } from './throttle.ts'

const shortest = 12
const longest = 128

/** `{currentPassword, newPassword}`, by the bearer of a first-party client. */
export const changePassword =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const caller = await authenticate(box, exchangeOf(request))
    const id = caller.user?.id
    if (!id || caller.client?.first_party !== true)
      throw unauthorized('Sign in through a portal of this plan to change the password')
    const form = bodyOf(request)
    const next = form.get('newPassword') ?? ''
    if (next.length < shortest || next.length > longest)
      throw fail('value', `newPassword must have ${shortest} to ${longest} characters`, {
        expression: ['newPassword'],
      })
    const user = await box.resources.get<User>('User', id)
    const account = throttleOf('account', `id ${id}`)
    const attempt = await beginAttempt(box, account, limitOf(box, 'loginFailuresPerAccount'))
    if (attempt.refusedFor)
      throw fail('throttled', 'Too many wrong passwords: wait before you try again', {
        headers: { 'Retry-After': String(attempt.refusedFor) },
      })
    if (!user || !(await passwordMatches(form.get('currentPassword') ?? '', user.password)))
      throw fail('value', 'currentPassword is not the password of this account', {
        expression: ['currentPassword'],
      })
    await forgetFailures(box, account)
    const password = await hashPassword(next)
    await box.resources.transaction(async tx => {
      await box.resources.update({ ...user, password }, { tx, ifMatch: user.meta?.versionId })
      await endSessions(box, { user: id }, () => true, tx)
      await recordEvent(box, { kind: 'password-changed', user: id, client: caller.client?.id }, tx)
    })
    response.status(204).set('Cache-Control', 'no-store').end()
  }
