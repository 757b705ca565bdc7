// `npm run inferno`: starts the boxes and Inferno, runs the kits, writes what came of it, and compares it with what is expected.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Arguments, readArguments } from './arguments.ts'
import { readExpected, textOf, writeExpected } from './expected.ts'
import { ensureGems, gemfileFolder, MissingTool } from './gems.ts'
import { openInfernoApi } from './inferno-api.ts'
import { startInferno } from './inferno-process.ts'
import type { SuiteOutcome } from './outcomes.ts'
import { closingLine, differencesFrom, recordOf } from './record.ts'
import { kitsIn, report } from './report.ts'
import { runSuite } from './run-suite.ts'
import type { SuitePlan } from './suite-plan.ts'
import { suitePlans } from './suites.ts'
import { startValidator } from './validator.ts'
import { startWorld, worldElsewhere } from './world.ts'

const results = join('dist', 'inferno')
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const lines = (texts: readonly string[]): void => texts.forEach(text => void say(`  ${text}`))

const runAll = async ({ plans, lanes, box: elsewhere }: Arguments): Promise<SuiteOutcome[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-inferno-'))
  const closers: (() => Promise<unknown>)[] = []
  try {
    const world = elsewhere
      ? await worldElsewhere(elsewhere, process.env)
      : await startWorld(folder, process.env)
    closers.push(world.close)
    const validator = await startValidator(`${world.box}/fhir`, world.root)
    closers.push(validator.close)

    const outcomes = new Map<SuitePlan, SuiteOutcome>()
    // With two lanes the long ones first, so that no lane is left with one when the other is done.
    const waiting =
      lanes === 1
        ? [...plans]
        : plans.toSorted((a, b) => Number(b.long ?? false) - Number(a.long ?? false))
    // Each lane is one Ruby process and uses one core, whatever the box does meanwhile.
    const lane = async (number: number): Promise<void> => {
      const running = await startInferno({
        folder: join(folder, `lane-${number}`),
        log: join(results, `inferno-${number}.log`),
        validator: validator.url,
        trusted: world.trusted,
      })
      closers.push(running.close)
      const inferno = openInfernoApi(running.url)
      closers.push(inferno.close)
      for (let plan = waiting.shift(); plan; plan = waiting.shift()) {
        const outcome = await runSuite({ world, inferno, infernoUrl: running.url }, plan, say)
        writeFileSync(join(results, `${plan.name}.json`), `${JSON.stringify(outcome, null, 1)}\n`)
        outcomes.set(plan, outcome)
      }
    }
    const ends = await Promise.allSettled(
      Array.from({ length: Math.min(lanes, plans.length) }, (_, index) => lane(index)),
    )
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    const { asked, unanswered } = validator.counts()
    say(`\n${asked} resources were self-validated, ${unanswered} got no verdict.`)
    return plans.flatMap(plan => outcomes.get(plan) ?? [])
  } finally {
    for (const closer of closers.reverse())
      await closer().catch((error: unknown) => say(`closing: ${error}`))
    rmSync(folder, { recursive: true, force: true })
  }
}

/** True when nothing is worse than expected, and nothing better that nobody wrote down. */
const judge = (outcomes: readonly SuiteOutcome[]): boolean => {
  const all = outcomes.map(outcome => differencesFrom(readExpected(outcome.name), outcome))
  const worse = all.flatMap(one => one.worse)
  const better = all.flatMap(one => one.better)
  if (worse.length > 0) say(`\nWorse than expected (${worse.length}):`)
  lines(worse)
  if (better.length > 0)
    say(`\nBetter than expected (${better.length}): npm run inferno -- --update writes it down.`)
  lines(better)
  if (worse.length + better.length === 0)
    say('\nAs expected, test by test; docs/conformance.md has a reason for each that is skipped.')
  say(closingLine(all))
  return worse.length + better.length === 0
}

const main = async (): Promise<void> => {
  const args = readArguments(suitePlans)
  mkdirSync(results, { recursive: true })
  ensureGems(say)
  const outcomes = await runAll(args)
  const records = outcomes.map(recordOf)
  const kits = kitsIn(readFileSync(join(gemfileFolder, 'Gemfile.lock'), 'utf8'))
  writeFileSync(join(results, 'results.json'), `[${records.map(textOf).join(',')}]\n`)
  writeFileSync(join(results, 'conformance.md'), report(records, kits))
  if (args.update) {
    records.forEach(writeExpected)
    const known = suitePlans.flatMap(({ name }) => readExpected(name) ?? [])
    writeFileSync(join('docs', 'conformance.md'), report(known, kits))
    say(`\nWritten: conformance/expected, docs/conformance.md; details in ${results}.`)
  } else process.exitCode = judge(outcomes) ? 0 : 1
}

try {
  await main()
} catch (error) {
  if (!(error instanceof MissingTool)) throw error
  say(error.message)
  process.exitCode = 2
}
