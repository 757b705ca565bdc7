// Bundles that come in: their entries read, each turned into a call of its own that is authorised and narrowed alone.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { outcome } from '../../vocabulary/outcome.ts'
import type { FhirCall, Reply } from '../context.ts'
import { BoxError, fail } from '../errors.ts'
import { isObject, isResource } from '../json.ts'
import { pieces, type Text } from '../text.ts'
import { bundleText } from './searchset.ts'

export interface Entry {
  index: number
  method: string
  url: string
  fullUrl?: string
  resource?: Resource
  headers: Record<string, string>
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The entries of a batch or transaction; 400 names the first that is not one. */
export const entriesOf = (body: unknown): Entry[] => {
  if (!isObject(body) || body.resourceType !== 'Bundle')
    throw fail('structure', 'The body is not a Bundle.', { expression: ['resourceType'] })
  if (body.type !== 'transaction' && body.type !== 'batch')
    throw fail('value', 'Only Bundles of type transaction or batch can be posted here.', {
      status: 400,
      expression: ['Bundle.type'],
    })
  const { entry = [] } = body
  if (!Array.isArray(entry))
    throw fail('structure', 'Bundle.entry is not an array.', { expression: ['Bundle.entry'] })
  return entry.map((one: unknown, index) => entryOf(one, index))
}

const entryOf = (entry: unknown, index: number): Entry => {
  const wrong = (what: string, element: string) =>
    fail('structure', `Entry ${index} of the Bundle ${what}.`, {
      expression: [`Bundle.entry[${index}]${element}`],
    })
  if (!isObject(entry)) throw wrong('is not an object', '')
  const { request, resource, fullUrl } = entry
  if (!isObject(request)) throw wrong('has no request', '.request')
  const { method, url } = request
  if (typeof method !== 'string' || !methods.includes(method))
    throw wrong(`has no request.method out of ${methods.join(', ')}`, '.request.method')
  if (typeof url !== 'string' || url === '') throw wrong('has no request.url', '.request.url')
  if (resource !== undefined && !isResource(resource) && method !== 'PATCH')
    throw wrong('has a resource without resourceType', '.resource')
  return {
    index,
    method,
    url,
    ...(typeof fullUrl === 'string' ? { fullUrl } : {}),
    ...(isResource(resource) ? { resource } : {}),
    headers: headersOf(request),
  }
}

const conditions = [
  ['ifMatch', 'if-match'],
  ['ifNoneMatch', 'if-none-match'],
  ['ifNoneExist', 'if-none-exist'],
  ['ifModifiedSince', 'if-modified-since'],
] as const satisfies readonly (readonly [string, string])[]

const headersOf = (request: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    conditions.flatMap(([field, header]) => {
      const value = request[field]
      return typeof value === 'string' ? [[header, value]] : []
    }),
  )

/** The call that an entry stands for; what refuses it names the entry. */
export const callOf = async (call: FhirCall, entry: Entry): Promise<FhirCall> => {
  try {
    const { method, url, resource, headers } = entry
    const inner = await call.entry({ method, url, headers, ...(resource ? { resource } : {}) })
    if (inner.interaction === 'FhirTransaction')
      throw fail('not-supported', 'A Bundle within a Bundle is not performed.')
    return inner
  } catch (error) {
    throw atEntry(error, entry)
  }
}

/** The same error, saying which entry it is about. */
export const atEntry = (error: unknown, entry: Entry): unknown =>
  error instanceof BoxError ? located(error, entry) : error

/** Status and cause stay, the entry is put in front. */
export const located = (error: BoxError, { index, method, url }: Entry): BoxError => {
  const place = `Bundle.entry[${index}]`
  const [type = ''] = url.split('?')
  const issues = error.outcome.issue.map(issue => ({
    ...issue,
    diagnostics: `Entry ${index} (${method} ${type.slice(0, 100)}): ${issue.diagnostics}`,
    expression: [place, ...(issue.expression ?? [])],
  }))
  return new BoxError(error.status, outcome(issues, error.outcome.id), error.headers)
}

/** One entry of the answer, with its body as it is. */
export const responseEntry = (reply: Reply, base: string): Text => {
  const { ETag: etag, Location: location, 'Last-Modified': modified } = reply.headers
  const response = JSON.stringify({
    status: String(reply.status),
    ...(location ? { location } : {}),
    ...(etag ? { etag } : {}),
    ...(modified ? { lastModified: new Date(modified).toISOString() } : {}),
  })
  const at = location?.replace(/\/_history\/.*$/, '')
  const begin = `{${at?.startsWith(base) ? `"fullUrl":${JSON.stringify(at)},` : ''}`
  const end = `"response":${response}}`
  return reply.body === undefined
    ? [begin, end]
    : [begin, '"resource":', ...pieces(reply.body), ',', end]
}

/** The whole answer. */
export const responseBundle = (
  type: 'batch-response' | 'transaction-response',
  entries: readonly Text[],
  replies: readonly Reply[],
): Reply => ({
  status: 200,
  headers: {},
  body: bundleText(type, undefined, [], entries),
  touched: {
    references: [...new Set(replies.flatMap(({ touched }) => touched?.references ?? []))],
    patients: [...new Set(replies.flatMap(({ touched }) => touched?.patients ?? []))],
  },
})
