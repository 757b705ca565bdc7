// Refresh tokens: random, kept hashed, one live per Session, each used once; used ones are remembered to notice a thief.
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
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

/** A refresh token as stored, used or not, with its Session as it is now. */
export const findRefreshToken = async (
  box: Box,
  token: string,
): Promise<FoundRefreshToken | undefined> => {
  if (token.length > 128) return undefined
  const key = sha256(token)
  const [row] = await box.database.query<{
    used: boolean
    expires_at: Date | string
    body: string
  }>(
    `select r.used, r.expires_at, s.body from auth_refresh r join ${tableOf('Session')} s on s.id = r.session where r.id = $1`,
    [key],
    'auth-find-refresh',
  )
  if (!row) return undefined
  const session: KnownSession = JSON.parse(row.body) // the store writes nothing else there
  const isOver = new Date(row.expires_at).getTime() <= box.clock().getTime()
  return { key, session, isUsed: row.used, isOver }
}

/**
 * Uses a refresh token and adds its successor, of which only the hash is kept; undefined when it was used before, also
 * in a race.
 */
export const replaceRefreshToken = async (
  tx: Sql,
  { key, session }: FoundRefreshToken,
  until: number,
): Promise<string | undefined> => {
  const token = randomToken()
  const rows = await tx.query(
    `with taken as (update auth_refresh set used = true where id = $1 and not used returning id)
     insert into auth_refresh (id, session, expires_at) select $2, $3, $4::timestamptz from taken returning id`,
    [key, sha256(token), session.id, new Date(until * 1000)],
    'auth-replace-refresh',
  )
  return rows.length === 1 ? token : undefined
}
