// The browser's login on this box: a Session of type `login`, known by a random cookie of which only the hash is kept.
import type { CookieOptions, Request, Response } from 'express'
import type { Session, User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'
import { lookupsOf } from './lookups.ts'
import { idIn } from './patients.ts'
import { randomToken, sha256 } from './secrets.ts'
import { endSession, isOver, type KnownSession, mayEnter } from './sessions.ts'

const lifeSeconds = 12 * 60 * 60

export interface SignedIn {
  session: KnownSession
  user: User & { id: string }
  /** Epoch seconds. */
  authTime: number
}

/** Cookies know no ports, so each box names its own. */
export const portOf = (box: Box): string =>
  new URL(box.config.baseUrl).port || String(box.config.port)

const cookieName = (box: Box): string => `asid-${portOf(box)}`

/** One cookie of a request, undefined when absent. */
export const cookieOf = (request: Request, name: string): string | undefined =>
  request.headers.cookie
    ?.split(/; */)
    .find(pair => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Attributes of every cookie of the box. */
export const cookieOptions = (box: Box, path: string, seconds: number): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: box.config.baseUrl.startsWith('https:'),
  path,
  maxAge: seconds * 1000,
})

/** Who is signed in in this browser; a cookie that the box does not know is nobody. */
export const signedIn = async (box: Box, request: Request): Promise<SignedIn | undefined> => {
  const session = await presented(box, request)
  if (session?.active !== true || isOver(box, session)) return undefined
  const userId = idIn(session.user, 'User')
  const user = userId ? await lookupsOf(box).User.get(userId) : undefined
  if (!user || !mayEnter(user)) return undefined
  return { session, user, authTime: Math.floor(new Date(session.start ?? 0).getTime() / 1000) }
}

const presented = async (
  box: Box,
  request: Request,
  tx?: Sql,
): Promise<KnownSession | undefined> => {
  const cookie = cookieOf(request, cookieName(box))
  if (!cookie || !/^[A-Za-z0-9_-]{43}$/.test(cookie)) return undefined
  const found = await box.resources.find<Session>('Session', { access_token: sha256(cookie) }, tx)
  return found.find(session => session.type === 'login')
}

/** Signs a browser in: always a new session; the one that was presented ends. Gives the cookie's value. */
export const beginBrowserSession = async (
  box: Box,
  request: Request,
  user: { id: string },
  tx: Sql,
): Promise<{ id: string; cookie: string }> => {
  const before = await presented(box, request, tx)
  if (before) await endSession(box, before.id, {}, tx)
  const cookie = randomToken()
  const now = box.clock()
  const { id } = await box.resources.create(
    {
      resourceType: 'Session',
      id: box.newId(),
      type: 'login',
      active: true,
      user: { reference: `User/${user.id}` },
      access_token: sha256(cookie),
      start: now.toISOString(),
      exp: Math.floor(now.getTime() / 1000) + lifeSeconds,
    },
    { tx },
  )
  return { id, cookie }
}

/** Hands the cookie to the browser. */
export const setSessionCookie = (box: Box, response: Response, cookie: string): void => {
  response.cookie(cookieName(box), cookie, cookieOptions(box, '/', lifeSeconds))
}

/** Takes the cookie from the browser. */
export const clearSessionCookie = (box: Box, response: Response): void => {
  response.clearCookie(cookieName(box), { path: '/', httpOnly: true, sameSite: 'lax' })
}
