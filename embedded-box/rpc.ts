// Remote procedures at `/rpc`: each call of a request is authorised alone, by policies for RPC (contract: aidbox 3.3, 4.7).
import type { Client, User } from '../vocabulary/aidbox.ts'
import { authorize } from './access/authorize.ts'
import { makeLaunchToken } from './auth/launch-token.ts'
import type { Box } from './box.ts'
import type { Reply } from './context.ts'
import { BoxError, fail } from './errors.ts'
import { field, isObject, text } from './json.ts'
import { questionOf, type Visit } from './visit.ts'

const mostCalls = 50

/** One call `{method, params}`, or a list of them answered in order. */
export const performRpc = async (visit: Visit): Promise<Reply> => {
  const { body } = visit.exchange
  if (!Array.isArray(body)) return reply(200, { result: await call(visit, body) })
  if (body.length > mostCalls)
    throw fail('too-long', `At most ${mostCalls} calls at a time`, { expression: ['body'] })
  const answers: unknown[] = []
  for (const one of body) answers.push(await answered(visit, one))
  return reply(200, answers)
}

const answered = async (visit: Visit, one: unknown): Promise<unknown> => {
  try {
    return { result: await call(visit, one) }
  } catch (error) {
    if (!(error instanceof BoxError)) throw error
    return { error: { message: error.message, status: error.status } }
  }
}

const call = async (visit: Visit, body: unknown): Promise<unknown> => {
  const method = text(body, 'method')
  if (!method)
    throw fail('required', 'Name the method: {method, params}', { expression: ['method'] })
  const params = field(body, 'params') ?? {}
  const question = questionOf(visit)
  const { policy } = await authorize(
    visit.rules,
    { ...question, routeParams: { ...question.routeParams, _m: method } },
    { method, params },
  )
  visit.trace.policy = policy
  const procedure = Object.hasOwn(procedures, method) ? procedures[method] : undefined
  if (!procedure) throw fail('not-found', `There is no method ${method.slice(0, 80)}`)
  return procedure(visit.front.box, params)
}

const procedures: Record<string, (box: Box, params: unknown) => Promise<unknown>> = {
  /** The URL that opens a smart app for a user and patient, with a launch token that is good for minutes. */
  'aidbox.smart/get-launch-uri': async (box, params) => {
    const iss = `${box.config.baseUrl}/fhir`
    if (text(params, 'iss') !== iss)
      throw fail('value', `iss is ${iss}`, { expression: ['params.iss'] })
    const client = await box.resources.get<Client>('Client', required(params, 'client'))
    const user = await box.resources.get<User>('User', required(params, 'user'))
    const launchUri = client?.smart?.launch_uri
    if (!client || client.active === false || !launchUri)
      throw fail('invalid', 'There is no active Client of this id with smart.launch_uri', {
        expression: ['params.client'],
      })
    if (!user || user.inactive === true)
      throw fail('invalid', 'There is no active User of this id', { expression: ['params.user'] })
    const given = field(params, 'ctx')
    if (!isObject(given) || !text(given, 'patient'))
      throw fail('required', 'ctx.patient says whose record it is', {
        expression: ['params.ctx.patient'],
      })
    const { encounter, fhirContext, intent } = given
    const launch = await makeLaunchToken(box, {
      client: client.id,
      user: user.id,
      ctx: {
        patient: required(given, 'patient'),
        ...(typeof encounter === 'string' ? { encounter } : {}),
        ...(Array.isArray(fhirContext) ? { fhirContext } : {}),
        ...(typeof intent === 'string' ? { intent } : {}),
      },
    })
    const uri = new URL(launchUri)
    uri.searchParams.set('iss', iss)
    uri.searchParams.set('launch', launch)
    return { uri: uri.href, launch, iss, 'launch-uri': launchUri }
  },
}

const required = (params: unknown, name: string): string => {
  const value = text(params, name)
  if (value && /^[A-Za-z0-9\-._]{1,64}$/.test(value)) return value
  throw fail('required', `${name} is an id`, { expression: [`params.${name}`] })
}

const reply = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
})
