// A suite's outcome in the form that is kept beside the code: how many tests, and each that did not pass, with a reason.
import { reasonFor } from './known-limits.ts'
import { type SuiteOutcome, type TestOutcome, type Verdict, verdicts } from './outcomes.ts'

export interface SuiteRecord {
  name: string
  title: string
  tests: number
  /** Those that count: a group passes when all of them do. */
  required: number
  notPassed: Record<string, NotPassed>
}

export interface NotPassed {
  verdict: Exclude<Verdict, 'pass'>
  title: string
  optional?: true
  /** Why, in our words where a limit is known, in the kit's where none is. */
  reason: string
  /** Elements that the kit did not find, so that a further one does not hide behind those. */
  missing?: string[]
}

/** What differs from the record: the first makes a run fail, the second asks for a new record. */
export interface Differences {
  worse: string[]
  better: string[]
  /** Tests that came out as recorded: those that pass, and those that do not and have their reason. */
  passed: number
  skipped: number
}

/** The record of what was just run; ids in order, so that two of them compare as text. */
export const recordOf = ({ name, title, tests }: SuiteOutcome): SuiteRecord => {
  const entries = tests.flatMap((test): [string, NotPassed][] => {
    const { id, verdict, optional } = test
    if (verdict === 'pass') return []
    const reason = reasonFor(name, id) ?? inKitsWords(test)
    const missing = missingIn(test)
    return [
      [
        id,
        {
          verdict,
          title: test.title,
          ...(optional ? { optional: true } : {}),
          reason,
          ...(missing.length > 0 ? { missing } : {}),
        },
      ],
    ]
  })
  return {
    name,
    title,
    tests: tests.length,
    required: tests.filter(({ optional }) => !optional).length,
    notPassed: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** Compares a run with the record; a test that is gone, or a suite without a record, is a change for the worse. */
export const differencesFrom = (
  expected: SuiteRecord | undefined,
  { name, tests }: SuiteOutcome,
): Differences => {
  const worse: string[] = []
  const better: string[] = []
  const same = { passed: 0, skipped: 0 }
  if (!expected) return { worse: [`${name}: there is no expected-results file`], better, ...same }
  if (tests.length < expected.tests)
    worse.push(`${name}: ${tests.length} tests where ${expected.tests} were`)
  if (tests.length > expected.tests)
    better.push(`${name}: ${tests.length} tests where ${expected.tests} were`)
  for (const test of tests) {
    const before = expected.notPassed[test.id]?.verdict ?? 'pass'
    const change = verdicts.indexOf(test.verdict) - verdicts.indexOf(before)
    if (change === 0) {
      const known = expected.notPassed[test.id]?.missing ?? []
      const further = missingIn(test).filter(element => !known.includes(element))
      if (further.length > 0) worse.push(`${name}: ${test.id}: also missing: ${further.join(', ')}`)
      else same[test.verdict === 'pass' ? 'passed' : 'skipped']++
      continue
    }
    const line = `${name}: ${test.id}: ${before} → ${test.verdict}`
    if (change < 0) better.push(line)
    else worse.push(`${line}: ${inKitsWords(test)}`)
  }
  return { worse, better, ...same }
}

/** The line that CI counts by. What is as recorded and does not pass counts as skipped, never as passed. */
export const closingLine = (all: readonly Differences[]): string => {
  const sum = (count: (one: Differences) => number): number =>
    all.reduce((total, one) => total + count(one), 0)
  const failed = sum(({ worse, better }) => worse.length + better.length)
  return `${sum(one => one.passed)} passed, ${failed} failed, ${sum(one => one.skipped)} skipped`
}

const missingIn = ({ says = '' }: TestOutcome): string[] =>
  /^Could not find (.+?) in the \d+ provided /.exec(says)?.[1]?.split(', ') ?? []

// Ports and random ids change from run to run; the record must not.
const inKitsWords = ({ says, notes }: { says?: string; notes: readonly string[] }): string => {
  const text = [says, ...notes.slice(0, 2)].filter(Boolean).join(' — ') || 'the kit gives no reason'
  return text
    .replace(/https?:\/\/(?:localhost|127\.0\.0\.1):\d+/g, '<box>')
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<id>')
    .slice(0, 400)
}
