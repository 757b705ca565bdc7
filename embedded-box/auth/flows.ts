// A flow: one page (login, second factor or consent) of one authorization request, bound to the browser that began it. 15 minutes, answered once.
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'
import { cookieOf, cookieOptions, portOf } from './browser-session.ts'
import { randomToken, sameText, sha256 } from './secrets.ts'

const lifeSeconds = 15 * 60

export type FlowKind = keyof typeof paths

const paths = {
  login: '/auth/login',
  'two-factor': '/auth/two-factor',
  consent: '/auth/grant',
} as const

export interface Flow {
  /** Hash of the id in the URL. */
  key: string
  kind: FlowKind
  query: string
  queryHash: string
  /** Session resource id of the browser's login, once there is one. */
  session?: string
  /** Who gave the right password; they are not signed in before their second factor is checked. */
  user?: string
  /** The secret that is offered to somebody who has no second factor yet. */
  newSecret?: string
  /** Grant versions (`id/versionId`) that were there when the page was sent. */
  knownGrants: ReadonlySet<string>
}

interface Row {
  id: string
  kind: string
  query: string
  query_hash: string
  browser: string | null
  csrf: string | null
  session: string | null
  known_grants: string | null
  user_id: string | null
  new_secret: string | null
}

/** What a flow begins with. */
interface NewFlow {
  kind: FlowKind
  query: string
  session?: string
  knownGrants?: readonly string[]
  user?: string
  newSecret?: string
}

/** Begins a flow with a page of the box itself: gives the URL to send the browser to, and sets the flow's own cookie. */
export const beginPageFlow = async (
  box: Box,
  response: Response,
  flow: NewFlow,
  tx: Sql = box.database,
): Promise<string> => {
  const id = randomToken()
  const browser = randomToken()
  await insert(box, { ...flow, id, browser }, tx)
  const path = paths[flow.kind]
  response.cookie(cookieName(box, sha256(id)), browser, cookieOptions(box, path, lifeSeconds))
  return `${box.config.baseUrl}${path}?flow=${id}`
}

/** Begins a flow whose page is the App's: nothing of it leaves the box but the query. */
export const beginConsentFlow = async (
  box: Box,
  flow: { query: string; session: string; knownGrants: readonly string[] },
): Promise<void> => insert(box, { ...flow, kind: 'consent', id: randomToken() }, box.database)

const insert = async (
  box: Box,
  flow: NewFlow & { id: string; browser?: string },
  tx: Sql,
): Promise<void> => {
  await tx.query(
    `insert into auth_flow (id, kind, query, query_hash, browser, session, known_grants, expires_at, user_id, new_secret)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      sha256(flow.id),
      flow.kind,
      flow.query,
      sha256(flow.query),
      flow.browser ? sha256(flow.browser) : null,
      flow.session ?? null,
      flow.knownGrants?.join(' ') ?? null,
      new Date(box.clock().getTime() + lifeSeconds * 1000),
      flow.user ?? null,
      flow.newSecret ?? null,
    ],
  )
}

/** The flow of a page request, if this browser began it and it is not over; undefined otherwise. */
export const presentedFlow = async (
  box: Box,
  request: Request,
  kind: FlowKind,
): Promise<Flow | undefined> => {
  const id = request.query.flow
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(id)) return undefined
  const key = sha256(id)
  const cookie = cookieOf(request, cookieName(box, key))
  const [row] = await box.database.query<Row>(
    `select * from auth_flow where id = $1 and kind = $2 and expires_at > $3`,
    [key, kind, box.clock()],
  )
  if (!row?.browser || !cookie || !sameText(sha256(cookie), row.browser)) return undefined
  return flowOfRow(row)
}

/** A fresh hidden token for the flow's form; the one before is dead. */
export const newFormToken = async (box: Box, flow: Flow): Promise<string> => {
  const token = randomToken()
  await box.database.query('update auth_flow set csrf = $2 where id = $1', [
    flow.key,
    sha256(token),
  ])
  return token
}

/** Takes the hidden token of a form: true once, for the token of the page that was sent last. */
export const takeFormToken = async (box: Box, flow: Flow, token: string): Promise<boolean> => {
  const rows = await box.database.query(
    'update auth_flow set csrf = null where id = $1 and csrf = $2 returning id',
    [flow.key, sha256(token)],
  )
  return rows.length === 1
}

/** Binds a sign-in flow (its last page) to the session it gave; false when the flow was answered before. */
export const answerLogin = async (tx: Sql, flow: Flow, session: string): Promise<boolean> => {
  const rows = await tx.query(
    `update auth_flow set kind = 'login', session = $2, browser = null, new_secret = null
     where id = $1 and session is null returning id`,
    [flow.key, session],
  )
  return rows.length === 1
}

/** Closes a page flow that was answered; false when another answer was first. */
export const answerPage = async (tx: Sql, flow: Flow): Promise<boolean> => {
  const rows = await tx.query(
    'update auth_flow set browser = null where id = $1 and browser is not null returning id',
    [flow.key],
  )
  return rows.length === 1
}

/** The open flow of this login and exact query, the newest first. */
export const openFlow = async (
  box: Box,
  kind: FlowKind,
  session: string,
  queryHash: string,
): Promise<Flow | undefined> => {
  const [row] = await box.database.query<Row>(
    `select * from auth_flow where kind = $1 and session = $2 and query_hash = $3 and expires_at > $4
     order by expires_at desc limit 1`,
    [kind, session, queryHash, box.clock()],
  )
  return row ? flowOfRow(row) : undefined
}

/** Takes all flows of this login and query, when their code is issued. True when there was one of `kind`. */
export const takeFlows = async (
  tx: Sql,
  session: string,
  queryHash: string,
  kind: FlowKind,
): Promise<boolean> => {
  const rows = await tx.query<{ kind: string }>(
    'delete from auth_flow where session = $1 and query_hash = $2 returning kind',
    [session, queryHash],
  )
  return rows.some(row => row.kind === kind)
}

const flowOfRow = (row: Row): Flow => ({
  key: row.id,
  kind: row.kind === 'login' || row.kind === 'two-factor' ? row.kind : 'consent',
  query: row.query,
  queryHash: row.query_hash,
  ...(row.session ? { session: row.session } : {}),
  ...(row.user_id ? { user: row.user_id } : {}),
  ...(row.new_secret ? { newSecret: row.new_secret } : {}),
  knownGrants: new Set(row.known_grants?.split(' ').filter(Boolean)),
})

// One cookie a flow, so that two tabs do not undo each other.
const cookieName = (box: Box, key: string): string => `flow-${portOf(box)}-${key.slice(0, 8)}`
