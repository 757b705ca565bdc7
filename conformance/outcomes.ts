// What came of a suite's tests, in the words and the order of the report.
import type { Result, TestDefinition } from './inferno-api.ts'
import type { SuitePlan } from './suite-plan.ts'

/** Best first: a change to a later one is a change for the worse. */
export const verdicts = ['pass', 'omit', 'skip', 'fail', 'error', 'not run'] as const
export type Verdict = (typeof verdicts)[number]

export interface TestOutcome {
  /** Without the suite's id in front. */
  id: string
  title: string
  /** Does not count against its group. */
  optional: boolean
  verdict: Verdict
  /** What the kit says, one line. */
  says?: string
  /** Errors that the kit noted on the way: what the validator found, say. */
  notes: string[]
}

export interface SuiteOutcome {
  name: string
  title: string
  tests: TestOutcome[]
}

const isVerdict = (text: string): text is Verdict => verdicts.some(verdict => verdict === text)

/** Joins definitions and results; a test without a result was not run. */
export const outcomesOf = (
  plan: Pick<SuitePlan, 'name' | 'title' | 'suite'>,
  given: {
    tests: readonly TestDefinition[]
    results: readonly Result[]
    notRun: ReadonlyMap<string, string>
  },
): SuiteOutcome => {
  const byTest = new Map(given.results.map(result => [result.test_id, result]))
  return {
    name: plan.name,
    title: plan.title,
    tests: given.tests.map(({ id, title, optional }) => {
      const result = byTest.get(id)
      const verdict = result && isVerdict(result.result) ? result.result : 'not run'
      const says =
        result?.result_message ?? (verdict === 'not run' ? given.notRun.get(id) : undefined)
      const errors = (result?.messages ?? []).filter(({ type }) => type === 'error')
      return {
        id: id.slice(plan.suite.length + 1),
        title,
        optional,
        verdict,
        ...(says ? { says: says.replace(/\s+/g, ' ').trim() } : {}),
        notes:
          verdict === 'pass'
            ? []
            : errors.map(({ message }) => message.replace(/\s+/g, ' ').trim()),
      }
    }),
  }
}
