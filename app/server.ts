// The App's HTTP server: boxes post operations to /aidbox, browsers reach the consent page and logos; one error renderer.
import express, { type ErrorRequestHandler, type Express, type Router } from 'express'
import { problem } from '../vocabulary/outcome.ts'
import type { AppContext, OperationCall } from './context.ts'
import { callingBox, identify, parseEnvelope } from './envelope.ts'
import { OperationError, refuse } from './errors.ts'
import { isRecord } from './json.ts'
import { languageOfBrowser } from './mail/language.ts'
import { operationsById } from './operations/index.ts'
import { demandPersona } from './persona.ts'

/** Public pages, mounted by main.ts. */
export interface Pages {
  consent: Router
  logos: Router
}

const maxMessage = '1mb'

/** The express application; it listens nowhere yet. */
export const createServer = (app: AppContext, pages: Pages): Express => {
  const server = express()
  server.disable('x-powered-by')
  server.disable('etag')
  server.use((request, response, next) => {
    const id = requestIdOf(request.headers['x-request-id']) ?? app.newId()
    response.locals.requestId = id
    response.setHeader('x-request-id', id)
    const began = performance.now()
    response.on('finish', () =>
      app.log.info(
        {
          id,
          method: request.method,
          // The route, never the URL: queries carry tokens and codes.
          route: response.locals.route ?? request.path.split('/')[1] ?? '',
          status: response.statusCode,
          ms: Math.round(performance.now() - began),
          box: response.locals.box,
          operation: response.locals.operation,
        },
        'request',
      ),
    )
    next()
  })

  server.get('/health', (_request, response) => {
    response.json({ status: 'pass' })
  })

  // The secret first: a stranger's body is not even parsed.
  server.post(
    '/aidbox',
    (request, response, next) => {
      response.locals.route = '/aidbox'
      response.locals.box = callingBox(request.headers.authorization, app.config.boxes)
      next()
    },
    express.text({ type: () => true, limit: maxMessage }),
    async (request, response) => {
      const box = callingBox(request.headers.authorization, app.config.boxes)
      const envelope = parseEnvelope(parseBody(request.body), box)
      response.locals.operation = envelope.operation
      const caller = await identify(envelope, app.boxes[box])
      demandPersona(envelope.operation, caller)
      const call: OperationCall = {
        ...app,
        box,
        caller,
        input: envelope.input,
        params: envelope.params,
        query: envelope.query,
        // The last entry is what our own proxy saw; the ones before are the caller's word.
        remoteAddress: envelope.headers['x-forwarded-for']?.split(',').at(-1)?.trim(),
        language: languageOfBrowser(envelope.headers['accept-language']),
        requestId: String(response.locals.requestId),
      }
      const answer = await operationsById[envelope.operation](call)
      response.status(answer.status).set({ 'cache-control': 'no-store', ...answer.headers })
      if (answer.body === undefined) response.end()
      else response.json(answer.body)
    },
  )

  server.use('/consent', pages.consent)
  server.use('/logos', pages.logos)
  server.use(() => {
    throw refuse('not-found', 'There is nothing at this address.')
  })
  server.use(renderError(app))
  return server
}

const parseBody = (body: unknown): unknown => {
  if (typeof body !== 'string') throw refuse('structure', 'The message has no body.')
  // PostgreSQL cannot store it, and nobody needs it: refused before anything looks at it.
  if (body.includes('\\u0000')) throw refuse('structure', 'Text must not contain U+0000.')
  try {
    return JSON.parse(body)
  } catch {
    throw refuse('structure', 'The message is not JSON.')
  }
}

const renderError =
  (app: AppContext): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const id = String(response.locals.requestId ?? '')
    if (error instanceof OperationError) {
      if (error.status >= 500)
        app.log.warn({ id, why: error.message, cause: String(error.cause ?? '') }, 'refused')
      if (response.headersSent) return next(error)
      response.status(error.status).set({ 'cache-control': 'no-store', ...error.headers })
      return void response.json(error.outcome)
    }
    const status = isRecord(error) && typeof error.status === 'number' ? error.status : 500
    if (response.headersSent) return next(error)
    if (status >= 400 && status < 500) {
      const text = status === 413 ? 'The request is too large.' : 'The request cannot be read.'
      return void response
        .status(status)
        .json(problem(status === 413 ? 'too-long' : 'structure', text))
    }
    app.log.error({ id, err: error, route: request.path.split('/')[1] }, 'failed')
    response
      .status(500)
      .json(problem('exception', `Something failed on our side. Mention ${id} when you report it.`))
  }

const requestIdOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && /^[A-Za-z0-9._-]{8,80}$/.test(header) ? header : undefined
