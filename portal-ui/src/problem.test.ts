// Answers of a box, in words and beside the field they are about.
import { expect, test } from 'vitest'
import { outcome, problem } from '../../vocabulary/outcome.ts'
import { fieldName, isPassing, problemOf, wordsOf } from './problem.ts'
import { waitBefore } from './queries.ts'

test('each message of a refused form stands beside its field', () => {
  const body = outcome([
    {
      severity: 'error',
      code: 'invalid',
      diagnostics: 'Must be https.',
      expression: ['redirectUrl'],
    },
    { severity: 'error', code: 'required', diagnostics: 'Give a name.', expression: ['body.name'] },
  ])
  const refused = problemOf(422, body, 'sandbox')
  expect(refused.kind).toBe('invalid')
  expect(refused.fields).toEqual({ redirectUrl: 'Must be https.', name: 'Give a name.' })
  expect(refused.message).toBe('Must be https. Give a name.')
})

test.each([
  ['SmartApp.redirectUrl', 'redirectUrl'],
  ['scopes[3]', 'scopes'],
  ['body.scopes.3', 'scopes'],
  ['', ''],
])('the path %s is about the field %s', (path, field) => {
  expect(fieldName(path)).toBe(field)
})

test.each([
  [401, 'signed-out'],
  [403, 'forbidden'],
  [404, 'missing'],
  [409, 'conflict'],
  [410, 'gone'],
  [422, 'invalid'],
  [429, 'busy'],
  [500, 'fault'],
  [503, 'busy'],
] as const)('an answer %i is understood as %s and always has words', (status, kind) => {
  const refused = problemOf(status, undefined, 'sandbox')
  expect(refused.kind).toBe(kind)
  expect(wordsOf(refused)).not.toBe('')
})

test('what passes by itself is asked again, what a person must change is not', () => {
  expect(isPassing(problemOf(503, problem('transient', 'later'), 'sandbox'))).toBe(true)
  expect(isPassing(problemOf(409, problem('conflict', 'changed'), 'sandbox'))).toBe(false)
  expect(isPassing(new Error('ours'))).toBe(false)
})

test('an OAuth error is told in its own words', () => {
  const body = { error: 'invalid_grant', error_description: 'The code was used before.' }
  expect(problemOf(400, body, 'sandbox').message).toBe('The code was used before.')
})

test('a fault of our own page is never shown in its raw form', () => {
  expect(wordsOf(new TypeError('x is undefined'))).not.toContain('undefined')
})

test('waiting grows to a quarter of a minute, and is as long as the box asks', () => {
  const busy = problemOf(503, undefined, 'sandbox')
  expect([0, 1, 2, 10].map(failures => waitBefore(failures, busy))).toEqual([
    1000, 2000, 4000, 15000,
  ])
  expect(waitBefore(0, problemOf(429, undefined, 'sandbox', 40))).toBe(40_000)
})
