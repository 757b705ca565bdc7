// The definition of the measurement, which lies beside the project: data, mixes and floor; and running its programs.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '../..')
export const definition = resolve(project, '../shared/bench')

/** What keeps the measurement from running here, in words; undefined when all is there. */
export const missingTools = (): string | undefined => {
  if (!existsSync(join(definition, 'load.mjs')))
    return `The definition of the measurement is not at ${definition} (gen.mjs, load.mjs, floor.mjs).`
  try {
    execFileSync('sh', ['-c', 'command -v wrk'])
  } catch {
    return 'wrk is not installed (Debian: apt-get install wrk).'
  }
  return undefined
}

/** Runs one of the definition's programs; gives what it prints. */
export const runProgram = (
  name: 'gen' | 'load' | 'floor',
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(definition, `${name}.mjs`), ...args], {
      env: { ...process.env, BENCH_MODULES: project, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let errors = ''
    child.stdout.on('data', chunk => {
      out += chunk
    })
    child.stderr.on('data', chunk => {
      errors = (errors + chunk).slice(-4000)
    })
    child.once('close', code =>
      code === 0 ? done(out) : failed(new Error(`${name}.mjs ended with ${code}: ${errors}`)),
    )
  })

export interface Truth {
  members: number
  totalResources?: number
  patients: { id: string; eobs: [id: string, created: string, day: string][] }[]
  [fact: string]: unknown
}

/** Generates the data where it is not there yet (the same arguments give the same bytes). */
export const generate = async (members: number, practitioners: number): Promise<string> => {
  const folder = join(project, 'dist', `bench-${members}-${practitioners}`)
  if (!existsSync(join(folder, 'truth.json'))) {
    mkdirSync(folder, { recursive: true })
    await runProgram('gen', [
      '--members',
      String(members),
      '--practitioners',
      String(practitioners),
      '--out',
      folder,
    ])
  }
  return folder
}

/** What every query must return. */
export const truthOf = (data: string): Truth =>
  JSON.parse(readFileSync(join(data, 'truth.json'), 'utf8'))
