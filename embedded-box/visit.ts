// One request and what is known of it so far: who asks, what, whether they may, how much of it they see.
import { authorize, findGrant, type Granted } from './access/authorize.ts'
import { narrow, requireScope, type SmartToken, smartTokenOf } from './access/narrow.ts'
import type { Question } from './access/request-object.ts'
import type { Rules, RulesCache } from './access/rules.ts'
import type { AppCaller } from './app-proxy.ts'
import type { Audit } from './audit.ts'
import type { Box } from './box.ts'
import type { Caller, Exchange, FhirCall } from './context.ts'
import { fail } from './errors.ts'
import type { Metrics } from './metrics.ts'
import { type Pairs, parsePairs } from './query.ts'
import { eventOfChange } from './remember.ts'
import { type FhirRoute, type Route, route } from './routes.ts'

/** What the front of a box works with. */
export interface Front {
  box: Box
  rules: RulesCache
  apps: AppCaller
  audit: Audit
  metrics: Metrics
}

/** What the log line says of a request; filled in as it becomes known. */
export interface Trace {
  operation?: string
  template?: string
  type?: string
  policy?: string
  client?: string
}

/** A request that is known: who asks, and what. */
export interface Visit {
  front: Front
  rules: Rules
  exchange: Exchange
  query: Pairs
  caller: Caller
  /** Present when SMART scopes are enforced. */
  token?: SmartToken
  asked: Route
  trace: Trace
}

/** Names the Operation, under the rules of this moment. */
export const routed = async (
  front: Front,
  exchange: Exchange,
  query: Pairs,
  caller: Caller,
  trace: Trace,
): Promise<Visit> => {
  const rules = await front.rules.current()
  const asked = route(exchange, rules.operations)
  trace.operation = asked.id
  trace.template = asked.template
  if (asked.kind === 'fhir') trace.type = asked.target.type
  const token = smartTokenOf(caller)
  return { front, rules, exchange, query, caller, asked, trace, ...(token ? { token } : {}) }
}

/** Scopes first, then policies. RPC calls and the end of one's own Session are judged where they are performed. */
export const mayThey = async (visit: Visit): Promise<Granted | undefined> => {
  const { asked, token, trace } = visit
  if (asked.kind === 'box' && asked.id === 'end-session') return undefined
  if (token) requireScope(token, asked)
  if (asked.kind === 'box' && asked.id === 'rpc') return undefined
  const granted = await authorize(visit.rules, questionOf(visit))
  trace.policy = granted.policy
  return granted
}

/** The request as the policies are asked about it. */
export const questionOf = ({ exchange, caller, asked, query }: Visit): Question => ({
  exchange,
  body: exchange.body,
  ...(exchange.form ? { form: exchange.form } : {}),
  query,
  caller,
  operation: { id: asked.id },
  routeParams: asked.params,
})

/** An authorised FHIR request, narrowed to what its caller may see. */
export const howMuch = (visit: Visit, asked: FhirRoute, granted: Granted | undefined): FhirCall => {
  const { exchange, caller } = visit
  return {
    interaction: asked.id,
    ...asked.target,
    posted: asked.id.endsWith('Search') && exchange.method === 'POST',
    query: [...visit.query, ...(exchange.form ?? [])],
    headers: exchange.headers,
    body: exchange.body,
    sight: narrow({
      ...(visit.token ? { token: visit.token } : {}),
      interaction: asked.id,
      everybody: granted?.everybody ?? true,
      maySearch: type => isSearchGranted(visit, type),
    }),
    ...(caller.client || caller.user ? { event: eventOfChange(visit) } : {}),
    callerKey: caller.session?.id ?? caller.client?.id ?? 'nobody',
    entry: request => entryCall(visit, request),
  }
}

/** Would a plain search of this type be let in? So an include or a chain is authorised on its own. */
const isSearchGranted = async (visit: Visit, type: string): Promise<boolean> =>
  (await findGrant(visit.rules, {
    exchange: { ...visit.exchange, method: 'GET', path: `/fhir/${type}`, queryString: '' },
    body: undefined,
    query: [],
    caller: visit.caller,
    operation: { id: 'FhirSearch' },
    routeParams: { 'resource/type': type },
  })) !== undefined

/** One entry of a transaction or batch, judged as if it had been sent alone. */
const entryCall: (visit: Visit, ...entry: Parameters<FhirCall['entry']>) => Promise<FhirCall> =
  async (visit, request) => {
    const exchange = entryExchange(visit.exchange, visit.front.box.config.baseUrl, request)
    const trace: Trace = {}
    const query = parsePairs(exchange.queryString)
    const entry = await routed(visit.front, exchange, query, visit.caller, trace)
    if (entry.asked.kind !== 'fhir' || entry.asked.id === 'FhirTransaction')
      throw fail('not-supported', `A Bundle entry is a FHIR interaction; this is ${entry.asked.id}`)
    return howMuch(entry, entry.asked, await mayThey(entry))
  }

/** The request that an entry stands for: its url is relative to the FHIR base, or absolute below it. */
export const entryExchange = (
  outer: Exchange,
  baseUrl: string,
  { method, url, resource, headers }: Parameters<FhirCall['entry']>[0],
): Exchange => {
  const verb = methods.find(name => name === method.toUpperCase())
  if (!verb) throw fail('not-supported', `A Bundle entry cannot be a ${method.slice(0, 20)}`)
  const base = `${baseUrl}/fhir/`
  const relative = url.startsWith(base) ? url.slice(base.length) : url.replace(/^\//, '')
  const [path = '', ...query] = relative.split('?')
  return {
    ...outer,
    method: verb,
    path: `/fhir/${path}`,
    queryString: query.join('?'),
    headers: { ...withoutConditions(outer.headers), ...headers },
    body: resource,
    form: undefined,
  }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What was said of the Bundle as a whole does not hold for its entries. */
const withoutConditions = (headers: Exchange['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(if-|content-|prefer$)/.test(name)),
  )
