// `npm run bench:demo`: what the demo costs: first and later starts, Initialize Patient, idle memory; on PGlite and PostgreSQL.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../tests/harness/ports.ts'
import { postgresPrograms, startCluster } from '../tests/harness/postgres.ts'
import { launchSmartApp } from '../tests/harness/smart-launch.ts'

interface Figures {
  database: string
  firstStartSeconds: number
  laterStartsSeconds: number[]
  initializePatientMilliseconds: number[]
  resources: number
  idleMegabytesFirst: number
  idleMegabytesLater: number
}

/** Issue 2's targets, by database. */
const targets = {
  PGlite: { first: 15, later: 6, initialize: 1000, memoryFirst: 1500, memoryLater: 1000 },
  PostgreSQL: { first: 15, later: 3, initialize: 400, memoryFirst: 1500, memoryLater: 1000 },
} as const

interface Demo {
  seconds: number
  urls: { portal: string; sandbox: string }
  megabytes(): number
  stop(): Promise<void>
}

const start = async (
  dataDir: string,
  ports: number[],
  databases: Record<string, string>,
): Promise<Demo> => {
  const [portal, production, sandbox, app, sample, mailbox, smtp] = ports
  const began = performance.now()
  const child = spawn(process.execPath, ['start.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      PORTAL_PORT: String(portal),
      PRODUCTION_PORT: String(production),
      SANDBOX_PORT: String(sandbox),
      APP_PORT: String(app),
      SAMPLE_APP_PORT: String(sample),
      MAILBOX_PORT: String(mailbox),
      SMTP_PORT: String(smtp),
      ...databases,
    },
  })
  const url = `http://127.0.0.1:${portal}/health`
  while (
    !(await fetch(url).then(
      answer => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error('npm start ended before it was ready')
    await pause(25)
  }
  const seconds = (performance.now() - began) / 1000
  await loaded(url)
  return {
    seconds,
    urls: { portal: `http://localhost:${portal}`, sandbox: `http://localhost:${sandbox}` },
    megabytes: () => treeMegabytes(child),
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve())
        child.kill('SIGINT')
      }),
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

/** Waits until what loads behind the start is done. */
const loaded = async (health: string): Promise<void> => {
  for (;;) {
    const { detail } = await (await fetch(health)).json()
    if (!detail.some(({ state }: { state: string }) => state === 'loading')) return
    await pause(200)
  }
}

/** Resident memory of a process and all below it, shared pages counted once each (PSS). */
const treeMegabytes = (root: ChildProcess): number => {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    try {
      parents.set(
        Number(name),
        Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]),
      )
    } catch {} // it ended meanwhile
  }
  const below = (pid: number): number[] => [
    pid,
    ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child)),
  ]
  const kilobytes = below(root.pid ?? 0).map(pid => {
    try {
      return Number(
        /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
      )
    } catch {
      return 0
    }
  })
  return Math.round(kilobytes.reduce((sum, value) => sum + value, 0) / 1024)
}

const measure = async (database: string, databases: Record<string, string>): Promise<Figures> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plan-api-bench-'))
  const ports = await freePorts(7)
  rmSync('dist/portal-ui', { recursive: true, force: true }) // cold: as after npm ci
  const first = await start(dataDir, ports, databases)
  await pause(20_000)
  const idleMegabytesFirst = first.megabytes()
  await first.stop()

  const laterStartsSeconds: number[] = []
  let demo = await start(dataDir, ports, databases)
  laterStartsSeconds.push(demo.seconds)
  for (let again = 0; again < 2; again++) {
    await demo.stop()
    demo = await start(dataDir, ports, databases)
    laterStartsSeconds.push(demo.seconds)
  }
  await pause(20_000)
  const idleMegabytesLater = demo.megabytes()

  const { tokens } = await launchSmartApp({
    box: demo.urls.sandbox,
    app: {
      clientId: 'portal-ui',
      redirectUri: `${demo.urls.portal}/callback`,
      scope: 'openid profile',
    },
    person: { email: 'vendor@demo.test', password: 'plan-api-demo' },
  })
  const call = async (operation: string) => {
    const began = performance.now()
    const answer = await fetch(`${demo.urls.sandbox}/plan-api/$${operation}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        'content-type': 'application/json',
      },
      body: '{}',
    })
    if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`)
    return { milliseconds: Math.round(performance.now() - began), body: await answer.json() }
  }
  const initializePatientMilliseconds: number[] = []
  let resources = 0
  const initialized = await call('initialize-patient')
  initializePatientMilliseconds.push(initialized.milliseconds)
  for (let again = 0; again < 4; again++)
    initializePatientMilliseconds.push((await call('reset-patient')).milliseconds)
  resources = Object.values<number>(initialized.body.counts).reduce((sum, count) => sum + count, 0)
  await demo.stop()
  rmSync(dataDir, { recursive: true, force: true })
  return {
    database,
    firstStartSeconds: first.seconds,
    laterStartsSeconds,
    initializePatientMilliseconds,
    resources,
    idleMegabytesFirst,
    idleMegabytesLater,
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const report = (all: readonly Figures[]): string => {
  const rows = all.flatMap(figures => {
    const target = figures.database === 'PostgreSQL' ? targets.PostgreSQL : targets.PGlite
    const row = (what: string, value: number, unit: string, limit: number) =>
      `| ${figures.database} | ${what} | ${Number.isInteger(value) ? value : value.toFixed(1)} ${unit} | under ${limit} ${unit} | ${value < limit ? 'met' : '**missed**'} |`
    return [
      row('first start to ready, portals built', figures.firstStartSeconds, 's', target.first),
      row(
        'later start to ready, median of 3',
        median(figures.laterStartsSeconds),
        's',
        target.later,
      ),
      row(
        `Initialize Patient, ${figures.resources} resources, first`,
        figures.initializePatientMilliseconds[0] ?? Number.NaN,
        'ms',
        target.initialize,
      ),
      row(
        'reset of the patient, median of 4',
        median(figures.initializePatientMilliseconds.slice(1)),
        'ms',
        target.initialize,
      ),
      row(
        'idle memory after the first start',
        figures.idleMegabytesFirst,
        'MB',
        target.memoryFirst,
      ),
      row('idle memory after a restart', figures.idleMegabytesLater, 'MB', target.memoryLater),
    ]
  })
  return `| database | what | measured | target | |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
}

const all = [await measure('PGlite', {})]
if (postgresPrograms()) {
  const cluster = await startCluster()
  all.push(
    await measure('PostgreSQL', {
      PRODUCTION_DATABASE_URL: await cluster.database('production'),
      SANDBOX_DATABASE_URL: await cluster.database('sandbox'),
    }),
  )
  await cluster.stop()
} else process.stdout.write('PostgreSQL is not installed: its figures are left out.\n')
mkdirSync('dist', { recursive: true })
writeFileSync(
  'dist/bench-demo.json',
  JSON.stringify({ cpus: cpus().length, figures: all }, null, 2),
)
process.stdout.write(`\n${report(all)}\nAlso in dist/bench-demo.json.\n`)
