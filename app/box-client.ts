// The App's only way to a box: FHIR over HTTP as Client `plan-api`, with time-outs and retries of what is safe to repeat.
import { type Dispatcher, Pool } from 'undici'
import type {
  Bundle,
  BundleEntry,
  Client,
  Grant,
  Resource,
  Session,
  Stored,
  User,
} from '../vocabulary/aidbox.ts'
import type { BoxName } from '../vocabulary/operations.ts'
import { boxDown, conflict } from './errors.ts'
import { isBundle, isRecord, isStored, issuesIn } from './json.ts'

interface Shapes {
  Client: Client
  User: User
  Session: Session
  Grant: Grant
}
/** The shape of a type by its name; FHIR types are plain resources, looked at where they are used. */
export type ShapeOf<T extends string> = T extends keyof Shapes
  ? Shapes[T]
  : Resource & { resourceType: T }

export type SearchParams = readonly (readonly [string, string])[] | Readonly<Record<string, string>>

export interface RawAnswer {
  status: number
  headers: Dispatcher.ResponseData['headers']
  /** Parsed JSON; undefined when there is none. */
  body: unknown
}

export interface RawRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From the box's root, with leading slash; query included. */
  path: string
  /** Lower-case names; `authorization` replaces ours when given, `null` sends none. */
  headers?: Record<string, string>
  authorization?: string | null
  body?: string
  /** Whether sending it twice does no harm: it is then retried. */
  repeatable?: boolean
}

/** One page of a search. */
export interface Page<R extends Resource> {
  resources: Stored<R>[]
  total: number
}

export interface BoxClient {
  readonly name: BoxName
  /** Public base URL without trailing slash. */
  readonly url: string
  /** The resource, or undefined when it does not exist (or no longer). */
  read<T extends string>(type: T, id: string): Promise<Stored<ShapeOf<T>> | undefined>
  /** One page; `total` is the box's count, or what came when it tells none. */
  search<T extends string>(type: T, params: SearchParams): Promise<Page<ShapeOf<T>>>
  /** All matches, page after page, at most 5000. */
  searchAll<T extends string>(type: T, params: SearchParams): Promise<Stored<ShapeOf<T>>[]>
  /** POST; with `ifNoneExist` the one that exists is answered. An id that is taken is a conflict (409). */
  create(resource: Resource, options?: { ifNoneExist?: string }): Promise<Stored>
  /** PUT; `ifMatch` is a versionId: a conflict (409) when it has moved. */
  update(resource: Resource & { id: string }, options?: { ifMatch?: string }): Promise<Stored>
  /** JSON merge patch. */
  patch(
    type: string,
    id: string,
    change: Record<string, unknown>,
    options?: { ifMatch?: string },
  ): Promise<Stored>
  /** DELETE; what does not exist is deleted already. */
  remove(type: string, id: string): Promise<void>
  /** All or nothing; answers the box's response Bundle. Empty input does nothing. */
  transaction(entries: readonly BundleEntry[]): Promise<Bundle>
  /** Entries on their own; each answer carries its own status. */
  batch(entries: readonly BundleEntry[]): Promise<Bundle>
  /** JSON-RPC of the box; answers `result`, throws on `error`. */
  rpc(method: string, params: Record<string, unknown>): Promise<unknown>
  /** Anything else: token endpoint, userinfo. Throws only when the box does not answer. */
  request(request: RawRequest): Promise<RawAnswer>
  close(): Promise<void>
}

export interface BoxClientOptions {
  name: BoxName
  url: string
  clientSecret: string
  /** A request may take this long in all, tries included. */
  timeoutMs?: number
}

const tries = 3
const pauseMs = 120
const maxSearch = 5000

