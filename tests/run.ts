// `npm test`: types, lint, unused code, unit tests, the black-box suite on PGlite and on PostgreSQL, Inferno; one closing line.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { failedPages } from './harness/failed-pages.ts'
import { postgresPrograms, startCluster } from './harness/postgres.ts'
import { watchForStandstills } from './harness/standstills.ts'
import { ensureSystemPackages } from './harness/system-packages.ts'

interface Tally {
  passed: number
  failed: number
  skipped: string[]
  /** What failed by name, each with the beginning of its reason. */
  faults: string[]
}

interface Report {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[]
  }[]
}

const results = join('dist', 'test-results')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const run = (
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [join('node_modules', command), ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    child.once('exit', code => resolve(code ?? 1))
  })

/** A check that either holds or does not. */
const check = async (name: string, command: string, ...args: string[]): Promise<Tally> => {
  say(`\n— ${name}`)
  const held = (await run(command, args)) === 0
  return { passed: held ? 1 : 0, failed: held ? 0 : 1, skipped: [], faults: held ? [] : [name] }
}

/** The beginning of a reason without its colours and its stack, so that the closing list stays readable. */
const beginning = (reason: string): string =>
  stripVTControlCharacters(reason)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('at '))
    .slice(0, 4)
    .join(' | ')
    .slice(0, 400)

/** One vitest run, counted from its JSON report. */
const suite = async (
  name: string,
  project: string,
  env: Record<string, string> = {},
): Promise<Tally> => {
  say(`\n— ${name}`)
  const file = join(results, `${name.replace(/\W+/g, '-')}.json`)
  const code = await run(
    'vitest/vitest.mjs',
    [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    env,
  )
  if (!existsSync(file))
    return { passed: 0, failed: 1, skipped: [], faults: [`${name}: ended without a report`] }
  const report: Report = JSON.parse(readFileSync(file, 'utf8'))
  const skipped = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo')
      .map(({ fullName }) => `${name}: ${fullName}`),
  )
  // A file that could not be loaded has no assertions of its own, and is a failure all the same.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some(one => one.status === 'failed'),
  )
  const faults = [
    ...broken.map(one => `${name}: ${one.name}: ${beginning(one.message)}`),
    ...report.testResults.flatMap(({ assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(one => `${name}: ${one.fullName}: ${beginning(one.failureMessages?.[0] ?? '')}`),
    ),
  ]
  if (faults.length === 0 && code !== 0) faults.push(`${name}: ended with code ${code}`)
  return { passed: report.numPassedTests, failed: faults.length, skipped, faults }
}

/** The unit tests: those of stores and of several processes on PostgreSQL too, where it is installed. */
const unitSuite = async (): Promise<Tally> => {
  if (!postgresPrograms() || process.env.TEST_POSTGRES_URL) return suite('unit', 'unit')
  const cluster = await startCluster()
  try {
    return await suite('unit', 'unit', { TEST_POSTGRES_URL: await cluster.database('unit') })
  } finally {
    await cluster.stop()
  }
}

/** The public Inferno kits against the embedded box, in their short form; what is skipped there has its reason in docs/conformance.md. */
const inferno = async (): Promise<Tally> => {
  say('\n— Inferno, short')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join('conformance', 'main.ts'), '--short'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    said = (said + chunk.toString()).slice(-2000)
  })
  const code: number = await new Promise(resolve => child.once('close', end => resolve(end ?? 1)))
  const [, passed, failed, skipped] =
    /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(said) ?? []
  const told = 'Inferno: see what it printed above'
  if (passed === undefined) return { passed: 0, failed: 1, skipped: [], faults: [told] }
  const worse = Math.max(Number(failed), code === 0 ? 0 : 1)
  return {
    passed: Number(passed),
    failed: worse,
    skipped: namesOf(Number(skipped)),
    faults: worse > 0 ? [told] : [],
  }
}

/** Inferno's tests that did not pass, each with the reason that its kit gave; docs/conformance.md says more. */
const namesOf = (count: number): string[] => {
  const records: {
    title: string
    notPassed: Record<string, { title: string; verdict: string; reason?: string }>
  }[] = JSON.parse(readFileSync(join('dist', 'inferno', 'results.json'), 'utf8'))
  const names = records.flatMap(({ title, notPassed }) =>
    Object.values(notPassed).map(
      test =>
        `Inferno, ${title}: ${test.title} (${test.verdict}: ${test.reason ?? 'no reason given'})`,
    ),
  )
  // what differs from the record is counted as failed, and told above
  return names.slice(0, count)
}

const main = async (): Promise<void> => {
  const began = performance.now()
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  for (const line of await ensureSystemPackages()) say(line)
  const clock = watchForStandstills()
  const tallies = [
    await check('types', 'typescript/bin/tsc', '-p', '.'),
    await check('format and lint', '@biomejs/biome/bin/biome', 'check', '.'),
    await check('unused code', 'knip/bin/knip.js'),
    await unitSuite(),
    await suite('black box on PGlite', 'black-box', { PLAN_API_TEST_DATABASE: 'pglite' }),
    await suite('black box on PostgreSQL', 'black-box', { PLAN_API_TEST_DATABASE: 'postgres' }),
    await inferno(),
  ]
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
  const skipped = tallies.flatMap(tally => tally.skipped)
  if (skipped.length > 0) say(`\nSkipped:\n  ${skipped.join('\n  ')}`)
  const faults = tallies.flatMap(tally => tally.faults)
  if (faults.length > 0) say(`\nFailed:\n  ${faults.join('\n  ')}`)
  // Where the pages of a failed journey stood is what one would look at first, and is gone with the browser.
  if (existsSync(failedPages))
    say(`\nPages of failed tests:\n${readFileSync(failedPages, 'utf8').slice(0, 6000)}`)
  for (const { at, seconds } of clock.stop())
    say(`\nThe machine stood still for ${seconds} s until ${at.toISOString()}.`)
  say(`\nTook ${Math.round((performance.now() - began) / 1000)} s.`)
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}

await main()
