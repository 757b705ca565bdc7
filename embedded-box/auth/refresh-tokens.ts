// Refresh tokens: random, kept hashed, one live per Session, each used once; used ones are remembered to notice a thief.
import type { Box } from '../box.ts'
import { tableOf } from '../storage/tables.ts'
import type { Taking } from '../storage/write.ts'
import type { KnownClient } from './clients.ts'
import { sha256 } from './secrets.ts'
import type { KnownSession } from './sessions.ts'
import type { Rider } from './throttle.ts'

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

/** A row of `refreshQuestion`. */
export interface RefreshRow {
  id: string
  used: boolean
  expires_at: Date | string
  body: string
}

/** Asks for a refresh token, used or not, with its Session as it is now; undefined for what is none. */
export const refreshQuestion = (token: string | undefined): Rider | undefined =>
  token === undefined || token.length > 128
    ? undefined
    : {
        name: 'refresh',
        text: `select r.id, r.used, r.expires_at, s.body from auth_refresh r
          join ${tableOf('Session')} s on s.id = r.session where r.id = $1`,
        values: [sha256(token)],
      }

/** A refresh token as it was found. */
export const storedRefreshToken = (box: Box, row: RefreshRow): FoundRefreshToken => ({
  key: row.id,
  session: JSON.parse(row.body), // the store writes nothing else there
  isUsed: row.used,
  isOver: new Date(row.expires_at).getTime() <= box.clock().getTime(),
})

/** Finds a refresh token, used or not. */
export const findRefreshToken = async (
  box: Box,
  token: string,
): Promise<FoundRefreshToken | undefined> => {
  const question = refreshQuestion(token)
  if (!question) return undefined
  const [row] = await box.database.query<RefreshRow>(
    question.text,
    question.values,
    'auth-find-refresh',
  )
  return row && storedRefreshToken(box, row)
}

/**
 * Uses a refresh token and adds its successor, of which only the hash is kept. If-Match in one statement: the Session is
 * locked first and must be of the version that was read, then the token must be unused, then the Session is replaced.
 * Who ends a Session goes the same way round, so that the two never wait for each other.
 */
export const takingRefreshToken = (
  { key, session }: FoundRefreshToken,
  next: string,
  until: number,
): Taking => ({
  name: 'refresh',
  text: `held as materialized (
      select id from ${tableOf('Session')} where id = $3 and version = $5::bigint for update),
    taken as (update auth_refresh set used = true
      where id = $1 and not used and session in (select id from held) returning id),
    next as (insert into auth_refresh (id, session, expires_at)
      select $2, $3, $4::timestamptz from taken)`,
  values: [
    key,
    sha256(next),
    session.id,
    new Date(until * 1000),
    session.meta?.versionId ?? null, // without a version nothing matches
  ],
})

/** Whether a refresh token is used by now, as another request may have done since it was found. */
export const isUsedNow = async (box: Box, { key }: FoundRefreshToken): Promise<boolean> => {
  const [row] = await box.database.query<{ used: boolean }>(
    'select used from auth_refresh where id = $1',
    [key],
  )
  return row?.used !== false
}
