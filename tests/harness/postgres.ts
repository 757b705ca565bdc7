// A PostgreSQL cluster of the tests' own: fresh folder, free port, its own system user, gone afterwards.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { patience } from './patience.ts'
import { freePort } from './ports.ts'

export interface Cluster {
  /** `postgres://…` of a database that is created when it is not there. */
  database(name: string): Promise<string>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Starts it again on the same folder and port. */
  start(): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/** The newest installed PostgreSQL's programs, or undefined. */
export const postgresPrograms = (): string | undefined => {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const newest = readdirSync(root)
    .map(Number)
    .filter(version => version >= 15)
    .sort((a, b) => b - a)[0]
  const folder = newest ? join(root, String(newest), 'bin') : undefined
  return folder && existsSync(join(folder, 'initdb')) ? folder : undefined
}

/** Starts a cluster; throws when PostgreSQL is not installed. */
export const startCluster = async (): Promise<Cluster> => {
  const programs = postgresPrograms()
  if (!programs)
    throw new Error('PostgreSQL 15 or later is not installed (Debian: apt-get install postgresql).')
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-postgres-'))
  const data = join(folder, 'data')
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  // PostgreSQL refuses to run as root: Debian's package brings the user.
  const user = process.getuid?.() === 0 ? systemUser('postgres') : undefined
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid)
  execFileSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'plan',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--no-sync',
    ],
    { ...user, stdio: 'pipe', cwd: folder },
  )
  const port = await freePort()
  let server: ChildProcess | undefined
  const start = async (deadline = Date.now() + patience): Promise<void> => {
    // fsync off: these tests kill processes, not the machine.
    const started = spawn(
      join(programs, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        `unix_socket_directories=${folder}`,
        '-c',
        'fsync=off',
        '-c',
        'max_connections=200',
      ],
      { ...user, stdio: 'ignore', cwd: folder },
    )
    server = started
    // Children of one that was killed may still be going: until they are gone, the next refuses to start.
    const refused = new Promise<void>(resolve => started.once('exit', () => resolve()))
    const isUp = answering(urlOf('postgres'), () => server === started).then(() => true)
    if (await Promise.race([isUp, refused.then(() => false)])) return
    if (Date.now() > deadline) throw new Error('PostgreSQL does not start again')
    server = undefined
    await new Promise(resolve => setTimeout(resolve, 100))
    await start(deadline)
  }
  const end = (signal: NodeJS.Signals): Promise<void> =>
    new Promise(resolve => {
      if (!server || server.exitCode !== null || server.signalCode !== null) return resolve()
      server.once('exit', () => resolve())
      server.kill(signal)
    })
  const urlOf = (name: string): string => `postgres://plan:${password}@127.0.0.1:${port}/${name}`
  await start()
  return {
    database: async name => {
      const client = new pg.Client(urlOf('postgres'))
      await client.connect()
      const known = await client.query('select 1 from pg_database where datname = $1', [name])
      if (known.rowCount === 0) await client.query(`create database "${name.replaceAll('"', '')}"`)
      await client.end()
      return urlOf(name)
    },
    kill: () => end('SIGKILL'),
    start: () => start(),
    stop: async () => {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const systemUser = (name: string): { uid: number; gid: number } => {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Resolves when it answers, or when nobody waits any more. */
const answering = async (url: string, isWanted: () => boolean): Promise<void> => {
  const deadline = Date.now() + patience
  for (;;) {
    const client = new pg.Client(url)
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (!isWanted()) return
      if (Date.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
