// Production boxes of a test's own, each a process that can be killed and started again; several may share one database.
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoxConfig } from '../../embedded-box/box.ts'
import { buildBundles } from '../../init-bundle/build.ts'
import type { BoxProcessFile } from './box-process.ts'
import { freePorts } from './ports.ts'

export interface OwnBox {
  url: string
  /** `Authorization` of its root client. */
  root: string
  /** Where the sample app of its bundle lives: nothing answers there. */
  sampleApp: string
  /** True while the process lives. */
  alive(): boolean
  /** Everything it logged. */
  log(): string
  /** The last that it printed: why it ended, when it did. */
  printed(): string
  /** Starts it again on the same port and data. */
  start(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** Passwords of the people in its bundle. */
export const ownBoxPassword = 'plan-api-demo'

/** Starts `count` processes on one database, with the same keys and secrets, as replicas of one box are. */
export const startOwnBoxes = async (
  database: BoxConfig['database'],
  count = 1,
  packages?: BoxConfig['packages'],
): Promise<OwnBox[]> => {
  const ports = await freePorts(count)
  const [somewhere = 0, ...rest] = await freePorts(2)
  const first = `http://localhost:${ports[0]}`
  const env: Record<string, string> = {
    PLAN_API_MODE: 'demo',
    APP_URL: `http://localhost:${somewhere}`,
    PORTAL_URL: `http://localhost:${somewhere}`,
    SAMPLE_APP_URL: `http://localhost:${rest[0]}`,
    SANDBOX_BOX_URL: first,
    PRODUCTION_BOX_URL: first,
    DEMO_PASSWORD: ownBoxPassword,
  }
  for (const box of ['SANDBOX', 'PRODUCTION'])
    for (const kind of ['APP', 'CLIENT', 'CONSENT', 'ROOT']) env[`${box}_${kind}_SECRET`] = secret()
  const keys = {
    ...generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }),
    secret: secret(),
  }
  const rootSecret = env.PRODUCTION_ROOT_SECRET ?? ''
  const config: Omit<BoxConfig, 'port' | 'log'> = {
    name: 'production',
    host: '127.0.0.1',
    baseUrl: first,
    mode: 'demo',
    database,
    bundle: buildBundles(env, { mode: 'demo', kind: 'embedded' }).production,
    rootSecret,
    keys,
    corsOrigins: [],
    ...(packages ? { packages } : {}),
    limits: {
      loginFailuresPerAddress: 100_000,
      clientFailuresPerMinute: 100_000,
      authorizePerMinute: 100_000,
      anonymousPerMinute: 10_000_000,
    },
  }
  const boxes: OwnBox[] = []
  // One after the other: the first makes the schema, the others find it.
  for (const port of ports)
    boxes.push(await startOne({ ...config, port }, { sampleApp: env.SAMPLE_APP_URL ?? '' }))
  return boxes
}

const secret = () => randomBytes(32).toString('base64url')

const startOne = async (
  config: Omit<BoxConfig, 'log'>,
  { sampleApp }: { sampleApp: string },
): Promise<OwnBox> => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-box-'))
  const logFile = join(folder, 'box.log')
  const file: BoxProcessFile = { config, logFile }
  writeFileSync(join(folder, 'box.json'), JSON.stringify(file), { mode: 0o600 })
  writeFileSync(logFile, '')
  let child: ChildProcess | undefined
  let printed = ''
  const alive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const start = async (): Promise<void> => {
    const started = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        join(import.meta.dirname, 'box-process.ts'),
        join(folder, 'box.json'),
      ],
      { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => {
        printed = (printed + chunk.toString()).slice(-4_000)
      })
    await listening(started)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child
    if (!ending || !alive()) return
    const gone = new Promise<void>(resolve => ending.once('exit', () => resolve()))
    ending.kill(signal)
    await gone
  }
  await start()
  return {
    url: `http://localhost:${config.port}`,
    root: `Basic ${Buffer.from(`root:${config.rootSecret}`).toString('base64')}`,
    sampleApp,
    alive,
    log: () => readFileSync(logFile, 'utf8'),
    printed: () => printed,
    start,
    kill: () => end('SIGKILL'),
    close: async () => {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the process says that it listens; rejects with what it printed when it ends before. */
const listening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let printed = ''
    const hear = (chunk: Buffer): void => {
      printed = (printed + chunk.toString()).slice(-4_000)
      if (/^listening /m.test(printed)) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', () => reject(new Error(`The box ended before it listened:\n${printed}`)))
  })
