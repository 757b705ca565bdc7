// What an app has shown is read from its requests, newest first; what nobody saw is told as unseen, never as wrong.
import { expect, test } from 'vitest'
import type { AppRequest, SmartAppFields } from '../vocabulary/operations.ts'
import { seenItems } from './readiness.ts'

const fields: SmartAppFields = {
  name: 'Claims Chart',
  oauthType: 'pkce',
  redirectUrl: 'https://app.example/cb',
  launchUrl: '',
  logoUrl: '',
  organizationName: 'Example',
  organizationUrl: 'https://example.example',
  privacyPolicyUrl: 'https://example.example/privacy',
  securityPolicyUrl: 'https://example.example/security',
  termsOfServiceUrl: 'https://example.example/terms',
  description: 'Shows claims.',
  scopes: ['openid', 'offline_access', 'patient/Coverage.read', 'patient/ExplanationOfBenefit.rs'],
}
let counter = 0
const seen = (more: Partial<AppRequest> & Pick<AppRequest, 'what'>): AppRequest => ({
  id: String(counter++),
  at: '2026-01-01T00:00:00.000Z',
  kind: 'token',
  ok: true,
  ...more,
})
const read = (type: string) => seen({ kind: 'fhir', what: 'read', type, status: 200 })
const refused401 = seen({ kind: 'fhir', what: 'access-token-refused', ok: false, status: 401 })
const states = (requests: AppRequest[], audited = true, of = fields) =>
  Object.fromEntries(seenItems(of, requests, audited).map(({ id, state }) => [id, state]))

test('an app that was never used has shown nothing, and nothing is held against it', () => {
  expect(states([])).toEqual({
    proof: 'unseen',
    refresh: 'unseen',
    revoked: 'unseen',
    call: 'unseen',
    scopes: 'unseen',
  })
})

test('an app that signed in, refreshed, met a dead token and read all it asks for has shown everything', () => {
  const all = [
    read('ExplanationOfBenefit'),
    seen({ what: 'token-issued' }),
    refused401,
    seen({ what: 'token-refreshed' }),
    read('Coverage'),
    seen({ what: 'token-issued' }),
  ]
  expect(new Set(Object.values(states(all)))).toEqual(new Set(['ok']))
})

test('an app that goes on with a dead token is told so', () => {
  expect(states([refused401, seen({ what: 'token-issued' })])).toMatchObject({ revoked: 'missing' })
})

test('scopes that are never used are named, so that they can be left out', () => {
  const found = seenItems(fields, [read('Coverage')], true).find(({ id }) => id === 'scopes')
  expect(found).toMatchObject({
    state: 'unseen',
    detail: expect.stringMatching(/^Never read: ExplanationOfBenefit\./),
  })
})

test('an app without offline_access has no refresh to show', () => {
  const without = { ...fields, scopes: ['patient/Coverage.read'] }
  expect(states([], true, without)).toMatchObject({ refresh: 'ok' })
})

test('where the server does not record sign-ins, they are unseen and the vendor is told why', () => {
  const items = seenItems(fields, [read('Coverage')], false)
  expect(items.find(({ id }) => id === 'proof')?.detail).toContain('does not record sign-ins')
})