/** A client of one box; `close` ends its connections. */
export const createBoxClient = (options: BoxClientOptions): BoxClient => {
  const { name, url, clientSecret, timeoutMs = 10_000 } = options
  const base = new URL(url)
  const prefix = base.pathname.replace(/\/+$/, '')
  const pool = new Pool(base.origin, {
    connections: 16,
    connectTimeout: 2_000,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  const basic = `Basic ${Buffer.from(`plan-api:${clientSecret}`).toString('base64')}`

  const request = async (wanted: RawRequest): Promise<RawAnswer> => {
    const { authorization = basic } = wanted
    const deadline = AbortSignal.timeout(timeoutMs)
    for (let attempt = 1; ; attempt++) {
      const last = attempt === tries || !wanted.repeatable || deadline.aborted
      try {
        const answer = await pool.request({
          method: wanted.method,
          path: prefix + wanted.path,
          headers: {
            accept: 'application/json',
            ...(authorization === null ? {} : { authorization }),
            ...wanted.headers,
          },
          ...(wanted.body === undefined ? {} : { body: wanted.body }),
          signal: deadline,
        })
        const text = await answer.body.text()
        if (answer.statusCode === 503 || answer.statusCode === 429) {
          if (last) throw boxDown(name)
        } else {
          return { status: answer.statusCode, headers: answer.headers, body: parsed(text) }
        }
      } catch (cause) {
        // Whatever it was (refused, reset, timed out), the caller can only try later.
        if (last) throw boxDown(name, cause)
      }
      await new Promise(resolve => setTimeout(resolve, pauseMs * attempt))
    }
  }

  const fhir = async (
    method: RawRequest['method'],
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    repeatable = method === 'GET',
  ): Promise<RawAnswer> => {
    const answer = await request({
      method,
      path: `/fhir${path}`,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      repeatable,
    })
    if (answer.status === 409 || answer.status === 412)
      throw conflict(
        'It was changed in the meantime. Load it again and repeat.',
        undefined,
        'changed-meanwhile',
      )
    return answer
  }

  const stored = (answer: RawAnswer, what: string): Stored => {
    if (answer.status >= 300 || !isStored(answer.body)) throw unexpected(name, what, answer)
    return answer.body
  }

  const page = async <T extends string>(type: T, query: string): Promise<Page<ShapeOf<T>>> => {
    const answer = await fhir('GET', `/${type}${query ? `?${query}` : ''}`)
    if (answer.status !== 200 || !isBundle(answer.body))
      throw unexpected(name, `search ${type}`, answer)
    const resources = (answer.body.entry ?? [])
      .map(entry => entry.resource)
      .filter(resource => isOf(type, resource))
    return { resources, total: answer.body.total ?? resources.length }
  }

  const bundle = async (type: 'transaction' | 'batch', entries: readonly BundleEntry[]) => {
    if (entries.length === 0)
      return { resourceType: 'Bundle' as const, type: `${type}-response`, entry: [] }
    const answer = await fhir('POST', '', { resourceType: 'Bundle', type, entry: entries })
    if (answer.status >= 300 || !isBundle(answer.body)) throw unexpected(name, type, answer)
    return answer.body
  }

  return {
    name,
    url,
    request,
    read: async (type, id) => {
      const answer = await fhir('GET', `/${type}/${encodeURIComponent(id)}`)
      if (answer.status === 404 || answer.status === 410) return undefined
      if (answer.status !== 200 || !isOf(type, answer.body))
        throw unexpected(name, `read ${type}`, answer)
      return answer.body
    },
    search: (type, params) => page(type, queryOf(params)),
    searchAll: async (type, params) => {
      const found: Awaited<ReturnType<typeof page<typeof type>>>['resources'] = []
      const count = 500
      for (let number = 1; found.length < maxSearch; number++) {
        const query = queryOf([
          ...pairsOf(params),
          ['_count', String(count)],
          ['_page', String(number)],
        ])
        const { resources } = await page(type, query)
        found.push(...resources)
        if (resources.length < count) break
      }
      return found
    },
    create: async (resource, { ifNoneExist } = {}) =>
      stored(
        await fhir(
          'POST',
          `/${resource.resourceType}`,
          resource,
          ifNoneExist ? { 'if-none-exist': ifNoneExist } : {},
          ifNoneExist !== undefined,
        ),
        `create ${resource.resourceType}`,
      ),
    update: async (resource, { ifMatch } = {}) =>
      stored(
        await fhir(
          'PUT',
          `/${resource.resourceType}/${encodeURIComponent(resource.id)}`,
          resource,
          ifMatch ? { 'if-match': `W/"${ifMatch}"` } : {},
        ),
        `update ${resource.resourceType}`,
      ),
    patch: async (type, id, change, { ifMatch } = {}) =>
      stored(
        await fhir('PATCH', `/${type}/${encodeURIComponent(id)}`, change, {
          'content-type': 'application/merge-patch+json',
          ...(ifMatch ? { 'if-match': `W/"${ifMatch}"` } : {}),
        }),
        `patch ${type}`,
      ),
    remove: async (type, id) => {
      const answer = await fhir('DELETE', `/${type}/${encodeURIComponent(id)}`, undefined, {}, true)
      if (answer.status >= 300 && answer.status !== 404 && answer.status !== 410)
        throw unexpected(name, `delete ${type}`, answer)
    },
    transaction: entries => bundle('transaction', entries),
    batch: entries => bundle('batch', entries),
    rpc: async (method, params) => {
      const answer = await request({
        method: 'POST',
        path: '/rpc',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method, params }),
      })
      if (answer.status !== 200 || !isRecord(answer.body) || answer.body.result === undefined)
        throw unexpected(name, `rpc ${method}`, answer)
      return answer.body.result
    },
    close: () => pool.destroy(),
  }
}

const pairsOf = (params: SearchParams): readonly (readonly [string, string])[] =>
  isPairs(params) ? params : Object.entries(params)

const isPairs = (params: SearchParams): params is readonly (readonly [string, string])[] =>
  Array.isArray(params)

const queryOf = (params: SearchParams): string =>
  pairsOf(params)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&')

const parsed = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a proxy's page; the status says enough
  }
}

// The box answers the type that was asked for; that is all we rely on, so the name is what is checked.
const isOf = <T extends string>(type: T, body: unknown): body is Stored<ShapeOf<T>> =>
  isStored(body) && body.resourceType === type

/** A box that refuses what we built is our fault: logged with its reasons, answered as a plain 500. */
const unexpected = (name: string, what: string, { status, body }: RawAnswer): Error =>
  new Error(`The ${name} box answered ${status} to ${what}: ${issuesIn(body).join('; ')}`)
