// The narrowing table of the SMART contract, row by row.
import { expect, test } from 'vitest'
import { scopeTable } from './scope-table.ts'
import { coveringScopes, narrowScopes, scopesWithin, splitScopes } from './scopes.ts'

const narrowed = (asked: string, may?: string) =>
  narrowScopes(splitScopes(asked), may?.split(' ')).join(' ')

test('a wildcard becomes one scope for each supported type, in the syntax that was asked', () => {
  const explicit = Object.keys(scopeTable).map(type => `patient/${type}.read`)
  expect(narrowed('patient/*.read', 'patient/*.cruds')).toBe(explicit.join(' '))
  expect(narrowed('patient/*.rs', 'patient/Patient.rs patient/Coverage.rs')).toBe(
    'patient/Patient.rs patient/Coverage.rs',
  )
})

test.each([
  ['patient/Patient.cruds', undefined, 'patient/Patient.rs'],
  ['patient/Observation.*', undefined, 'patient/Observation.read'],
  ['patient/Coverage.write patient/Account.rs patient/Coverage.sr superuser', undefined, ''],
  [
    'patient/Observation.rs?category=a|b',
    'patient/Observation.rs',
    'patient/Observation.rs?category=a|b',
  ],
  ['patient/Observation.rs?_include=*', undefined, ''],
  ['patient/Patient.r', 'patient/Patient.rs', 'patient/Patient.r'],
  ['system/Patient.rs', undefined, ''],
  ['patient/*.rs?category=x', undefined, ''],
  ['patient/Patient.', undefined, ''],
  ['openid openid fhirUser', 'openid', 'openid'],
  ['user/Coverage.read user/Goal.read', undefined, 'user/Coverage.read'],
])('asking %s when the client may %s offers %s', (asked, may, expected) => {
  expect(narrowed(asked, may)).toBe(expected)
})

test('a read scope does not cover a search, and a scope with a query covers only what it finds', () => {
  expect(coveringScopes(['patient/Patient.r'], 'Patient', 's')).toEqual([])
  expect(
    coveringScopes(['patient/Observation.rs?category=laboratory'], 'Observation', 's')[0]?.query,
  ).toBe('category=laboratory')
})

test('v1 and v2 of the same right are within each other', () => {
  expect(scopesWithin(['patient/Patient.read'], ['patient/Patient.rs'])).toBe(true)
  expect(scopesWithin(['patient/Patient.rs', 'openid'], ['patient/Patient.rs'])).toBe(false)
})
