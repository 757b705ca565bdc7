// Routes of the sample app: start, launch, redirect target, settings, and the record for a confidential client.
import { readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import express, { type Express, type Request, type Response } from 'express'
import smart from 'fhirclient'
import Handlebars from 'handlebars'
import { loadRecord } from './browser/record.ts'
import type { SampleConfig } from './config.ts'
import { openVisitors, type Visitor } from './sessions.ts'

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const template = (name: string) =>
  Handlebars.compile(readFileSync(here(`pages/${name}.hbs`), 'utf8'))
const library = createRequire(import.meta.url).resolve('fhirclient/build/fhir-client.pure.min.js')

/** The app, not yet listening. */
export const sampleApp = (config: SampleConfig): Express => {
  const visitorOf = openVisitors()
  const pages = {
    home: template('home'),
    launch: template('launch'),
    settings: template('settings'),
  }
  const app = express()
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    const boxes = config.servers.map(({ iss }) => new URL(iss).origin).join(' ')
    response.set({
      'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${boxes}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
    next()
  })

  app.get('/style.css', (_request, response) => response.sendFile(here('pages/style.css')))
  app.get('/fhir-client.js', (_request, response) => response.sendFile(library))
  app.get('/browser/:name', (request, response, next) => {
    if (!browserModules.has(request.params.name)) return next()
    response.type('text/javascript').send(stripped(request.params.name))
  })

  // EHR launch from a portal (iss and launch) and standalone launch (iss only).
  app.get('/launch', async (request, response) => {
    const visitor = visitorOf(request, response)
    const server = config.servers.find(({ iss }) => iss === request.query.iss)
    if (!server) {
      response.status(400).send(
        pages.home({
          servers: config.servers,
          problem: 'This app only connects to the servers below. The launch named another one.',
        }),
      )
      return
    }
    const { clientId, clientSecret, scope } = visitor.settings
    const launch = typeof request.query.launch === 'string' ? request.query.launch : undefined
    const options = {
      clientId,
      iss: server.iss,
      redirectUri: `${originOf(request)}/`,
      scope: launch ? `${scope} launch` : scope,
      ...(launch ? { launch } : {}),
    }
    if (!clientSecret) {
      response.send(pages.launch({ options: JSON.stringify({ ...options, pkceMode: 'required' }) }))
      return
    }
    await smartOf(request, response, visitor).authorize({
      ...options,
      clientSecret,
      pkceMode: 'required',
    })
  })

  app.get('/', async (request, response) => {
    const visitor = visitorOf(request, response)
    const { state, code, error } = request.query
    const ours = typeof state === 'string' && visitor.smart.has(state)
    if (ours && (code || error)) {
      try {
        await smartOf(request, response, visitor).ready()
        if (!response.headersSent) response.redirect(303, '/?connected=server')
      } catch (failure) {
        visitor.smart.clear()
        response
          .status(400)
          .send(pages.home({ servers: config.servers, problem: messageOf(failure) }))
      }
      return
    }
    response.send(
      pages.home({
        servers: config.servers,
        settings: visitor.settings,
        confidential: Boolean(visitor.settings.clientSecret),
        mode: request.query.connected === 'server' ? 'server' : 'browser',
      }),
    )
  })

  app.get('/api/record', async (request, response) => {
    const visitor = visitorOf(request, response)
    try {
      const client = await smartOf(request, response, visitor).ready()
      const record = await loadRecord({
        patient: client.patient.id,
        get: path => client.request({ url: path, headers: { accept: 'application/fhir+json' } }),
      })
      response.json({
        ...record,
        token: {
          scope: client.state.tokenResponse?.scope,
          patient: client.patient.id,
          iss: client.state.serverUrl,
        },
      })
    } catch (failure) {
      response.status(502).json({ message: messageOf(failure) })
    }
  })

  app.get('/settings', (request, response) => {
    const { settings } = visitorOf(request, response)
    response.send(
      pages.settings({
        ...settings,
        hasSecret: Boolean(settings.clientSecret),
        clientSecret: undefined,
        redirect: `${originOf(request)}/`,
        launch: `${originOf(request)}/launch`,
      }),
    )
  })
  app.post(
    '/settings',
    express.urlencoded({ extended: false, limit: '16kb' }),
    (request, response) => {
      const visitor = visitorOf(request, response)
      const field = (name: string): string =>
        typeof request.body?.[name] === 'string' ? request.body[name].trim() : ''
      const secret = field('forget')
        ? undefined
        : field('clientSecret') || visitor.settings.clientSecret
      visitor.settings = {
        clientId: field('clientId') || 'sample-app',
        scope: field('scope') || visitor.settings.scope,
        ...(secret ? { clientSecret: secret } : {}),
      }
      visitor.smart.clear()
      response.redirect(303, '/')
    },
  )

  app.use((_request, response) => {
    response
      .status(404)
      .send(pages.home({ servers: config.servers, problem: 'There is no such page.' }))
  })
  app.use((_error: unknown, _request: Request, response: Response, _next: () => void) => {
    response
      .status(500)
      .send(pages.home({ servers: config.servers, problem: 'The sample app failed. Try again.' }))
  })
  return app
}

const browserModules: ReadonlySet<string> = new Set([
  'app.ts',
  'launch.ts',
  'record.ts',
  'chart.ts',
  'page.ts',
])
const cache = new Map<string, string>()
const stripped = (name: string): string => {
  const known =
    cache.get(name) ?? stripTypeScriptTypes(readFileSync(here(`browser/${name}`), 'utf8'))
  cache.set(name, known)
  return known
}

const originOf = (request: Request): string => `${request.protocol}://${request.headers.host}`

const smartOf = (request: Request, response: Response, visitor: Visitor) =>
  smart(request, response, {
    get: async (key: string) => visitor.smart.get(key),
    set: async (key: string, value: unknown) => {
      visitor.smart.set(key, value)
      return value
    },
    unset: async (key: string) => visitor.smart.delete(key),
  })

const messageOf = (failure: unknown): string =>
  failure instanceof Error
    ? failure.message.split('\n')[0]?.slice(0, 300) || 'It did not work.'
    : 'It did not work.'
