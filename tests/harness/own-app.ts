// Two boxes in memory and an App of their own, with a clock that tests move and a mail server that tests command.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import pino, { type Logger } from 'pino'
import { readConfig } from '../../app/config.ts'
import { type RunningApp, startApp } from '../../app/main.ts'
import type { BoxConfig } from '../../embedded-box/box.ts'
import { type RunningBox, startBox } from '../../embedded-box/index.ts'
import { buildBundles } from '../../init-bundle/build.ts'
import type { BoxName } from '../../vocabulary/operations.ts'
import { type MailServer, startMailServer } from './mail-server.ts'
import { freePorts } from './ports.ts'

export interface OwnWorld {
  urls: Record<BoxName, string>
  /** Where browsers find the App's pages: here the App itself. */
  portal: string
  app: RunningApp
  mail: MailServer
  /** `Authorization` of each box's root. */
  root: Record<BoxName, string>
  now(): Date
  /** Moves the clock of both boxes and of every App. */
  forward(seconds: number): void
  /**
   * Another process of the App on the same boxes; calls of the boxes still go to the first. Close it when its test is
   * over: it takes mails of its own accord.
   */
  anotherApp(): Promise<RunningApp>
  /** Every line that the Apps logged. */
  log: string[]
  close(): Promise<void>
}

const secret = () => randomBytes(32).toString('base64url')

/** What a world has besides the usual: settings of App and bundles, and of both boxes. */
export interface OwnWorldOptions {
  env?: Record<string, string>
  boxes?: Pick<BoxConfig, 'look' | 'adminTwoFactor'>
}

/** Starts it all on free ports. */
export const startOwnWorld = async (more: OwnWorldOptions = {}): Promise<OwnWorld> => {
  const mail = await startMailServer()
  const [appPort = 0, sandboxPort = 0, productionPort = 0, spare = 0] = await freePorts(4)
  const urls = {
    sandbox: `http://localhost:${sandboxPort}`,
    production: `http://localhost:${productionPort}`,
  }
  const env: Record<string, string> = {
    PLAN_API_MODE: 'demo',
    APP_PORT: String(appPort),
    APP_URL: `http://localhost:${appPort}`,
    PORTAL_URL: `http://localhost:${appPort}`,
    SANDBOX_BOX_URL: urls.sandbox,
    PRODUCTION_BOX_URL: urls.production,
    SAMPLE_APP_URL: `http://localhost:${spare}`,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Plan API <no-reply@plan.test>',
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DEMO_PASSWORD: 'plan-api-demo',
    ...more.env,
  }
  for (const box of ['SANDBOX', 'PRODUCTION'])
    for (const kind of ['APP', 'CLIENT', 'CONSENT', 'ROOT']) env[`${box}_${kind}_SECRET`] = secret()
  const bundles = buildBundles(env, { mode: 'demo', kind: 'embedded' })

  let offset = 0
  const clock = () => new Date(Date.now() + offset)
  const quiet = pino({ level: 'silent' })
  const closers: (() => Promise<unknown>)[] = [mail.close]
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    // One after the other: two databases that are made at once take longer than both in turn.
    for (const [name, port] of [
      ['sandbox', sandboxPort],
      ['production', productionPort],
    ] as const)
      closers.push(
        (await box(name, port, { env, bundles, clock, log: quiet, more: more.boxes })).close,
      )
  } catch (error) {
    await close()
    throw error
  }
  const log: string[] = []
  const logger = pino({}, { write: line => void log.push(line) })
  const app = await startApp(readConfig(env), { clock, log: logger })
  closers.push(app.close)
  return {
    urls,
    portal: `http://localhost:${appPort}`,
    app,
    mail,
    root: {
      sandbox: basic('root', env.SANDBOX_ROOT_SECRET),
      production: basic('root', env.PRODUCTION_ROOT_SECRET),
    },
    now: clock,
    forward: seconds => {
      offset += seconds * 1000
    },
    anotherApp: async () => {
      const [port] = await freePorts(1)
      const another = await startApp(readConfig({ ...env, APP_PORT: String(port) }), {
        clock,
        log: logger,
      })
      let closed: Promise<void> | undefined
      const once = {
        ...another,
        close: () => {
          closed ??= another.close()
          return closed
        },
      }
      closers.push(once.close)
      return once
    },
    log,
    close,
  }
}

const basic = (id: string, password = '') =>
  `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`

const box = (
  name: BoxName,
  port: number,
  parts: {
    env: Record<string, string>
    bundles: ReturnType<typeof buildBundles>
    clock: () => Date
    log: Logger
    more: OwnWorldOptions['boxes']
  },
): Promise<RunningBox> => {
  const { env, bundles, clock, log, more } = parts
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return startBox({
    name,
    host: '127.0.0.1',
    port,
    baseUrl: `http://localhost:${port}`,
    mode: 'demo',
    database: { kind: 'pglite' },
    bundle: bundles[name],
    rootSecret: env[`${name.toUpperCase()}_ROOT_SECRET`] ?? '',
    keys: { privateKey, publicKey, secret: secret() },
    grantPageUrl: `${env.PORTAL_URL}/consent/${name}`,
    corsOrigins: [env.PORTAL_URL ?? ''],
    limits: { authorizePerMinute: 10_000, anonymousPerMinute: 10_000 },
    clock,
    log,
    ...more,
  })
}
