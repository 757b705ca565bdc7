// The two that are measured: the floor and the box, each a process of its own, on PostgreSQL the same cluster.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { freePort } from '../../tests/harness/ports.ts'
import { definition } from './definition.ts'

export interface Measured {
  url: string
  /** Files with process ids, and what these are: whose CPU and memory counts. */
  pids: string[]
  pidNames: string[]
  /** Resident memory in megabytes. */
  megabytes(): number
  /** What a box says to a question of its own kind; the floor answers nothing. */
  ask(question: object): Promise<unknown>
  stop(): Promise<void>
}

const folder = mkdtempSync(join(tmpdir(), 'plan-api-bench-'))
const { scripts } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'),
)

/** A box in a process of its own; its log goes to a file, as behind any service manager. */
export const startBoxProcess = async (
  database: string,
  rootSecret: string,
  postgres?: string,
): Promise<Measured> => {
  const log = openSync(join(folder, 'box.log'), 'a')
  const execArgv = [
    // what is measured runs as what is started
    ...String(scripts.start)
      .split(' ')
      .filter(word => word.startsWith('--')),
    ...(process.env.BENCH_PROFILE
      ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
      : []),
  ]
  const child = fork(
    resolve(import.meta.dirname, '../measured-box.ts'),
    [database === '' ? join(folder, 'pglite') : database, rootSecret, join(folder, 'requests.log')],
    { stdio: ['ignore', log, log, 'ipc'], execArgv },
  )
  const url = await new Promise<string>((done, failed) => {
    child.once('message', message =>
      done(typeof message === 'object' && 'url' in message ? String(message.url) : ''),
    )
    child.once('exit', code =>
      failed(
        new Error(
          `the box ended with ${code}: ${readFileSync(join(folder, 'box.log'), 'utf8').slice(-2000)}`,
        ),
      ),
    )
  })
  return measured(child, url, 'box', postgres)
}

/** The floor's server on a database that holds its table. */
export const startFloor = async (database: string, postgres?: string): Promise<Measured> => {
  const port = await freePort()
  const child = spawn(process.execPath, [join(definition, 'floor.mjs'), 'serve'], {
    env: {
      ...process.env,
      ...connection(database),
      BENCH_MODULES: resolve(import.meta.dirname, '../..'),
      MODE: 'http',
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise(done => child.stdout.once('data', done))
  return measured(child, `http://127.0.0.1:${port}`, 'floor', postgres)
}

/** A PostgreSQL URL as the environment that `pg` reads. */
export const connection = (database: string): Record<string, string> => {
  const { hostname, port, username, password, pathname } = new URL(database)
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
  }
}

/** Where a cluster keeps the id of its first process. */
export const postmasterFile = async (database: string): Promise<string> => {
  const client = new pg.Client(database)
  await client.connect()
  const { rows } = await client.query('show data_directory')
  await client.end()
  return join(rows[0].data_directory, 'postmaster.pid')
}

/** As autovacuum would some minutes after a load. */
export const settle = async (database: string): Promise<void> => {
  const client = new pg.Client(database)
  await client.connect()
  await client.query('vacuum (analyze)')
  await client.query('checkpoint')
  await client.end()
}

const measured = (
  child: ChildProcess,
  url: string,
  name: string,
  postgres: string | undefined,
): Measured => {
  const pidFile = join(folder, `${name}.pid`)
  writeFileSync(pidFile, String(child.pid))
  return {
    url,
    pids: postgres ? [pidFile, postgres] : [pidFile],
    pidNames: postgres ? [name, 'postgres'] : [name],
    megabytes: () =>
      Math.round(
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) /
          1024,
      ),
    ask: question =>
      new Promise(done => {
        child.once('message', done)
        child.send(question)
      }),
    stop: () =>
      new Promise(done => {
        if (child.exitCode !== null || child.signalCode !== null) return done()
        child.once('exit', () => done())
        if (child.connected) child.disconnect()
        else child.kill('SIGTERM')
      }),
  }
}
