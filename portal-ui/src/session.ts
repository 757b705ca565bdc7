// Who is signed in, per portal: sign in by the box, sign out, who am I. Tokens stay in this tab.
import { useSyncExternalStore } from 'react'
import type { BoxName } from '../../vocabulary/operations.ts'
import { ask, boxUrl } from './box.ts'
import { beginFlow, type TokenAnswer } from './code-flow.ts'
import { language, say } from './language/language.ts'
import { Problem } from './problem.ts'
import { forgetRecords } from './records.ts'

/** Portals that need an account. */
export type PortalName = 'vendor' | 'admin' | 'member'

export const portals: Record<PortalName, { box: BoxName; role: string; home: string }> = {
  vendor: { box: 'sandbox', role: 'vendor', home: '/vendor' },
  admin: { box: 'production', role: 'admin', home: '/admin' },
  member: { box: 'production', role: 'member', home: '/member' },
}

export interface PortalSession {
  token: string
  /** Epoch milliseconds. */
  expires: number
  id: string
  name: string
  email: string
  roles: string[]
}

const key = (portal: PortalName) => `plan-api.session.${portal}`
const held = new Map<PortalName, PortalSession | undefined>()
const listeners = new Set<() => void>()

const changed = () => {
  for (const listener of listeners) listener()
}

const keep = (portal: PortalName, session: PortalSession | undefined) => {
  held.set(portal, session)
  if (session) sessionStorage.setItem(key(portal), JSON.stringify(session))
  else sessionStorage.removeItem(key(portal))
  changed()
}

/** The session of a portal, if there is one that is not over. */
export const sessionOf = (portal: PortalName): PortalSession | undefined => {
  if (!held.has(portal)) held.set(portal, stored(portal))
  const session = held.get(portal)
  return session && session.expires > Date.now() ? session : undefined
}

/** The same, for a component: it follows sign-in and sign-out. */
export const useSession = (portal: PortalName): PortalSession | undefined =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sessionOf(portal),
  )

/** Sends the browser to the box's sign-in page; a browser that is signed in there comes straight back. */
export const signIn = (
  portal: PortalName,
  { returnTo, hint, other }: { returnTo?: string; hint?: string; other?: boolean } = {},
): Promise<void> =>
  beginFlow(
    {
      client: 'portal-ui',
      box: portals[portal].box,
      returnTo: returnTo ?? window.location.pathname + window.location.search,
      note: { portal },
    },
    {
      scope: 'openid profile',
      ui_locales: language(),
      ...(hint ? { login_hint: hint } : {}),
      ...(other ? { prompt: 'login' } : {}),
    },
  )

/** Keeps what the callback page got. */
export const signedIn = (portal: PortalName, token: TokenAnswer): void => {
  const account = accountOf(token.userinfo)
  if (!account) throw new Problem('fault', say().door.didNotSay)
  forgetRecords()
  keep(portal, {
    token: token.access_token,
    expires: Date.now() + token.expires_in * 1000,
    ...account,
  })
}

/** The box no longer takes the token: the portal shows its sign-in. */
export const sessionEnded = (portal: PortalName): void => {
  if (sessionOf(portal)) keep(portal, undefined)
}

/** Ends the token at the box, forgets everything here, and ends the browser's session at the box. */
export const signOut = async (portal: PortalName): Promise<void> => {
  const session = sessionOf(portal)
  const { box } = portals[portal]
  if (session) await endToken(box, session.token)
  forgetRecords()
  keep(portal, undefined)
  // A form, not a fetch: the box's cookie travels only with a navigation of the browser itself.
  const form = document.createElement('form')
  form.method = 'post'
  form.action = `${boxUrl(box)}/auth/logout`
  const back = document.createElement('input')
  back.type = 'hidden'
  back.name = 'post_logout_redirect_uri'
  back.value = window.location.origin + portals[portal].home
  const client = document.createElement('input')
  client.type = 'hidden'
  client.name = 'client_id'
  client.value = 'portal-ui'
  form.append(back, client)
  document.body.append(form)
  form.submit()
}

/** By RFC 7009 where the box has it (embedded), else as Aidbox documents it. A box that is down must not keep anyone signed in here. */
const endToken = async (box: BoxName, token: string): Promise<void> => {
  try {
    await ask({
      box,
      path: '/auth/revoke',
      method: 'POST',
      form: { token, client_id: 'portal-ui' },
    })
  } catch {
    await ask({ box, path: '/Session', method: 'DELETE', token }).catch(() => undefined)
  }
}

const stored = (portal: PortalName): PortalSession | undefined => {
  const text = sessionStorage.getItem(key(portal))
  const value: unknown = text ? JSON.parse(text) : undefined
  return isSession(value) ? value : undefined
}

const isSession = (value: unknown): value is PortalSession =>
  typeof value === 'object' &&
  value !== null &&
  'token' in value &&
  'expires' in value &&
  typeof value.expires === 'number' &&
  'roles' in value &&
  Array.isArray(value.roles)

/** What the portals need of the User that the token response carries. */
export const accountOf = (
  user: unknown,
): Pick<PortalSession, 'id' | 'name' | 'email' | 'roles'> | undefined => {
  if (!isObject(user)) return undefined
  const id = text(user.id) || text(user.sub)
  if (!id) return undefined
  const email = text(user.email) || text(user.userName)
  const formatted = isObject(user.name) ? text(user.name.formatted) : text(user.name)
  const parts = isObject(user.name)
    ? [user.name.givenName, user.name.familyName].map(text).filter(Boolean).join(' ')
    : ''
  const roles = Array.isArray(user.roles)
    ? user.roles.filter(isObject).map(role => text(role.type) || text(role.value))
    : []
  return { id, email, name: formatted || parts || email || id, roles: roles.filter(Boolean) }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
