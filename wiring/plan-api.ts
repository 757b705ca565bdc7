// Brings everything up in order: mailbox, App, two boxes, portals, sample app; and takes it down again.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino, { type DestinationStream, type Logger } from 'pino'
import { readConfig } from '../app/config.ts'
import { startApp } from '../app/main.ts'
import type { BoxConfig } from '../embedded-box/box.ts'
import { startBox } from '../embedded-box/index.ts'
import { buildBundles } from '../init-bundle/build.ts'
import { startMailbox } from '../mailbox/index.ts'
import { startPortals } from '../portal-ui/server/index.ts'
import { usualPlanName } from '../vocabulary/brand.ts'
import { fhirPackages } from '../vocabulary/fhir-packages.ts'
import { loadDemoData } from './demo-data.ts'
import { demandFreePorts } from './ports.ts'
import { openProgress, type Part } from './progress.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { type BoxSettings, makeDataDir, type Settings } from './settings.ts'

export interface RunningPlanApi {
  urls: {
    portal: string
    production: string
    sandbox: string
    app: string
    sampleApp: string
    mailbox?: string
  }
  secrets: Secrets
  /** Resolves when the demo's data is loaded too. */
  loaded: Promise<void>
  close(): Promise<void>
}

export interface StartOptions {
  /** Hears what comes up. */
  changed?: (part: Part) => void
  /** Where logs go; absent: `<data folder>/plan-api.log`. */
  log?: DestinationStream
  limits?: BoxConfig['limits']
  /** Skips the portals' build and server, the sample app, or the demo's data: for tests that do not need them. */
  without?: readonly ('portals' | 'sample-app' | 'demo-data')[]
}

