// POST /auth/test-policy: would this policy let this request in? Nothing is stored and nothing is done (contract: aidbox 3.7).
import { decodeJwt } from 'jose'
import type { Client, Resource, User } from '../vocabulary/aidbox.ts'
import { putTo } from './access/authorize.ts'
import { compilePolicy } from './access/engines.ts'
import { withoutCredentials } from './access/explain.ts'
import { PolicyFault } from './access/policy-fault.ts'
import { requestObject } from './access/request-object.ts'
import { checkSql } from './access/sql-ask.ts'
import type { Caller, Exchange, Reply } from './context.ts'
import { BoxError, fail } from './errors.ts'
import { field, isObject, type JsonObject, text } from './json.ts'
import { parsePairs } from './query.ts'
import { route } from './routes.ts'
import type { Visit } from './visit.ts'

/** `{request, policy}` → `{request, operation, policy, result}`. The caller was authorised; a bearer token in it is read, not verified. */
export const testPolicy = async (visit: Visit): Promise<Reply> => {
  const request = objectAt(visit.exchange.body, 'request')
  const policy: Resource = {
    ...objectAt(visit.exchange.body, 'policy'),
    resourceType: 'AccessPolicy',
  }
  const exchange = exchangeOf(visit.exchange, request)
  const caller = await callerOf(visit, request, exchange)
  const { id, params } = operationOf(visit, exchange)
  const shown = requestObject({
    exchange,
    body: exchange.body,
    query: parsePairs(exchange.queryString),
    caller,
    operation: { id },
    routeParams: params,
  })
  const granted = await compiled(visit, policy).then(verdict =>
    verdict(putTo(shown, visit.rules.sql)),
  )
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      request: withoutCredentials(shown),
      operation: { id },
      policy,
      result: { 'eval-result': granted },
    }),
  }
}

const compiled = async ({ front }: Visit, policy: Resource) => {
  try {
    const verdict = compilePolicy(policy)
    await checkSql(front.box, policy)
    return verdict
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error
    throw fail('invalid', error.message, { expression: [`policy.${error.at}`] })
  }
}

const objectAt = (body: unknown, name: string): JsonObject => {
  const value = field(body, name)
  if (isObject(value)) return value
  throw fail('required', `Send {request, policy}: ${name} is an object`, { expression: [name] })
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const exchangeOf = (outer: Exchange, request: JsonObject): Exchange => {
  const uri = text(request, 'uri')
  if (!uri?.startsWith('/'))
    throw fail('required', 'request.uri is a path from the root', { expression: ['request.uri'] })
  const named = (text(request, 'request-method') ?? 'get').toUpperCase()
  const method = methods.find(one => one === named)
  if (!method)
    throw fail('value', `request-method is one of ${methods.join(', ').toLowerCase()}`, {
      expression: ['request.request-method'],
    })
  const [path = '', ...query] = uri.split('?')
  const headers = Object.entries(isObject(request.headers) ? request.headers : {}).flatMap(
    ([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value] as const] : []),
  )
  return {
    id: outer.id,
    method,
    path,
    queryString: text(request, 'query-string') ?? query.join('?'),
    headers: Object.fromEntries(headers),
    remoteAddress: text(request, 'remote-addr') ?? outer.remoteAddress,
    scheme: outer.scheme,
    body: request.body ?? request.resource,
  }
}

const callerOf = async (
  { front }: Visit,
  request: JsonObject,
  { headers }: Exchange,
): Promise<Caller> => {
  const client = await named<Client>(front.box, request, 'client', 'Client')
  const user = await named<User>(front.box, request, 'user', 'User')
  const jwt = claimsIn(headers.authorization)
  return { ...(client ? { client } : {}), ...(user ? { user } : {}), ...(jwt ? { jwt } : {}) }
}

/** A Client or User as it was sent, or the stored one by `client-id` or `user-id`. */
const named = async <R extends Client | User>(
  box: Visit['front']['box'],
  request: JsonObject,
  name: string,
  type: R['resourceType'],
): Promise<R | undefined> => {
  const id = text(request, `${name}-id`) ?? text(request[name], 'id')
  if (id === undefined) return undefined
  const stored = await box.resources.get<R>(type, id)
  if (stored) return stored
  throw fail('invalid', `There is no ${type} of this id`, { expression: [`request.${name}-id`] })
}

const claimsIn = (authorization = ''): Caller['jwt'] => {
  const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? []
  if (!token) return undefined
  try {
    const { iss = '', sub = '', iat = 0, exp = 0, jti = '', ...claims } = decodeJwt(token)
    return { ...claims, iss, sub, iat, exp, jti }
  } catch {
    throw fail('value', 'The bearer token is no JWT', { expression: ['request.headers'] })
  }
}

/** A path that nothing answers has no operation: the policy may look at the rest. */
const operationOf = (visit: Visit, exchange: Exchange) => {
  try {
    return route(exchange, visit.rules.operations)
  } catch (error) {
    if (error instanceof BoxError && [404, 405].includes(error.status))
      return { id: '', params: {} }
    throw error
  }
}
