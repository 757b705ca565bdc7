// /consent/{box}: the consent page of both kinds of box. Browser in → who is signed in → page → answer → back to the box.
import express, { type ErrorRequestHandler, type Request, Router } from 'express'
import type { BoxName } from '../../vocabulary/operations.ts'
import type { AppContext } from '../context.ts'
import { isBoxDown } from '../errors.ts'
import { isRecord, numberAt } from '../json.ts'
import { logoPath } from '../logos.ts'
import type { Language } from '../mail/outbox.ts'
import { createThrottle } from '../throttle.ts'
import { giveAnswer } from './answer.ts'
import { readAuthorizeRequest, redirectSource } from './authorize-request.ts'
import { type Flow, forgetFlow, forgetOldest, isSame, keepFlow, newFlow, readFlow } from './flow.ts'
import { isOwnForm } from './own-form.ts'
import { consentPage, problemPage, styleSheet } from './page.ts'
import { ConsentProblem } from './problem.ts'
import { askUrl, learnUser } from './signed-in.ts'
import { readSituation } from './situation.ts'

/** Mounted at /consent. */
export const consentRouter = (app: AppContext): Router => {
  const router = Router()
  const css = styleSheet(app.config.brand)
  const visits = createThrottle(app.config.mode === 'demo' ? 1000 : 60, 60)
  router.use((request, response, next) => {
    response.locals.route = '/consent'
    response.set(pageHeaders())
    const address = request.headers['x-forwarded-for'] ?? request.socket.remoteAddress ?? ''
    if (visits.wait(String(address), app.clock()) !== undefined)
      throw new ConsentProblem('too-many')
    next()
  })
  router.get('/style.css', (_request, response) => {
    response.set('cache-control', 'public, max-age=3600').type('css').send(css)
  })

  // 1. The box sends the browser here with the app's authorize query.
  router.get('/:box', async (request, response) => {
    const box = app.boxes[boxOf(request)]
    const query = queryOf(request)
    await readAuthorizeRequest(box, query)
    const flow = newFlow(app.newId(), query, app.clock())
    const cookies = keepFlow(app.config, box.name, flow)
    if (!cookies) throw new ConsentProblem('bad-request')
    const old = forgetOldest(app.config, box.name, request.headers.cookie)
    response.setHeader('set-cookie', [...old, ...cookies])
    response.redirect(303, askUrl(app, box, flow))
  })

  // 2. The box has said who is signed in; the code is used up and out of the address bar at once.
  router.get('/:box/callback', async (request, response) => {
    const box = app.boxes[boxOf(request)]
    const params = new URLSearchParams(queryOf(request))
    const [id = '', state = ''] = (params.get('state') ?? '').split('.')
    const flow = readFlow(app.config, box.name, request.headers.cookie, id, app.clock())
    if (!flow || !isSame(flow.state, state) || flow.user) throw new ConsentProblem('over')
    const code = params.get('code')
    if (!code) throw new ConsentProblem('not-signed-in')
    const user = await learnUser(app, box, flow, code)
    const known = keepFlow(app.config, box.name, { ...flow, user })
    if (!known) throw new ConsentProblem('bad-request')
    const before = forgetFlow(app.config, box.name, request.headers.cookie, flow.id)
    response.setHeader('set-cookie', [...before, ...known])
    response.redirect(303, `${app.config.portalUrl}/consent/${box.name}/${flow.id}`)
  })

  // 3. The page.
  router.get('/:box/:flow', async (request, response) => {
    const box = app.boxes[boxOf(request)]
    const flow = flowOf(app, box.name, request)
    const language = languageOf(request, flow)
    const situation = await readSituation(
      box,
      flow,
      app.clock(),
      app.config.ageOfMajority,
      language,
    )
    const { redirectUri, client } = situation.request
    const logo = await logoPath(app, box, client.id)
    const targets = [new URL(box.url).origin, redirectSource(redirectUri)]
    response.set(pageHeaders(targets)).type('html')
    response.send(
      consentPage({
        box: box.name,
        flow,
        situation,
        language,
        portalUrl: app.config.portalUrl,
        brand: app.config.brand,
        ...(logo ? { logo } : {}),
        now: app.clock(),
      }),
    )
  })

  // 4. The answer.
  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 500 })
  router.post('/:box/:flow', form, async (request, response) => {
    const box = app.boxes[boxOf(request)]
    if (!isOwnForm(request, app.config.portalUrl)) throw new ConsentProblem('not-ours')
    const flow = flowOf(app, box.name, request)
    const { csrf, answer, scope, part, patient, duration, sensitive } = fieldsIn(request)
    if (!isSame(flow.csrf, csrf[0] ?? '')) throw new ConsentProblem('not-ours')
    const next = await giveAnswer(
      box,
      flow,
      {
        allow: answer[0] === 'allow',
        ticked: scope,
        parts: part,
        patient: patient[0],
        duration: duration[0],
        sensitive: sensitive[0] === 'included',
        language: languageOf(request, flow),
      },
      app.clock(),
      app.config.ageOfMajority,
    )
    const over = forgetFlow(app.config, box.name, request.headers.cookie, flow.id)
    response.setHeader('set-cookie', over)
    // Not response.redirect: it would write the URL anew, and the query must return exactly as it came.
    response.status(303).set('location', asciiUrl(next)).end()
  })

  router.use(renderProblem(app))
  return router
}

