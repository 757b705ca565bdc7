// Signing in with user name or e-mail and password: the same answer, in about the same time, for all that does not match.
import type { User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { passwordMatches } from './passwords.ts'
import { mayEnter } from './sessions.ts'
import { beginAttempt, forgetFailures, limitOf, takeBackAttempt, throttleOf } from './throttle.ts'

export type KnownUser = User & { id: string }

export type LoginResult =
  | { kind: 'ok'; user: KnownUser }
  | { kind: 'wrong'; user?: KnownUser }
  /** Refused without a look at the password, or blocked from now on. */
  | { kind: 'blocked'; retryAfter: number; wasTried: boolean; user?: KnownUser }

/** Tries a name and password; counted before anything is hashed. */
export const tryLogin = async (
  box: Box,
  { name, password, address }: { name: string; password: string; address: string },
): Promise<LoginResult> => {
  const user = await userNamed(box, name)
  const who = user ? { user } : {}
  const account = throttleOf('account', user ? `id ${user.id}` : `name ${name.toLowerCase()}`)
  const place = throttleOf('address', address)
  const byAddress = await beginAttempt(box, place, limitOf(box, 'loginFailuresPerAddress'))
  if (byAddress.refusedFor) return refused(byAddress.refusedFor, who)
  const byAccount = await beginAttempt(box, account, limitOf(box, 'loginFailuresPerAccount'))
  if (byAccount.refusedFor) return refused(byAccount.refusedFor, who)
  const giveBack = () => Promise.all([takeBackAttempt(box, place), takeBackAttempt(box, account)])
  const matches = await passwordMatches(password, user?.password).catch(async error => {
    await giveBack() // too many were waiting: this one was not tried
    throw error
  })
  if (user && matches && mayEnter(user)) {
    await giveBack()
    await forgetFailures(box, account)
    return { kind: 'ok', user }
  }
  const wait = Math.max(byAccount.blocksFor ?? 0, byAddress.blocksFor ?? 0)
  return wait > 0
    ? { kind: 'blocked', retryAfter: wait, wasTried: true, ...who }
    : { kind: 'wrong', ...who }
}

const refused = (retryAfter: number, who: { user?: KnownUser }): LoginResult => ({
  kind: 'blocked',
  retryAfter,
  wasTried: false,
  ...who,
})

/** The User of this user name, else of this e-mail when exactly one has it. */
const userNamed = async (box: Box, name: string): Promise<KnownUser | undefined> => {
  if (name === '' || name.length > 254) return undefined
  const byName = await box.resources.find<User>('User', { userName: token(name) })
  const named = byName.find(user => user.userName === name)
  if (named) return named
  const lower = name.toLowerCase()
  const found = [
    ...(await box.resources.find<User>('User', { email: token(name) })),
    ...(lower === name ? [] : await box.resources.find<User>('User', { email: token(lower) })),
  ].filter(user => user.email?.toLowerCase() === lower)
  const ids = new Set(found.map(({ id }) => id))
  return ids.size === 1 ? found[0] : undefined
}

// Escaped for FHIR search: a comma, bar or backslash in what was typed is part of the name.
const token = (name: string): string => name.replace(/[\\,|$]/g, '\\$&')
