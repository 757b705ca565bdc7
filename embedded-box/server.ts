// The HTTP server of a box: express in front of auth's pages and of the pipeline; one log line and one error renderer for all.
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { authRouter } from './auth/router.ts'
import { readBody } from './body.ts'
import type { Box } from './box.ts'
import { cors } from './cors.ts'
import { correlationId, exchangeOf } from './exchange.ts'
import { healthRoutes } from './health.ts'
import { requireJson } from './media-types.ts'
import { pipeline } from './pipeline.ts'
import { parsePairs } from './query.ts'
import { errorReply, isOurFault, loggable, sendReply } from './render.ts'
import { createThrottle } from './throttle.ts'
import type { Front, Trace } from './visit.ts'

const defaultBody = 20 * 1024 * 1024
const anonymousBody = 1024 * 1024
const defaultAnonymousPerMinute = 600

/** The express app of one box, ready to listen. */
export const createServer = (front: Front): Express => {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.set('trust proxy', [...(front.box.config.trustedProxies ?? [])])
  app.use(logged(front), secured(front.box), cors(front.box.config))
  app.use(healthRoutes(front))
  app.use(unlessOnResources(authRouter(front.box)))
  app.use(api(front))
  app.use(renderError(front.box))
  return app
}

/** FHIR calls on resources are most of all requests, and no page or endpoint of auth begins as they do. */
const unlessOnResources =
  (handler: RequestHandler): RequestHandler =>
  (request, response, next) =>
    /^\/fhir\/[A-Z]/.test(request.url) ? next() : handler(request, response, next)

/** Every API request: limits first, then the pipeline, which takes the body when it knows who sends it. */
const api = (front: Front): RequestHandler => {
  const { limits } = front.box.config
  const throttle = createThrottle(limits?.anonymousPerMinute ?? defaultAnonymousPerMinute, () =>
    front.box.clock().getTime(),
  )
  const limit = limits?.maxBodyBytes ?? defaultBody
  const turnAway = (address: string): void => {
    try {
      throttle.take(address)
    } catch (error) {
      front.metrics.throttled.inc()
      throw error
    }
  }
  return async (request, response) => {
    const head = exchangeOf(request, response.locals.id, front.box.config)
    const isAnonymous = head.headers.authorization === undefined
    if (isAnonymous) turnAway(head.remoteAddress)
    requireJson(head.headers.accept, parsePairs(head.queryString))
    const most = isAnonymous ? Math.min(limit, anonymousBody) : limit
    const arriving = { head, body: () => readBody(request, most) }
    const reply = await pipeline(front, arriving, traceOf(response.locals))
    await sendReply(request, response, reply)
  }
}

const traceOf = (locals: Record<string, unknown>): Trace => {
  const trace: Trace = {}
  locals.trace = trace
  return trace
}

const isTrace = (value: unknown): value is Trace => typeof value === 'object' && value !== null

/** Gives a request its id, and writes one line when it was answered. */
const logged =
  ({ box, metrics }: Front): RequestHandler =>
  (request, response, next) => {
    const id = correlationId(request, box.newId)
    const began = performance.now()
    response.locals.id = id
    response.setHeader('X-Request-Id', id)
    response.once('close', () => {
      const ms = performance.now() - began
      const trace = isTrace(response.locals.trace) ? response.locals.trace : {}
      const route = trace.template ?? routeOf(request)
      metrics.requests.observe(
        { method: request.method, route, status: String(response.statusCode) },
        ms / 1000,
      )
      box.log.info(
        {
          id,
          method: request.method,
          route,
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
          operation: trace.operation,
          type: trace.type,
          policy: trace.policy,
          client: trace.client,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        'request',
      )
    })
    next()
  }

/** The pattern that express matched; a path that nothing matched is never a label. */
const routeOf = ({ baseUrl, route }: { baseUrl: string; route?: { path?: unknown } }): string =>
  typeof route?.path === 'string' ? `${baseUrl}${route.path}` : 'none'

/** Headers that hold for every answer; auth's pages set stricter ones. */
const secured = ({ config }: Box): RequestHandler => {
  const always = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    ...(config.baseUrl.startsWith('https:')
      ? { 'Strict-Transport-Security': 'max-age=31536000' }
      : {}),
  }
  const headers = Object.entries(always)
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}

const renderError =
  (box: Box): ErrorRequestHandler =>
  async (error, request, response, _next) => {
    const id: string = response.locals.id
    if (isOurFault(error)) box.log.error({ id, error: loggable(error) }, 'request failed')
    if (response.headersSent) {
      response.destroy()
      return
    }
    await sendReply(request, response, errorReply(error, id))
    if (!request.complete) letGo(request)
  }

/** A body that is not wanted: the rest is thrown away for a moment, so that the answer can be read, then the line is cut. */
const letGo = (request: express.Request): void => {
  request.resume()
  const cut = setTimeout(() => request.destroy(), 2_000)
  cut.unref()
  request.once('close', () => clearTimeout(cut))
}
