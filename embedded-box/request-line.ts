// One request from its first byte to its last: an id to find it by, and one line in the log when it was answered.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from 'express'
import { correlationId } from './exchange.ts'
import type { Front, Trace } from './visit.ts'

/** A request that is being answered. */
export interface Turn {
  /** Correlation id. */
  id: string
  /** For the log line; filled in as it becomes known. */
  trace: Trace
}

/** Gives a request its id, and writes one line when it was answered. */
export const logged =
  ({ box, metrics }: Front) =>
  (request: IncomingMessage, response: ServerResponse): Turn => {
    const id = correlationId(request, box.newId)
    const began = performance.now()
    const trace: Trace = {}
    response.setHeader('X-Request-Id', id)
    response.once('close', () => {
      const ms = performance.now() - began
      const { method = '' } = request
      const { template: route = routeOf(request), operation, type, policy, client } = trace
      const status = response.statusCode
      metrics.requests.observe({ method, route, status: String(status) }, ms / 1000)
      box.log.info(
        {
          ...{ id, method, route, status },
          ms: Math.round(ms * 10) / 10,
          ...{ operation, type, policy, client },
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        'request',
      )
    })
    return { id, trace }
  }

/** The pattern that express matched; a path that nothing matched is never a label. */
const routeOf = (request: IncomingMessage & Partial<Pick<Request, 'baseUrl' | 'route'>>): string =>
  typeof request.route?.path === 'string' ? `${request.baseUrl}${request.route.path}` : 'none'
