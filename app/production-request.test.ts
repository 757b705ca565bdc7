// A production request: what is stored comes back, and only a pending one moves.
import { describe, expect, test } from 'vitest'
import { fromTask, moved, type ProductionRequest, requestId, toTask } from './production-request.ts'

const request: ProductionRequest = {
  id: requestId('app-1', 2),
  clientId: 'app-1',
  sequence: 2,
  state: 'pending',
  vendor: { id: 'vendor-1', name: 'Val Vendor', email: 'val@app.example' },
  snapshot: {
    name: 'Claims Chart',
    oauthType: 'pkce',
    redirectUrl: 'com.example.app:/cb',
    launchUrl: '',
    logoUrl: '',
    organizationName: 'Example',
    organizationUrl: 'https://example.example',
    privacyPolicyUrl: 'https://example.example/privacy',
    securityPolicyUrl: 'https://example.example/security',
    termsOfServiceUrl: 'https://example.example/terms',
    description: 'Shows claims.',
    scopes: ['openid', 'patient/Coverage.read'],
  },
  appVersion: 4,
  appCreatedAt: '2026-01-01T00:00:00.000Z',
  sentAt: '2026-01-02T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
}
const checklist = { scopes: true, redirect: true, policies: false, description: true }
const stored = (given: ProductionRequest) =>
  fromTask({ ...toTask(given), meta: { versionId: '17' } })

test('a request comes back from its Task as it was sent, with its version', () => {
  expect(stored(request)).toEqual({ ...request, version: '17' })
})

test('what the app had shown in the sandbox is kept with its request', () => {
  const readiness = [
    { id: 'proof', title: 'PKCE or secret used', state: 'ok', detail: 'A code was exchanged.' },
    { id: 'refresh', title: 'Refresh used', state: 'unseen', detail: 'Refresh: it gets one.' },
  ] as const
  expect(stored({ ...request, readiness })).toEqual({ ...request, readiness, version: '17' })
})

test('a decision comes back with reason, note and each tick', () => {
  const decided = moved(request, 'rejected', {
    decision: {
      outcome: 'rejected',
      by: 'admin-1',
      at: '2026-01-03T00:00:00.000Z',
      onVersion: '16',
      reason: 'Say who sees the claims.',
      note: 'Otherwise fine.',
      checklist,
    },
  })
  expect(stored(decided)).toEqual({ ...decided, version: '17' })
})

test('empty fields are not stored, because FHIR has no empty text', () => {
  expect(JSON.stringify(toTask(request))).not.toContain('""')
})

test('a Task of another kind is no request', () => {
  const code = {
    coding: [{ system: 'https://plan-api.example/fhir/CodeSystem/plan-api', code: 'enrollment' }],
  }
  expect(fromTask({ ...toTask(request), code, meta: { versionId: '1' } })).toBeUndefined()
})

describe.each(['approved', 'rejected', 'withdrawn'] as const)('a request that is %s', from => {
  test.each(['pending', 'approved', 'rejected', 'withdrawn'] as const)('never becomes %s', to => {
    expect(() => moved({ ...request, state: from }, to, {})).toThrow(from)
  })
})

test.each(['pending', 'approved', 'rejected', 'withdrawn'] as const)(
  'a pending request may become %s',
  to => {
    expect(moved(request, to, {}).state).toBe(to)
  },
)
