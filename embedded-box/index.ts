// The box's one door: opens the store, applies the init bundle, compiles the policies, and only then listens.
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import pino, { type Logger } from 'pino'
import { keepRules } from './access/rules.ts'
import { prepareSqlViews } from './access/sql-views.ts'
import { createAppCaller } from './app-proxy.ts'
import { openAudit } from './audit.ts'
import { prepareAuthSchema } from './auth/schema.ts'
import { openSweep } from './auth/session-sweep.ts'
import type { Box, BoxConfig } from './box.ts'
import { baseOnly, openValidation } from './fhir/validate/validation.ts'
import { runInitBundle } from './init-bundle.ts'
import { createMetrics } from './metrics.ts'
import { loggable } from './render.ts'
import { seedRoot } from './root-client.ts'
import { createServer } from './server.ts'
import { checkConfiguration } from './start-checks.ts'
import { openDatabase } from './storage/open.ts'
import { createResources } from './storage/resources.ts'
import { answerUnreadable } from './unreadable.ts'
import type { Front } from './visit.ts'

// the first step of every request alone: a benchmark asks what it costs
export { authenticate } from './auth/authenticate.ts'
export type { BoxConfig } from './box.ts'
export type { Exchange } from './context.ts'
// what a validator of its own is made of, without a box around it: benchmarks and tools
export { openPackages } from './fhir/packages.ts'
export { readPackage } from './fhir/packages-archive.ts'
export { openValidator, type Validator } from './fhir/validate/validate.ts'

/** What a start may be handed besides its configuration. */
export interface StartOptions {
  log?: Logger
  clock?: () => Date
  newId?: () => string
}

export interface RunningBox {
  /** The public URL, without trailing slash. */
  url: string
  box: Box
  /** Writes the AuditEvents that wait for their batch. */
  flushAudit(): Promise<void>
  /** Removes Sessions that have been over for long, as it does every hour; answers how many. */
  sweep(): Promise<number>
  close(): Promise<void>
}

/** Starts a box; resolves when it answers. With port 0 a free port is taken, and stands in `url` (baseUrl ends with `:0`). */
export const startBox = async (given: BoxConfig & StartOptions): Promise<RunningBox> => {
  const {
    log: logger,
    clock = () => new Date(),
    newId = () => crypto.randomUUID(),
    ...asked
  } = given
  checkConfiguration(asked)
  const log = logger ?? pino({ base: { box: asked.name } })
  const config = await withPort(asked)
  const closers: (() => Promise<unknown> | unknown)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse())
      try {
        await closer()
      } catch (error) {
        log.error({ error: loggable(error) }, 'close') // the others are closed all the same
      }
  }
  try {
    const database = await openDatabase(config.database, log)
    closers.push(() => database.close())
    const resources = await createResources(database, clock, newId, log)
    const validation = openValidation(config.packages ?? baseOnly, log)
    closers.push(validation.close)
    const box: Box = { config, database, resources, validation, clock, newId, log }
    const rules = keepRules(box)
    closers.push(rules.stop)
    const apps = createAppCaller()
    closers.push(apps.close)
    const audit = openAudit(box)
    closers.push(audit.close)
    const front: Front = { box, rules, apps, audit, metrics: createMetrics() }

    await prepareAuthSchema(database)
    await prepareSqlViews(database)
    await seedRoot(box)
    await runInitBundle(box)
    await rules.current() // a policy that is not understood stops the start here

    const handler = createServer(front)
    const server = config.tls
      ? createHttpsServer({ ...config.tls, minVersion: 'TLSv1.2' }, handler)
      : createHttpServer(handler)
    answerUnreadable(server, box)
    await listen(server, config)
    closers.push(() => stop(server))
    const sweep = openSweep(box)
    closers.push(sweep.stop)
    log.info({ url: config.baseUrl, port: config.port, mode: config.mode }, 'box listens')
    return { url: config.baseUrl, box, flushAudit: audit.flush, sweep: sweep.now, close }
  } catch (error) {
    await close()
    throw error
  }
}

const listen = (server: Server, config: BoxConfig): Promise<void> => {
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  server.keepAliveTimeout = 65_000
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(portError(error, config)))
    server.listen(config.port, config.host, resolve)
  })
}

const portError = (error: NodeJS.ErrnoException, { name, host, port }: BoxConfig): Error => {
  const setting = `${name.toUpperCase()}_PORT`
  if (error.code === 'EADDRINUSE')
    return new Error(
      `Port ${port} is taken, so the ${name} box cannot listen: set ${setting} to a free one.`,
    )
  if (error.code === 'EACCES')
    return new Error(`Port ${port} may not be used here: set ${setting} to one above 1023.`)
  return new Error(
    `The ${name} box cannot listen on ${host}:${port}: ${error.code ?? error.message}`,
  )
}

/** Lets running requests end, then goes. */
const stop = (server: Server): Promise<void> =>
  new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), 3_000)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })

/**
 * Is the port free? Said before the store is opened. The issuer has to be known before the first token:
 * for port 0 a free one is found now and named everywhere.
 */
const withPort = async (config: BoxConfig): Promise<BoxConfig> => {
  const port = await freePort(config)
  return { ...config, port, baseUrl: config.baseUrl.replace(/:0$/, `:${port}`) }
}

const freePort = (config: BoxConfig): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createTcpServer()
    probe.once('error', error => reject(portError(error, config)))
    probe.listen(config.port, config.host, () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
