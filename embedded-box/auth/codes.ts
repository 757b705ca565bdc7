// Authorization codes: random, 60 seconds, kept hashed, taken once by compare-and-set in the statement that makes the Session.
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'
import type { Taking } from '../storage/write.ts'
import type { LaunchContext } from './launch-token.ts'
import { randomToken, sha256 } from './secrets.ts'
import type { Rider } from './throttle.ts'

const lifeSeconds = 60

/** All that the exchange needs to know of the authorization. */
export interface CodeDetails {
  client: string
  redirectUri: string
  user: string
  /** The browser's login. */
  login: string
  authTime: number
  scope: readonly string[]
  challenge?: string
  nonce?: string
  patient?: string
  sensitive: boolean
  context: Omit<LaunchContext, 'patient'>
  grant?: string
  /** Epoch seconds: when the member's yes is over. */
  until: number
  /** Joins what belongs together in the audit. */
  flow: string
}

export interface StoredCode {
  key: string
  details: CodeDetails
  isOver: boolean
  /** The Session that its first use made. */
  session?: string
}

/** Makes a code; only its hash is kept. */
export const issueCode = async (box: Box, details: CodeDetails, tx: Sql): Promise<string> => {
  const code = randomToken()
  await tx.query('insert into auth_code (id, details, expires_at) values ($1, $2, $3)', [
    sha256(code),
    JSON.stringify(details),
    new Date(box.clock().getTime() + lifeSeconds * 1000),
  ])
  return code
}

/** A row of `codeQuestion`. */
export interface CodeRow {
  id: string
  details: string
  expires_at: Date | string
  session: string | null
}

/** Asks for a code, used or not; undefined for what is none. */
export const codeQuestion = (code: string | undefined): Rider | undefined =>
  code === undefined || code.length > 128
    ? undefined
    : {
        name: 'code',
        text: 'select id, details, expires_at, session from auth_code where id = $1',
        values: [sha256(code)],
      }

/** A code as it was found; undefined where there was none, or nobody asked. */
export const storedCode = (box: Box, row: CodeRow | null | undefined): StoredCode | undefined => {
  if (!row) return undefined
  const details: CodeDetails = JSON.parse(row.details) // written by issueCode, nowhere else
  return {
    key: row.id,
    details,
    isOver: new Date(row.expires_at).getTime() <= box.clock().getTime(),
    ...(row.session ? { session: row.session } : {}),
  }
}

/**
 * Takes a code for a Session, with the Session's refresh token (only its hash is kept) and the Grant it came from; the
 * Session is written with it, and all is refused when another use was first.
 */
export const takingCode = (
  { key, details }: StoredCode,
  session: string,
  refreshToken: string | undefined,
): Taking => ({
  name: 'code',
  text: `taken as (update auth_code set session = $2 where id = $1 and session is null returning id),
    r as (insert into auth_refresh (id, session, expires_at)
      select $3::text, $2, $5::timestamptz from taken where $3::text is not null),
    g as (insert into auth_grant_session (session, grant_id, expires_at)
      select $2, $4::text, $5::timestamptz from taken where $4::text is not null)`,
  values: [
    key,
    session,
    refreshToken ? sha256(refreshToken) : null,
    details.grant ?? null,
    new Date(details.until * 1000),
  ],
})

/** The Session that the first use of a code made. */
export const sessionOfCode = async (box: Box, code: StoredCode): Promise<string | undefined> => {
  const [row] = await box.database.query<{ session: string | null }>(
    'select session from auth_code where id = $1',
    [code.key],
  )
  return row?.session ?? undefined
}
