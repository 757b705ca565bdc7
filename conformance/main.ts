// `npm run inferno`: starts the boxes and Inferno, runs the kits, writes what came of it, and compares it with what is expected.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { emailOf } from './cast.ts'
import { ensureGems, MissingTool } from './gems.ts'
import { openInfernoApi } from './inferno-api.ts'
import { startInferno } from './inferno-process.ts'
import type { SuiteOutcome } from './outcomes.ts'
import { runSuite } from './run-suite.ts'
import { type SuitePlan, suitePlans } from './suites.ts'
import { startValidator } from './validator.ts'
import { startWorld, worldElsewhere } from './world.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const results = join('dist', 'inferno')

const keep = (outcome: SuiteOutcome): void => {
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, `${outcome.name}.json`), `${JSON.stringify(outcome, null, 1)}\n`)
}

const runAll = async (plans: readonly SuitePlan[], elsewhere: string | undefined) => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-inferno-'))
  const closers: (() => Promise<unknown>)[] = []
  try {
    const world = elsewhere
      ? worldElsewhere(elsewhere, process.env)
      : await startWorld(folder, process.env)
    closers.push(world.close)
    const validator = await startValidator(`${world.box}/fhir`, world.root)
    closers.push(validator.close)
    const running = await startInferno({ folder, validator: validator.url, trusted: world.trusted })
    closers.push(running.close)
    const inferno = openInfernoApi(running.url)
    closers.push(inferno.close)
    const member = {
      user: 'conformance-m1',
      patient: 'conformance-m1',
      email: emailOf('conformance-m1'),
      password: world.password,
    }
    const outcomes: SuiteOutcome[] = []
    for (const plan of plans) {
      say(`— ${plan.title}`)
      const outcome = await runSuite({ world, inferno, infernoUrl: running.url, member }, plan, say)
      keep(outcome)
      outcomes.push(outcome)
    }
    return { outcomes, validated: validator.counts() }
  } finally {
    for (const closer of closers.reverse()) await closer().catch(() => {})
    if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true })
    else say(folder)
  }
}

const { values } = parseArgs({
  options: {
    suite: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    'production-box': { type: 'string' },
  },
})
try {
  ensureGems(say)
  const plans = suitePlans.filter(({ name, short }) =>
    values.suite ? values.suite.includes(name) : !values.short || short,
  )
  const { outcomes, validated } = await runAll(plans, values['production-box']?.replace(/\/+$/, ''))
  for (const o of outcomes) {
    const count: Record<string, number> = {}
    for (const t of o.tests) count[t.verdict] = (count[t.verdict] ?? 0) + 1
    say(`${o.name}: ${JSON.stringify(count)}`)
  }
  say(JSON.stringify(validated))
} catch (error) {
  if (!(error instanceof MissingTool)) throw error
  say(error.message)
  process.exitCode = 2
}
