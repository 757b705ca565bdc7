// What a run is judged by: worse fails, gone is worse, better has to be written down.
import { expect, test } from 'vitest'
import type { SuiteOutcome, TestOutcome, Verdict } from './outcomes.ts'
import { closingLine, differencesFrom, recordOf } from './record.ts'

const one = (id: string, verdict: Verdict, more: Partial<TestOutcome> = {}): TestOutcome => ({
  id,
  title: `Title of ${id}`,
  optional: false,
  verdict,
  notes: [],
  ...more,
})
const suite = (...tests: TestOutcome[]): SuiteOutcome => ({ name: 'kit', title: 'Kit', tests })
const expected = recordOf(suite(one('a', 'pass'), one('b', 'skip'), one('c', 'fail')))

test('a suite that does what it did before differs in nothing', () => {
  const again = suite(one('a', 'pass'), one('b', 'skip'), one('c', 'fail'))
  expect(differencesFrom(expected, again)).toEqual({
    worse: [],
    better: [],
    passed: 1,
    skipped: 2,
  })
})

test('a test that no longer passes is a change for the worse, with what the kit says', () => {
  const now = suite(one('a', 'fail', { says: 'Expected 200' }), one('b', 'skip'), one('c', 'fail'))
  expect(differencesFrom(expected, now).worse).toEqual(['kit: a: pass → fail: Expected 200'])
})

test.each(['omit', 'skip', 'fail', 'error', 'not run'] as const)('pass to %s is worse', verdict => {
  const now = suite(one('a', verdict), one('b', 'skip'), one('c', 'fail'))
  expect(differencesFrom(expected, now).worse).toHaveLength(1)
})

test('from skipped to failed, and from failed to not run, is worse too', () => {
  const now = suite(one('a', 'pass'), one('b', 'fail'), one('c', 'not run'))
  expect(differencesFrom(expected, now).worse).toHaveLength(2)
})

test('a test that is gone is worse, even when all others pass', () => {
  const now = suite(one('a', 'pass'), one('b', 'skip'))
  expect(differencesFrom(expected, now).worse).toEqual(['kit: 2 tests where 3 were'])
})

test('an improvement is named, so that it is written down and cannot be lost again', () => {
  const now = suite(one('a', 'pass'), one('b', 'pass'), one('c', 'fail'))
  expect(differencesFrom(expected, now)).toEqual({
    worse: [],
    better: ['kit: b: skip → pass'],
    passed: 1,
    skipped: 1,
  })
})

test('a suite that nobody expects anything of fails', () => {
  expect(differencesFrom(undefined, suite(one('a', 'pass'))).worse).toHaveLength(1)
})

test('ports and random ids of a run stay out of the record', () => {
  const says = 'GET https://localhost:43121/fhir/Patient 3f1c2a90-0b1d-4c2e-9f00-aabbccddeeff'
  const { notPassed } = recordOf(suite(one('a', 'fail', { says })))
  expect(notPassed.a?.reason).toBe('GET <box>/fhir/Patient <id>')
})

test('the closing line counts what is worse, and what is better and not written down, as failed', () => {
  const now = suite(one('a', 'fail'), one('b', 'pass'), one('c', 'fail'))
  expect(closingLine([differencesFrom(expected, now)])).toBe('0 passed, 2 failed, 1 skipped')
})

test('a run that is as expected closes with no failure, and without a record with one', () => {
  const now = suite(one('a', 'pass'), one('b', 'skip'), one('c', 'fail'))
  expect(closingLine([differencesFrom(expected, now)])).toBe('1 passed, 0 failed, 2 skipped')
  expect(closingLine([differencesFrom(undefined, now)])).toBe('0 passed, 1 failed, 0 skipped')
})

test('a further element that is missing does not hide behind those that were', () => {
  const looked = (names: string) =>
    suite(
      one('a', 'skip', { says: `Could not find ${names} in the 3 provided Patient resource(s)` }),
    )
  const before = recordOf(looked('name, telecom'))
  expect(differencesFrom(before, looked('name, telecom')).worse).toEqual([])
  expect(differencesFrom(before, looked('name, telecom, gender')).worse).toEqual([
    'kit: a: also missing: gender',
  ])
})
