// The HTTP server of a box: FHIR calls go straight to the pipeline, express carries auth's pages and the rest.
// One log line and one error renderer for all.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler } from 'express'
import { addressIn } from './address.ts'
import { authRouter } from './auth/router.ts'
import { readBody } from './body.ts'
import type { Box } from './box.ts'
import { cors } from './cors.ts'
import { exchangeOf } from './exchange.ts'
import { healthRoutes } from './health.ts'
import { requireJson } from './media-types.ts'
import { pipeline } from './pipeline.ts'
import { parsePairs } from './query.ts'
import { errorReply, isOurFault, loggable, sendReply } from './render.ts'
import { logged, type Turn } from './request-line.ts'
import { createThrottle } from './throttle.ts'
import type { Front } from './visit.ts'

const defaultBody = 20 * 1024 * 1024
const anonymousBody = 1024 * 1024
const defaultAnonymousPerMinute = 600

/** What answers every request of one box. */
export const createServer = (front: Front): RequestListener => {
  const begin = logged(front)
  const secure = secured(front.box)
  const allowOrigins = cors(front.box.config)
  const answer = api(front)
  const answerOther = pagesAnd(answer, front)
  return (request, response) => {
    const turn = begin(request, response)
    secure(response)
    if (allowOrigins(request, response)) return
    // most of all requests; express would take a tenth of a read's time, and nothing of it is needed
    if (isOnResource(request)) void answer(request, response, turn)
    else answerOther(request, response, turn)
  }
}

/** No page or endpoint of auth begins as these do. */
const isOnResource = ({ url = '' }: IncomingMessage): boolean => /^\/fhir\/[A-Z]/.test(url)

type Answering<Done> = (request: IncomingMessage, response: ServerResponse, turn: Turn) => Done

/** Auth's pages and endpoints, the box's health; what is none of these is an API request like the others. */
const pagesAnd = (answer: Answering<Promise<void>>, front: Front): Answering<void> => {
  const turns = new WeakMap<IncomingMessage, Turn>()
  const turnOf = (request: IncomingMessage): Turn => {
    const turn = turns.get(request)
    if (!turn) throw new Error('express was handed a request that has no turn')
    return turn
  }
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.set('trust proxy', [...(front.box.config.trustedProxies ?? [])])
  app.use(healthRoutes(front))
  app.use(authRouter(front.box))
  app.use((request, response) => answer(request, response, turnOf(request)))
  const renderError: ErrorRequestHandler = (error, request, response, _next) =>
    fault(front.box, error, request, response, turnOf(request))
  app.use(renderError)
  return (request, response, turn) => {
    turns.set(request, turn)
    app(request, response)
  }
}

/** Every API request: limits first, then the pipeline, which takes the body when it knows who sends it. */
const api = (front: Front): Answering<Promise<void>> => {
  const { config } = front.box
  const throttle = createThrottle(
    config.limits?.anonymousPerMinute ?? defaultAnonymousPerMinute,
    () => front.box.clock().getTime(),
  )
  const addressOf = addressIn(config)
  const limit = config.limits?.maxBodyBytes ?? defaultBody
  const turnAway = (address: string): void => {
    try {
      throttle.take(address)
    } catch (error) {
      front.metrics.throttled.inc()
      throw error
    }
  }
  const answer: Answering<Promise<void>> = async (request, response, turn) => {
    const head = exchangeOf(request, turn.id, addressOf(request), config)
    const isAnonymous = head.headers.authorization === undefined
    if (isAnonymous) turnAway(head.remoteAddress)
    const query = parsePairs(head.queryString)
    requireJson(head.headers.accept, query)
    const most = isAnonymous ? Math.min(limit, anonymousBody) : limit
    const arriving = { head, query, body: () => readBody(request, most) }
    await sendReply(request, response, await pipeline(front, arriving, turn.trace))
  }
  return (request, response, turn) =>
    answer(request, response, turn)
      .catch(error => fault(front.box, error, request, response, turn))
      .catch(error => {
        // not even the error could be sent: nobody else would hear of it, and the process would end
        front.box.log.error({ id: turn.id, error: loggable(error) }, 'answer failed')
        response.destroy()
      })
}

/** Headers that hold for every answer; auth's pages set stricter ones. */
const secured = ({ config }: Box) => {
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
  return (response: ServerResponse): void => {
    for (const [name, value] of headers) response.setHeader(name, value)
  }
}

/** Says what went wrong; the log is told more than the caller. */
const fault = async (
  box: Box,
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  { id }: Turn,
): Promise<void> => {
  if (isOurFault(error)) box.log.error({ id, error: loggable(error) }, 'request failed')
  if (response.headersSent) {
    response.destroy()
    return
  }
  await sendReply(request, response, errorReply(error, id))
  if (!request.complete) letGo(request)
}

/** A body that is not wanted: the rest is thrown away for a moment, so that the answer can be read, then the line is cut. */
const letGo = (request: IncomingMessage): void => {
  request.resume()
  const cut = setTimeout(() => request.destroy(), 2_000)
  cut.unref()
  request.once('close', () => clearTimeout(cut))
}
