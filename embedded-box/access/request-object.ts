// What a policy may look at: one request as Aidbox shows it to its engines (contract: aidbox 3.5).
import type { Resource } from '../../vocabulary/aidbox.ts'
import { toAidbox } from '../aidbox-format.ts'
import type { Caller, Exchange } from '../context.ts'
import { isObject, type JsonObject } from '../json.ts'

/** Every key a pattern may begin with; any other is a mistake in the policy. */
export const requestKeys: ReadonlySet<string> = new Set([
  'request-method',
  'scheme',
  'uri',
  'query-string',
  'params',
  'resource',
  'body',
  'form-params',
  'headers',
  'remote-addr',
  'jwt',
  'token',
  'user',
  'client',
  'session',
  'role',
  'operation',
  'on-behalf',
  'tenant/org',
])

/** What is asked of the policies: the request, and which Operation it is. */
export interface Question {
  exchange: Pick<
    Exchange,
    'method' | 'path' | 'queryString' | 'headers' | 'remoteAddress' | 'scheme'
  >
  body: unknown
  form?: Exchange['form']
  /** Query parameters in order, decoded. */
  query: readonly (readonly [string, string])[]
  caller: Caller
  operation: { id: string; module?: string }
  /** What the route names: `resource/type`, `resource/id`, `id`, an App's own. Stronger than a query parameter. */
  routeParams: Readonly<Record<string, string>>
}

/** Builds the object; values are in Aidbox format, as policies are written for. */
export const requestObject = (question: Question): JsonObject => {
  const { exchange, body, form, query, caller, operation, routeParams } = question
  const formParams = form ? collect(form) : undefined
  return {
    'request-method': exchange.method === 'HEAD' ? 'get' : exchange.method.toLowerCase(),
    scheme: exchange.scheme,
    uri: exchange.path,
    'query-string': exchange.queryString,
    params: { ...collect(form ? [...query, ...form] : query), ...routeParams },
    ...(body === undefined ? {} : { body, resource: incoming(body) }),
    ...(formParams ? { 'form-params': formParams } : {}),
    headers: exchange.headers,
    'remote-addr': exchange.remoteAddress,
    operation,
    ...callerKeys(caller),
  }
}

/** The same question asked by nobody: what is granted to it is open to everybody. */
export const askedByNobody = (object: JsonObject): JsonObject => {
  const { user: _user, client: _client, session: _session, jwt: _jwt, headers, ...rest } = object
  const { role: _role, 'on-behalf': _onBehalf, ...asked } = rest
  return { ...asked, headers: withoutAuthorization(headers) }
}

const nobodys = new WeakMap<object, JsonObject>() // several questions of one request have the same headers

const withoutAuthorization = (headers: unknown): JsonObject => {
  if (!isObject(headers)) return {}
  const known = nobodys.get(headers)
  if (known) return known
  const { authorization: _authorization, ...others } = headers
  nobodys.set(headers, others)
  return others
}

/** A parameter given twice is a list: a pattern for one value then does not match. */
const collect = (pairs: readonly (readonly [string, string])[]): JsonObject => {
  if (pairs.length === 0) return {}
  const lists = new Map<string, string | string[]>()
  for (const [name, value] of pairs) {
    const known = lists.get(name)
    if (known === undefined) lists.set(name, value)
    else lists.set(name, typeof known === 'string' ? [known, value] : [...known, value])
  }
  return Object.fromEntries(lists)
}

const callerKeys = ({ user, client, session, jwt }: Caller): JsonObject => ({
  ...(user ? { user: inAidboxFormat(user) } : {}),
  ...(client ? { client: inAidboxFormat(client) } : {}),
  ...(session ? { session: inAidboxFormat(session) } : {}),
  ...(jwt ? { jwt } : {}),
})

const formats = new WeakMap<object, JsonObject>() // a cached Client or User is converted once, not per request

/** One of the box's own resources in Aidbox format, without what no policy needs to see. */
export const inAidboxFormat = (resource: Resource): JsonObject => {
  const known = formats.get(resource)
  if (known) return known
  const {
    password: _password,
    secret: _secret,
    twoFactor: _twoFactor,
    ...shown
  } = toAidbox(resource)
  formats.set(resource, shown)
  return shown
}

const incoming = (body: unknown): unknown =>
  isTyped(body) && body.resourceType !== 'Bundle' ? toAidbox(body) : body

const isTyped = (value: unknown): value is Resource =>
  typeof value === 'object' &&
  value !== null &&
  'resourceType' in value &&
  typeof value.resourceType === 'string'
