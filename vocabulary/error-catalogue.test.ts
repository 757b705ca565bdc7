// The error catalogue against the code that makes the errors, read as text.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fhirErrors, redirectErrors, tokenErrors } from './error-catalogue.ts'
import { statusOf } from './outcome.ts'

const auth = join(import.meta.dirname, '../embedded-box/auth')

test('every issue code has a meaning and a next step, with the status that the box answers', () => {
  expect(Object.fromEntries(fhirErrors.map(({ code, status }) => [code, status]))).toEqual(statusOf)
  expect(fhirErrors.filter(({ means, next }) => !means || !next)).toEqual([])
})

test('every error of the token endpoints is explained, and no other', () => {
  const source = readFileSync(join(auth, 'oauth-error.ts'), 'utf8')
  const [, union = ''] =
    /export type OAuthErrorCode =([^\n]*(?:\n {2}\|[^\n]*)+)/.exec(source) ?? []
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(5)
  expect(tokenErrors.map(({ code }) => code).toSorted()).toEqual(codes.toSorted())
})

test('every error that a redirect carries is explained', () => {
  const given = new Set(
    readdirSync(auth)
      .filter(name => /^(authoriz|consent|answer|login)/.test(name) && !name.includes('.test.'))
      .flatMap(name => [
        ...readFileSync(join(auth, name), 'utf8').matchAll(
          /(?:refuse|RedirectFault)\(\s*'([a-z_]+)'/g,
        ),
      ])
      .map(([, code]) => code ?? ''),
  )
  const explained = new Set(redirectErrors.map(({ code }) => code))
  expect(given.size).toBeGreaterThan(3)
  expect([...given].filter(code => !explained.has(code))).toEqual([])
})