const renderProblem =
  ({ config }: AppContext): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const problem = problemIn(error)
    if (!problem || response.headersSent) return next(error)
    response.set(pageHeaders()).status(problem.status).type('html')
    if (problem.status === 429) response.set('retry-after', '60')
    if (problem.status === 503) response.set('retry-after', '5')
    response.send(problemPage(problem, languageOf(request), config.brand))
  }

const problemIn = (error: unknown): ConsentProblem | undefined => {
  if (error instanceof ConsentProblem) return error
  if (isBoxDown(error)) return new ConsentProblem('box-down')
  // A form or an address that express could not read.
  const status = isRecord(error) || error instanceof Error ? numberAt({ ...error }, 'status') : 500
  return status !== undefined && status >= 400 && status < 500
    ? new ConsentProblem('bad-request')
    : undefined
}

/** SMART contract, section 12. */
const pageHeaders = (formTargets: readonly string[] = []): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    // Browsers apply it to the redirects that follow the form, too.
    `form-action ${["'self'", ...new Set(formTargets)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
})

const flowOf = (app: AppContext, box: BoxName, request: Request): Flow => {
  const id = String(request.params.flow)
  const flow = readFlow(app.config, box, request.headers.cookie, id, app.clock())
  if (!flow) throw new ConsentProblem('over')
  return flow
}

const boxOf = (request: Request): BoxName => {
  const name = request.params.box
  if (name === 'sandbox' || name === 'production') return name
  throw new ConsentProblem('bad-request')
}

// A header is ASCII; what was not is escaped as browsers do.
const asciiUrl = (url: string): string => url.replace(/[^\x21-\x7e]+/g, encodeURIComponent)

const queryOf = ({ originalUrl }: Request): string => originalUrl.split(/\?(.*)/s)[1] ?? ''

const fieldNames = ['csrf', 'answer', 'scope', 'part', 'patient', 'duration', 'sensitive'] as const

/** The form's fields, each as a list. */
const fieldsIn = (request: Request): Record<(typeof fieldNames)[number], string[]> => {
  const body: Record<string, unknown> = request.body ?? {}
  const listOf = (name: string) => [body[name]].flat().filter(value => typeof value === 'string')
  const [csrf, answer, scope, part, patient, duration, sensitive] = fieldNames.map(listOf)
  return {
    csrf: csrf ?? [],
    answer: answer ?? [],
    scope: scope ?? [],
    part: part ?? [],
    patient: patient ?? [],
    duration: duration ?? [],
    sensitive: sensitive ?? [],
  }
}

/** What the reader chose, what the app asked for, what the browser prefers. */
const languageOf = (request: Request, flow?: Flow): Language => {
  const asked = [
    request.query.lang,
    new URLSearchParams(flow?.query ?? '').get('ui_locales')?.slice(0, 2),
  ].find(code => code === 'en' || code === 'es')
  if (asked === 'en' || asked === 'es') return asked
  return request.acceptsLanguages('en', 'es') === 'es' ? 'es' : 'en'
}
