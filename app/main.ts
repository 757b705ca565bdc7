// Starts the App: configuration, boxes, pages, jobs; `node app/main.ts` reads the environment.
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type Logger, pino } from 'pino'
import { createBoxClient } from './box-client.ts'
import { type AppConfig, ConfigError, readConfig } from './config.ts'
import { consentRouter } from './consent/router.ts'
import type { AppContext } from './context.ts'
import { type Jobs, startJobs } from './jobs.ts'
import { logosRouter } from './logos.ts'
import { createServer } from './server.ts'

export interface RunningApp {
  url: string
  /** Everything the App works with; tests call jobs with it. */
  context: AppContext
  /** What runs on the App's own clock; tests run it at once. */
  jobs: Jobs
  close(): Promise<void>
}

export interface AppParts {
  log?: Logger
  clock?: () => Date
  newId?: () => string
}

/** Starts listening; `close` ends requests, jobs and connections. */
export const startApp = async (config: AppConfig, parts: AppParts = {}): Promise<RunningApp> => {
  const context: AppContext = {
    config,
    boxes: {
      sandbox: createBoxClient({ name: 'sandbox', ...config.boxes.sandbox }),
      production: createBoxClient({ name: 'production', ...config.boxes.production }),
    },
    clock: parts.clock ?? (() => new Date()),
    newId: parts.newId ?? (() => randomUUID()),
    log: parts.log ?? pino({ name: 'app' }),
    jobRuns: new Map(),
  }
  const server = await listen(
    createServer(context, { consent: consentRouter(context), logos: logosRouter(context) }),
    config,
  )
  const jobs = startJobs(context)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  return {
    url: `http://${config.host}:${port}`,
    context,
    jobs,
    close: async () => {
      await new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
      await jobs.stop()
      await Promise.all([context.boxes.sandbox.close(), context.boxes.production.close()])
    },
  }
}

const listen = (express: ReturnType<typeof createServer>, config: AppConfig): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = express.listen(config.port, config.host)
    server.once('listening', () => resolve(server))
    server.once('error', error => {
      const taken = 'code' in error && error.code === 'EADDRINUSE'
      reject(taken ? new Error(`Port ${config.port} is taken: set APP_PORT to a free one.`) : error)
    })
  })

if (import.meta.main) {
  try {
    const running = await startApp(readConfig(process.env))
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void running.close())
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof Error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
