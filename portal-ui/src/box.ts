// The only file that fetches, and the only one that knows the two boxes' URLs.
import type { ApiDocument } from '../../vocabulary/openapi/openapi-types.ts'
import type { BoxName } from '../../vocabulary/operations.ts'
import { type Brand, ourName } from './brand.ts'
import { say } from './language/language.ts'
import { noAnswer, Problem, problemOf } from './problem.ts'

export interface PortalConfig {
  sandbox: string
  production: string
  mode: 'demo' | 'production'
  /** Page of the local mailbox, in the demo. */
  mailbox?: string
  /** What the plan made its own. */
  brand?: Brand
}

export interface Request {
  box: BoxName
  /** From the box's root, or an absolute link that the same box gave. */
  path: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  query?: URLSearchParams
  /** Sent as JSON. */
  body?: unknown
  /** Sent as a form, for OAuth. */
  form?: Record<string, string>
  token?: string | undefined
  /** `id:secret` as HTTP Basic wants it, for a confidential app's own requests. */
  basic?: string | undefined
  signal?: AbortSignal
}

/** An answer as it came, whatever its status. */
export interface RawAnswer {
  status: number
  body: unknown
  /** Seconds the box asked to wait. */
  retryAfter: number | undefined
}

const deadline = 20_000
let configuration: PortalConfig | undefined

/** Reads where the boxes are, as our own server wrote it into the page; once, before anything is shown. */
export const readConfig = (): PortalConfig => {
  const written = document.querySelector<HTMLMetaElement>('meta[name="portal-config"]')?.content
  const told = parsed(written ?? '')
  if (!isConfig(told)) throw new Error('configuration: not what it should be')
  configuration = told
  return told
}

/** The configuration that was read. */
export const config = (): PortalConfig => {
  if (!configuration) throw new Error('readConfig() comes first')
  return configuration
}

/** The name that pages go by. */
export const planName = (): string => config().brand?.name ?? ourName

/** The API description that the portals' own server gives. */
export const loadApiDescription = async (signal: AbortSignal): Promise<ApiDocument> => {
  const response = await fetch('/openapi.json', { credentials: 'omit', signal }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error
      throw noAnswer('unreachable', say().problem.boxes.documentation)
    },
  )
  const body = parsed(await response.text())
  if (!response.ok) throw problemOf(response.status, body, say().problem.boxes.documentation)
  if (!isApiDocument(body)) throw new Problem('fault', say().problem.description)
  return body
}

/** A box's public URL, to show and to copy. */
export const boxUrl = (box: BoxName): string => config()[box]

/** A box's FHIR base. */
export const fhirBase = (box: BoxName): string => `${boxUrl(box)}/fhir`

/** Asks a box; the parsed answer, or a Problem. Never sends cookies. */
export const ask = async (request: Request): Promise<unknown> => {
  const { status, body, retryAfter } = await askForAny(request)
  if (status >= 200 && status < 300) return body
  throw problemOf(status, body, say().problem.boxes[request.box], retryAfter)
}

/** Asks a box and gives any answer back, refusals too; a Problem only where none came. */
export const askForAny = async (request: Request): Promise<RawAnswer> => {
  const url = target(request)
  const words = say().problem.boxes[request.box]
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), deadline)
  const signal = request.signal ? AbortSignal.any([request.signal, over.signal]) : over.signal
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      body: bodyOf(request),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    })
    text = await response.text()
  } catch (error) {
    // The page itself gave up (left, or asked anew): not a fault of the box.
    if (request.signal?.aborted) throw error
    throw noAnswer(over.signal.aborted ? 'slow' : 'unreachable', words)
  } finally {
    clearTimeout(timer)
  }
  const wait = Number(response.headers.get('retry-after'))
  return {
    status: response.status,
    body: parsed(text),
    retryAfter: wait > 0 ? wait : undefined,
  }
}

const target = ({ box, path, query }: Request): string => {
  const base = boxUrl(box)
  // A paging link is absolute; only the box that we asked may say where to go on.
  const url = new URL(path.startsWith('/') ? base + path : path)
  if (url.origin !== new URL(base).origin) throw new Problem('fault', say().problem.otherServer)
  for (const [name, value] of query ?? []) url.searchParams.append(name, value)
  return url.href
}

const headersOf = ({ body, form, token, basic }: Request): Record<string, string> => ({
  Accept: 'application/json',
  ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
  ...(token ? { Authorization: `Bearer ${token}` } : {}),
  ...(basic ? { Authorization: `Basic ${btoa(basic)}` } : {}),
})

const bodyOf = ({ body, form }: Request): string | undefined => {
  if (form) return new URLSearchParams(form).toString()
  return body === undefined ? undefined : JSON.stringify(body)
}

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    // A proxy's page in place of an answer: the status says enough.
    return undefined
  }
}

/** It comes from our own server, generated from typed tables: a look at its outline is enough. */
const isApiDocument = (value: unknown): value is ApiDocument =>
  typeof value === 'object' &&
  value !== null &&
  'openapi' in value &&
  'paths' in value &&
  'tags' in value &&
  Array.isArray(value.tags)

const isConfig = (value: unknown): value is PortalConfig =>
  typeof value === 'object' &&
  value !== null &&
  'sandbox' in value &&
  typeof value.sandbox === 'string' &&
  'production' in value &&
  typeof value.production === 'string' &&
  'mode' in value &&
  (value.mode === 'demo' || value.mode === 'production')