/** Starts all that `settings` names; when a part fails, what was up is taken down before the error goes on. */
export const startPlanApi = async (
  settings: Settings,
  options: StartOptions = {},
): Promise<RunningPlanApi> => {
  await demandFreePorts(settings)
  makeDataDir(settings)
  const secrets = openSecrets(settings)
  const log = pino(
    { base: undefined },
    options.log ?? pino.destination({ dest: join(settings.dataDir, 'plan-api.log'), sync: false }),
  )
  const progress = openProgress(options.changed)
  const skipped = new Set(options.without)
  const closers: (() => Promise<unknown>)[] = []
  const stopping = new AbortController()
  const close = async (): Promise<void> => {
    stopping.abort()
    for (const closer of closers.splice(0).reverse())
      await closer().catch(error => log.error({ err: error }, 'close'))
  }
  const part = async <T>(name: string, start: () => Promise<T>): Promise<T> => {
    progress.set(name, 'starting')
    try {
      const started = await start()
      progress.set(name, 'ready')
      return started
    } catch (error) {
      progress.set(name, 'failed', error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  try {
    const mailbox = settings.mailbox.smtpUrl
      ? undefined
      : await part('mailbox', () =>
          startMailbox({
            host: settings.host,
            httpPort: settings.mailbox.port,
            smtpPort: settings.mailbox.smtpPort,
            folder: join(settings.dataDir, 'mail'),
          }),
        )
    if (mailbox) closers.push(mailbox.close)
    const smtpUrl = settings.mailbox.smtpUrl ?? mailbox?.smtpUrl ?? ''
    const env = wiringEnvironment(settings, secrets, smtpUrl)

    const bundles = buildBundles(env, { mode: settings.mode, kind: 'embedded' })
    const portals = skipped.has('portals')
      ? Promise.resolve()
      : part('portals', async () => {
          await buildPortals()
          const running = await startPortals({
            host: settings.host,
            port: settings.portal.port,
            sandbox: settings.sandbox.url,
            production: settings.production.url,
            appUrl: settings.app.url,
            mode: settings.mode,
            ...(settings.tls ? { tls: settings.tls } : {}),
            ...(mailbox ? { mailbox: mailbox.url } : {}),
            ...(settings.brand ? { brand: settings.brand } : {}),
            health: async () => {
              const { ready, parts } = progress.report()
              return { ready, detail: parts }
            },
          })
          closers.push(running.close)
        })
    const app = part('App', async () => {
      const running = await startApp(readConfig(env), { log: log.child({ room: 'app' }) })
      closers.push(running.close)
    })
    const boxes = [settings.sandbox, settings.production].map(box => {
      if (!box.embedded) {
        progress.set(`${box.name} box`, 'elsewhere', box.url)
        return Promise.resolve()
      }
      return part(`${box.name} box`, async () => {
        const running = await startBox({
          ...boxConfig(box, settings, secrets, bundles[box.name], log),
          ...(options.limits ? { limits: options.limits } : {}),
        })
        closers.push(running.close)
      })
    })
    const sampleApp =
      skipped.has('sample-app') || settings.mode === 'production'
        ? Promise.resolve()
        : part('sample app', async () => closers.push(await startSampleApp(env)))
    await settled([app, portals, sampleApp, ...boxes])

    const { production } = settings
    const demo =
      settings.mode === 'demo' && production.embedded && !skipped.has('demo-data')
        ? loadDemoData(
            {
              url: `http://127.0.0.1:${production.port}`,
              root: { id: 'root', secret: secrets.PRODUCTION_ROOT_SECRET },
            },
            { today: today(), members: settings.demoMembers },
            progress,
            stopping.signal,
          )
        : undefined
    const loaded = demo?.all ?? Promise.resolve()
    loaded.catch(error => log.error({ err: error }, 'demo data'))
    await demo?.first.catch(() => undefined) // told above; the boxes are there all the same
    return {
      urls: {
        portal: settings.portal.url,
        production: production.url,
        sandbox: settings.sandbox.url,
        app: settings.app.url,
        sampleApp: settings.sampleApp.url,
        ...(mailbox ? { mailbox: mailbox.url } : {}),
      },
      secrets,
      loaded,
      close: async () => {
        stopping.abort()
        await loaded.catch(() => {})
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** Waits for all, so that nothing is half started when one failed. */
const settled = async (parts: readonly Promise<unknown>[]): Promise<void> => {
  const results = await Promise.allSettled(parts)
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** One environment for the App, the bundles and the sample app: the names of ARCHITECTURE.md. */
const wiringEnvironment = (
  settings: Settings,
  secrets: Secrets,
  smtpUrl: string,
): NodeJS.ProcessEnv => ({
  ...settings.env,
  ...secrets,
  PLAN_API_MODE: settings.mode,
  PORTAL_URL: settings.portal.url,
  APP_URL: settings.app.url,
  APP_PORT: String(settings.app.port),
  APP_HOST: settings.host,
  SANDBOX_BOX_URL: settings.sandbox.url,
  PRODUCTION_BOX_URL: settings.production.url,
  SAMPLE_APP_URL: settings.sampleApp.url,
  SAMPLE_APP_PORT: String(settings.sampleApp.port),
  // Our own boxes narrow user/ and Device scopes; a licensed one has to be verified first.
  ...(settings.sandbox.embedded && settings.production.embedded
    ? { VERIFIED_SCOPES: settings.env.VERIFIED_SCOPES ?? 'user,device' }
    : {}),
  AGE_OF_MAJORITY: String(settings.ageOfMajority),
  ...brandEnvironment(settings),
  SMTP_URL: smtpUrl,
  MAIL_FROM:
    settings.env.MAIL_FROM ??
    `"${(settings.brand?.brand.name ?? usualPlanName).replace(/["\\]/g, '')}" <plan-api@demo.test>`,
})

/** What the consent page, mails and the boxes' own sign-in pages show of the plan's brand. */
const brandEnvironment = ({ brand }: Settings): NodeJS.ProcessEnv => ({
  ...(brand?.brand.name ? { BRAND_NAME: brand.brand.name } : {}),
  ...(brand?.brand.color ? { BRAND_COLOR: brand.brand.color } : {}),
  ...(brand?.brand.contact ? { BRAND_CONTACT: brand.brand.contact } : {}),
  ...(brand?.brand.logo ? { BRAND_LOGO: brand.brand.logo } : {}),
})

const boxConfig = (
  box: BoxSettings,
  settings: Settings,
  secrets: Secrets,
  bundle: BoxConfig['bundle'],
  log: Logger,
): BoxConfig => {
  const upper = box.name === 'sandbox' ? 'SANDBOX' : 'PRODUCTION'
  const previousPublicKey = settings.env[`${upper}_PREVIOUS_PUBLIC_KEY`]
  return {
    name: box.name,
    host: settings.host,
    port: box.port,
    baseUrl: box.url,
    mode: settings.mode,
    database: box.databaseUrl
      ? { kind: 'postgres', url: box.databaseUrl }
      : { kind: 'pglite', folder: join(settings.dataDir, box.name) },
    bundle,
    rootSecret: secrets[`${upper}_ROOT_SECRET`],
    keys: {
      privateKey: secrets[`${upper}_PRIVATE_KEY`],
      publicKey: secrets[`${upper}_PUBLIC_KEY`],
      secret: secrets[`${upper}_KEYS_SECRET`],
      ...(previousPublicKey ? { previousPublicKey } : {}),
    },
    grantPageUrl: `${settings.portal.url}/consent/${box.name}`,
    corsOrigins: [settings.portal.url],
    trustedProxies: settings.trustedProxies,
    ageOfMajority: settings.ageOfMajority,
    adminTwoFactor: settings.adminTwoFactor,
    packages: {
      names: fhirPackages,
      folder: join(settings.dataDir, 'fhir-packages'),
      ...settings.packages,
    },
    ...(settings.tls ? { tls: settings.tls } : {}),
    look: {
      ...(settings.brand?.brand.color ? { color: settings.brand.brand.color } : {}),
      ...(settings.brand?.logo ? { logo: settings.brand.logo } : {}),
    },
    log: log.child({ room: `${box.name} box` }),
  }
}

const child = (script: string, env: NodeJS.ProcessEnv): ChildProcess =>
  fork(fileURLToPath(new URL(script, import.meta.url)), {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })

const ended = (process: ChildProcess): Promise<number | null> =>
  new Promise(resolve => process.once('exit', resolve))

// A process of its own, so that Vite's memory is given back when it is done.
const buildPortals = async (): Promise<void> => {
  const code = await ended(child('../portal-ui/build.ts', process.env))
  if (code !== 0) throw new Error('The portals could not be built; the lines above say why.')
}

const startSampleApp = async (env: NodeJS.ProcessEnv): Promise<() => Promise<void>> => {
  const running = child('../sample-app/main.ts', env)
  const gone = ended(running)
  const up = new Promise<boolean>(resolve => running.once('message', () => resolve(true)))
  if ((await Promise.race([up, gone])) !== true)
    throw new Error('The sample app did not start; the lines above say why.')
  return async () => {
    running.kill('SIGTERM')
    await gone
  }
}
