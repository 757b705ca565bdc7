// Starts Inferno as a process of its own in an empty folder: our rack file, our list of kits, a fresh store; and ends it.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../tests/harness/ports.ts'
import { gemfileFolder, rubyEnvironment } from './gems.ts'

export interface RunningInferno {
  /** Where it listens, and what its redirect URLs begin with. */
  url: string
  close(): Promise<void>
}

/** `trusted` is the PEM file of the authorities that it believes; `validator` answers `POST /validate`. */
export const startInferno = async (options: {
  folder: string
  log: string
  validator: string
  trusted?: string
}): Promise<RunningInferno> => {
  const folder = join(options.folder, 'inferno')
  for (const name of ['lib', 'config']) mkdirSync(join(folder, name), { recursive: true })
  copyFileSync(join(gemfileFolder, 'config.ru'), join(folder, 'config.ru'))
  copyFileSync(join(gemfileFolder, 'kits.rb'), join(folder, 'lib', 'kits.rb'))
  copyFileSync(join(gemfileFolder, 'database.yml'), join(folder, 'config', 'database.yml'))

  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn(
    'bundle',
    ['exec', 'puma', '--bind', `tcp://127.0.0.1:${port}`, '--threads', '2:8', 'config.ru'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...rubyEnvironment(),
        ...(hasCompiler() ? { RUBYOPT: '--yjit' } : {}),
        APP_ENV: 'development',
        ASYNC_JOBS: 'false',
        INITIALIZE_VALIDATOR_SESSIONS: 'false',
        FHIR_RESOURCE_VALIDATOR_URL: options.validator,
        INFERNO_HOST: url,
        ...(options.trusted ? { SSL_CERT_FILE: options.trusted } : {}),
      },
    },
  )
  const log = createWriteStream(options.log)
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
    log.end()
  }
  try {
    await listening(child.stdout, ended, options.log)
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

// Half of a run is Ruby's own work; where its compiler is built in, it saves a third of that.
const hasCompiler = (): boolean => spawnSync('ruby', ['--yjit', '-e', '']).status === 0

/** Puma says so when it has loaded everything. */
const listening = (
  output: NodeJS.ReadableStream,
  ended: Promise<void>,
  log: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = ''
    output.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-2000)
      if (text.includes('Listening on')) resolve()
    })
    ended.then(() => reject(new Error(`Inferno did not start; ${log} says why.`)))
  })
