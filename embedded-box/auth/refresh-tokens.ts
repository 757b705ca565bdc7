// Refresh tokens: random, kept hashed, one live per Session, each used once; used ones are remembered to notice a thief.
import type { Session } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'
import type { KnownClient } from './clients.ts'
import { randomToken, sha256 } from './secrets.ts'
import type { KnownSession } from './sessions.ts'

export interface FoundRefreshToken {
  key: string
  session: KnownSession
  isUsed: boolean
  isOver: boolean
}

/** Whether these scopes and this client give a refresh token. */
export const givesRefreshToken = (client: KnownClient, scope: readonly string[]): boolean =>
  client.auth?.authorization_code?.refresh_token === true &&
  (scope.includes('offline_access') || scope.includes('online_access'))

/** Adds the live refresh token of a Session; only its hash is kept. `until` in epoch seconds. */
export const addRefreshToken = async (
  tx: Sql,
  session: { id: string },
  until: number,
): Promise<string> => {
  const token = randomToken()
  await tx.query('insert into auth_refresh (id, session, expires_at) values ($1, $2, $3)', [
    sha256(token),
    session.id,
    new Date(until * 1000),
  ])
  return token
}

/** A refresh token as stored, used or not. */
export const findRefreshToken = async (
  box: Box,
  token: string,
): Promise<FoundRefreshToken | undefined> => {
  if (token.length > 128) return undefined
  const key = sha256(token)
  const [row] = await box.database.query<{
    session: string
    used: boolean
    expires_at: Date | string
  }>('select session, used, expires_at from auth_refresh where id = $1', [key])
  const session = row && (await box.resources.get<Session>('Session', row.session))
  if (!row || !session) return undefined
  const isOver = new Date(row.expires_at).getTime() <= box.clock().getTime()
  return { key, session, isUsed: row.used, isOver }
}

/** Uses a refresh token; false when it was used before, also in a race. */
export const takeRefreshToken = async (tx: Sql, { key }: FoundRefreshToken): Promise<boolean> => {
  const rows = await tx.query(
    'update auth_refresh set used = true where id = $1 and not used returning id',
    [key],
  )
  return rows.length === 1
}
