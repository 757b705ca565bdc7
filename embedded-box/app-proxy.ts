// Performs an App's operation: posts Aidbox's message to the App, hands its answer on unchanged (contract: aidbox 6.2, 6.3).
import { Agent, request } from 'undici'
import { inAidboxFormat } from './access/request-object.ts'
import type { Exchange, Reply } from './context.ts'
import { fail } from './errors.ts'
import { loggable } from './render.ts'
import type { AppRoute } from './routes.ts'
import type { Visit } from './visit.ts'

export interface AppCaller {
  agent: Agent
  close(): Promise<void>
}

/** Connections to Apps, kept open between calls. */
export const createAppCaller = (): AppCaller => {
  const agent = new Agent({ connections: 32, connect: { timeout: 5_000 } })
  return { agent, close: () => agent.destroy() }
}

const longestAnswer = 20 * 1024 * 1024

/** Calls the App that declared the operation. Unreachable is 502, too slow 504; its own errors pass through. */
export const performApp = async (visit: Visit, asked: AppRoute): Promise<Reply> => {
  const { front, rules } = visit
  const { app, timeout } = asked.operation
  const endpoint = rules.appEndpoint(app)
  if (!endpoint)
    throw fail('transient', `App/${app} has no endpoint: set App.endpoint.url`, { status: 502 })
  const signal = AbortSignal.timeout(timeout)
  try {
    const answer = await request(endpoint.url, {
      method: 'POST',
      dispatcher: front.apps.agent,
      headers: {
        'content-type': 'application/json',
        'x-request-id': visit.exchange.id,
        ...(endpoint.secret === undefined
          ? {}
          : { authorization: `Basic ${basic(`${app}:${endpoint.secret}`)}` }),
      },
      body: JSON.stringify(operationMessage(visit, asked)),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      signal,
    })
    return {
      status: answer.statusCode,
      headers: passedOn(answer.headers),
      body: await read(answer.body),
    }
  } catch (error) {
    if (error instanceof AnswerTooLong)
      throw fail('transient', `App/${app} answered with more than it may`, { status: 502 })
    front.box.log.error(
      { error: loggable(error), app, operation: asked.id, id: visit.exchange.id },
      'App call',
    )
    if (signal.aborted || isTimeout(error))
      throw fail('timeout', 'The service behind this operation took too long: try again')
    throw fail('transient', 'The service behind this operation is not reachable: try again later', {
      status: 502,
    })
  }
}

/** The message; keys as Aidbox sends them. */
const operationMessage = (visit: Visit, asked: AppRoute) => {
  const { caller, exchange, query, front } = visit
  return {
    type: 'operation',
    request: {
      resource: exchange.body ?? null,
      params: grouped(query),
      'route-params': asked.pathParams,
      headers: callerHeaders(exchange),
      ...(exchange.form ? { 'form-params': grouped(exchange.form) } : {}),
      ...(caller.user ? { 'oauth/user': inAidboxFormat(caller.user) } : {}),
      ...(caller.client ? { 'oauth/client': inAidboxFormat(caller.client) } : {}),
    },
    box: { 'base-url': front.box.config.baseUrl },
    operation: { id: asked.id, app: { id: asked.operation.app, resourceType: 'App' } },
  }
}

const grouped = (pairs: readonly (readonly [string, string])[]) =>
  Object.fromEntries(
    [...Map.groupBy(pairs, ([name]) => name)].map(([name, all]) => [
      name,
      all.length === 1 ? all[0]?.[1] : all.map(([, value]) => value),
    ]),
  )

/**
 * What belongs to the caller's connection, and cookies, stay here; who is calling goes along. Where from is what the box
 * itself sees: the App throttles by it, so nothing that a caller wrote may stand there.
 */
const callerHeaders = ({ headers, id, remoteAddress }: Exchange) => ({
  ...Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(cookie|host|connection|content-length|transfer-encoding|upgrade|te|forwarded|x-forwarded-.*|x-real-ip)$/.test(
          name,
        ),
    ),
  ),
  'x-request-id': id,
  'x-forwarded-for': remoteAddress,
})

/** Of the App's headers what an API caller can use. */
const passedOn = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'location', 'retry-after', 'etag'].flatMap(name => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

class AnswerTooLong extends Error {}

const read = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > longestAnswer) throw new AnswerTooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && /Timeout/.test(error.name) && !/ConnectTimeout/.test(error.name)

const basic = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
