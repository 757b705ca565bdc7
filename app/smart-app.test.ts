// The form and the Client say the same; what is not filled in cannot be used.
import { expect, test } from 'vitest'
import type { SmartAppFields } from '../vocabulary/operations.ts'
import { OperationError } from './errors.ts'
import { factsOf, fieldsOf, liveFactsOf, toClient } from './smart-app.ts'
import {
  demandAllowed,
  demandComplete,
  differingFields,
  missingFields,
} from './smart-app-fields.ts'

const full: SmartAppFields = {
  name: 'Claims Chart',
  oauthType: 'secret',
  redirectUrl: 'https://app.example/cb',
  launchUrl: 'https://app.example/launch',
  logoUrl: 'https://app.example/logo.png',
  organizationName: 'Example',
  organizationUrl: 'https://example.example',
  privacyPolicyUrl: 'https://example.example/privacy',
  securityPolicyUrl: 'https://example.example/security',
  termsOfServiceUrl: 'https://example.example/terms',
  description: 'Shows claims.',
  scopes: ['openid', 'patient/Coverage.read'],
}
const empty: SmartAppFields = {
  ...full,
  oauthType: 'pkce',
  redirectUrl: '',
  launchUrl: '',
  logoUrl: '',
  organizationName: '',
  organizationUrl: '',
  privacyPolicyUrl: '',
  securityPolicyUrl: '',
  termsOfServiceUrl: '',
  description: '',
  scopes: [],
}
const facts = {
  id: 'app-1',
  owner: 'vendor-1',
  version: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
}
const rules = { allowsLoopback: false, verifiedScopes: ['user', 'device'] as const }
const faultsOf = (check: () => void): string[] => {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof OperationError)
      return error.outcome.issue.flatMap(({ expression }) => expression ?? [])
    throw error
  }
}

test.each([full, empty, { ...full, oauthType: 'pkce' as const }])(
  'what a vendor entered comes back from the Client',
  fields => {
    const client = toClient(facts, fields, 's3cret')
    expect(fieldsOf(client)).toEqual(fields)
    expect(factsOf(client)).toEqual(facts)
  },
)

test('no empty text is stored, which FHIR forbids', () => {
  expect(JSON.stringify(toClient(facts, empty, undefined))).not.toContain('""')
})

test('an app without scopes or redirect cannot be authorised: an absent scope would mean all', () => {
  for (const fields of [
    { ...full, scopes: [] },
    { ...full, redirectUrl: '' },
  ])
    expect(toClient(facts, fields, 's').auth?.authorization_code?.redirect_uri).toBeUndefined()
})

test('a public app must use PKCE and has no secret; a confidential one has and needs it', () => {
  const open = toClient(facts, { ...full, oauthType: 'pkce' }, 's3cret')
  expect(open.secret).toBeUndefined()
  expect(open.auth?.authorization_code).toMatchObject({ pkce: true, secret_required: false })
  expect(toClient(facts, full, 's3cret')).toMatchObject({
    secret: 's3cret',
    auth: { authorization_code: { secret_required: true } },
  })
})

test('our own Clients are nobody’s app', () => {
  expect(
    factsOf({ resourceType: 'Client', id: 'portal-records', type: 'smart-app' }),
  ).toBeUndefined()
})

test('an update of a suspended app stays suspended', () => {
  const stopped = { state: 'suspended', since: '2026-02-01T00:00:00Z', reason: 'x' } as const
  const client = toClient(facts, full, 's', { published: { since: '2026-01-01' }, stopped })
  expect(client.active).toBe(false)
  expect(liveFactsOf(client)).toEqual({ published: { since: '2026-01-01' }, stopped })
})

test('a request names each empty field it needs; launch and logo may be empty', () => {
  expect(missingFields({ ...full, launchUrl: '', logoUrl: '' })).toEqual([])
  expect(faultsOf(() => demandComplete(empty))).toEqual([
    'redirectUrl',
    'organizationName',
    'organizationUrl',
    'privacyPolicyUrl',
    'securityPolicyUrl',
    'termsOfServiceUrl',
    'description',
    'scopes',
  ])
})

test('each field with forbidden content is named', () => {
  const bad = { ...full, redirectUrl: 'javascript:1', logoUrl: 'http://x.example/l.png' }
  expect(faultsOf(() => demandAllowed(bad, rules))).toEqual(['redirectUrl', 'logoUrl'])
})

test.each([
  'patient/*.read',
  'patient/Account.read',
  'patient/Coverage.write',
  'system/Patient.rs',
])('the scope %s is not offered', scope => {
  expect(faultsOf(() => demandAllowed({ ...full, scopes: [scope] }, rules))).toEqual(['scopes'])
})

test.each(['user/Coverage.read', 'patient/Device.rs'])(
  'the scope %s is offered only where a box is known to narrow it',
  scope => {
    const fields = { ...full, scopes: [scope] }
    const withheld = { ...rules, verifiedScopes: [] }
    expect(faultsOf(() => demandAllowed(fields, rules))).toEqual([])
    expect(faultsOf(() => demandAllowed(fields, withheld))).toEqual(['scopes'])
  },
)

test('differences name the fields, and the order of scopes is none', () => {
  const other = { ...full, name: 'Other', scopes: full.scopes.toReversed() }
  expect(differingFields(full, other)).toEqual(['name'])
})
