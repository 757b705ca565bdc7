// Answers of a box, in words and beside the field they are about.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { outcome, problem } from '../../vocabulary/outcome.ts'
import { toldFaults } from '../../vocabulary/told-faults.ts'
import { Refused } from './code-flow.ts'
import { es } from './language/es.ts'
import { chooseLanguage } from './language/language.ts'
import { fieldName, isPassing, problemOf, saidOf, wordsOf } from './problem.ts'
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

const inSpanish = async () => {
  vi.stubGlobal('localStorage', { setItem: () => undefined })
  await chooseLanguage('es')
}
afterEach(async () => {
  await chooseLanguage('en').catch(() => undefined)
  vi.unstubAllGlobals()
})

test.each(toldFaults)(
  'a Spanish page says “%s” in Spanish, and folds no English below',
  async fault => {
    await inSpanish()
    const refused = problemOf(
      422,
      problem('invalid', 'What the App says.', ['password'], fault),
      'servidor',
    )
    expect(wordsOf(refused)).toBe(es.problem.told[fault])
    expect(refused.fields).toEqual({ password: es.problem.told[fault] })
    expect(saidOf(refused)).toBe('')
  },
)

test('how long to wait is said in Spanish too', async () => {
  await inSpanish()
  const wait = problemOf(429, problem('throttled', 'Wait.', [], 'too-many-mails'), 'servidor', 600)
  expect(wordsOf(wait)).toContain('correo no deseado. Inténtelo de nuevo en 10 minutos.')
})

test.each([401, 403, 404, 409, 410, 422, 429, 500, 503])(
  'a Spanish page has general words for an answer %i without a code, and keeps the English for whoever reports it',
  async status => {
    await inSpanish()
    const refused = problemOf(status, problem('invalid', 'In English.', ['email']), 'servidor')
    expect(wordsOf(refused)).not.toContain('In English.')
    expect(refused.fields).toEqual({ email: es.problem.field })
    expect(saidOf(refused)).toBe('In English.')
  },
)

test('an English page says what the server said, once', () => {
  const refused = problemOf(
    410,
    problem('expired', 'Over. Enroll again.', [], 'link-over'),
    'sandbox',
  )
  expect([wordsOf(refused), saidOf(refused)]).toEqual(['Over. Enroll again.', ''])
})

test('a sign-in that was refused is told in Spanish', async () => {
  await inSpanish()
  const flow = { client: 'portal-ui', box: 'production', returnTo: '/member', note: {} } as const
  const known = new Refused(flow, 'access_denied', 'The person said no.')
  expect([wordsOf(known), saidOf(known)]).toEqual([es.problem.oauth.access_denied, ''])
  const other = new Refused(flow, 'strange', 'Something strange.')
  expect([wordsOf(other), saidOf(other)]).toEqual([es.door.notIn, 'Something strange.'])
})

test('every code that has words is one that the App gives', () => {
  const app = join(import.meta.dirname, '../../app')
  const sources = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('.test.'))
    .map(name => readFileSync(join(app, name), 'utf8'))
    .join('')
  expect(toldFaults.filter(fault => !sources.includes(`'${fault}'`))).toEqual([])
})
