// Scopes × launch context: what a token shows of each type, and what it does not.
import { expect, test } from 'vitest'
import type { Caller, InteractionId } from '../context.ts'
import type { Route } from '../routes.ts'
import { narrow, requireScope, smartTokenOf } from './narrow.ts'

const caller = (scope: string, change: Partial<Caller> = {}): Caller => ({
  client: { resourceType: 'Client', id: 'app', type: 'smart-app' },
  user: { resourceType: 'User', id: 'u1' },
  session: { resourceType: 'Session', id: 's1', ctx: { patient: 'p1' } },
  jwt: {
    iss: 'i',
    sub: 'u1',
    iat: 0,
    exp: 1,
    jti: 's1',
    atv: 2,
    scope,
    context: { patient: 'p1' },
  },
  ...change,
})

const token = (scope: string, change?: Partial<Caller>) => {
  const found = smartTokenOf(caller(scope, change))
  if (!found) throw new Error('no smart token')
  return found
}

const sight = (scope: string, interaction: InteractionId = 'FhirSearch', may = true, change = {}) =>
  narrow({
    token: token(scope, change),
    interaction,
    everybody: false,
    maySearch: async () => may,
  })

const asks = (
  interaction: InteractionId,
  type?: string,
  base: 'fhir' | 'root' = 'fhir',
): Route => ({
  kind: 'fhir',
  id: interaction,
  template: '',
  params: {},
  target: { base, ...(type ? { type } : {}) },
})

test('scopes are enforced for a smart app, whether atv is a number or a text; not for the portal', () => {
  expect(smartTokenOf(caller('openid'))).toBeDefined()
  expect(smartTokenOf({ jwt: { iss: '', sub: '', iat: 0, exp: 0, jti: '', atv: 2 } })).toBeDefined()
  const noAtv = { iss: '', sub: '', iat: 0, exp: 0, jti: '' }
  expect(smartTokenOf(caller('openid', { jwt: noAtv }))).toBeDefined()
  expect(
    smartTokenOf({
      jwt: noAtv,
      session: { resourceType: 'Session' },
      client: { resourceType: 'Client', first_party: true },
    }),
  ).toBeUndefined()
  expect(smartTokenOf({ client: { resourceType: 'Client', id: 'root' } })).toBeUndefined()
})

test('patient/X and user/X give the same: the patient in context, and what it points to', async () => {
  const patient = await sight('patient/Coverage.rs').view('Coverage', 'search')
  const user = await sight('user/Coverage.read').view('Coverage', 'search')
  expect(patient).toEqual({
    kind: 'patient',
    patient: 'p1',
    sensitive: false,
    queries: [],
    servable: new Set(['Coverage']),
  })
  expect(user).toEqual(patient)
})

test('reading needs r, searching needs s', async () => {
  expect(() => requireScope(token('patient/Patient.r'), asks('FhirSearch', 'Patient'))).toThrow()
  expect(() => requireScope(token('patient/Patient.s'), asks('FhirRead', 'Patient'))).toThrow()
  requireScope(token('patient/Patient.r'), asks('FhirRead', 'Patient'))
  requireScope(token('patient/Patient.r'), asks('FhirVRead', 'Patient'))
  await expect(sight('patient/Patient.s', 'FhirRead').view('Patient', 'read')).rejects.toThrow()
})

test.each<[string, string, Route, Partial<Caller>?]>([
  ['a type without a scope', 'patient/Coverage.rs', asks('FhirSearch', 'Patient')],
  ['writing', 'patient/Coverage.rs', asks('FhirCreate', 'Coverage')],
  ['validation', 'patient/Coverage.rs', asks('FhirValidate', 'Coverage')],
  ['the root', 'patient/Coverage.rs', asks('Read', 'Coverage', 'root')],
  ['a type outside the compartment', 'patient/Claim.rs', asks('FhirSearch', 'Claim')],
  ['an Aidbox type', 'patient/Client.rs', asks('FhirRead', 'Client')],
  ['RPC', 'patient/Coverage.rs', { kind: 'box', id: 'rpc', template: '', params: {} }],
  [
    'no patient in context',
    'patient/Coverage.rs',
    asks('FhirSearch', 'Coverage'),
    {
      session: { resourceType: 'Session', ctx: {} },
      jwt: { iss: '', sub: '', iat: 0, exp: 0, jti: '', atv: 2, scope: 'patient/Coverage.rs' },
    },
  ],
  [
    'user/ without a patient',
    'user/Coverage.rs',
    asks('FhirSearch', 'Coverage'),
    {
      session: { resourceType: 'Session', ctx: {} },
      jwt: { iss: '', sub: '', iat: 0, exp: 0, jti: '', atv: 2, scope: 'user/Coverage.rs' },
    },
  ],
  [
    'a patient that token and Session do not agree on',
    'patient/Coverage.rs',
    asks('FhirSearch', 'Coverage'),
    {
      session: { resourceType: 'Session', ctx: { patient: 'p2' } },
    },
  ],
  [
    'a token with a scope that must not exist',
    'patient/Coverage.rs patient/Observation.rs?_include=*',
    asks('FhirSearch', 'Coverage'),
  ],
  [
    'system/ in a member’s token',
    'system/Coverage.rs patient/Patient.rs',
    asks('FhirSearch', 'Coverage'),
  ],
])('%s is refused', (_, scope, asked, change) => {
  expect(() => requireScope(token(scope, change), asked)).toThrow('Forbidden')
})

test('a transaction and the metadata need no scope of their own', () => {
  requireScope(token('openid'), asks('FhirTransaction'))
  requireScope(token('openid'), asks('FhirCapabilities'))
})

test('a scope with a query shows what the query finds, and that alone makes others reachable', async () => {
  const narrowed = sight('patient/Observation.rs?category=laboratory patient/Practitioner.rs')
  expect(await narrowed.view('Observation', 'search')).toMatchObject({
    queries: ['category=laboratory'],
    servable: new Set(['Observation', 'Practitioner']),
  })
  const both = sight('patient/Observation.rs?category=laboratory patient/Observation.rs')
  expect(await both.view('Observation', 'search')).toMatchObject({ queries: [] })
})

test('sensitive resources are shown only when the Session says so', async () => {
  const session = { resourceType: 'Session' as const, ctx: { patient: 'p1', sensitive: true } }
  const view = await sight('patient/Coverage.rs', 'FhirSearch', true, { session }).view(
    'Coverage',
    'search',
  )
  expect(view).toMatchObject({ sensitive: true })
})

test('an include without a scope, or refused by the policies, is left out; a chain is refused', async () => {
  const app = sight('patient/ExplanationOfBenefit.rs')
  expect(await app.view('Practitioner', 'include')).toEqual({ kind: 'none' })
  await expect(app.view('Practitioner', 'chain')).rejects.toThrow('Forbidden')
  const refused = sight('patient/Coverage.rs patient/Patient.rs', 'FhirSearch', false)
  expect(await refused.view('Patient', 'include')).toEqual({ kind: 'none' })
  await expect(refused.view('Patient', 'chain')).rejects.toThrow('Forbidden')
})

test('without a smart token: nobody sees the directory, a service sees all, an include may be refused', async () => {
  const open = narrow({
    interaction: 'FhirSearch',
    everybody: true,
    maySearch: async type => type !== 'Patient',
  })
  expect(await open.view('Location', 'search')).toEqual({ kind: 'directory' })
  expect(await open.view('Organization', 'include')).toEqual({ kind: 'directory' })
  await expect(open.view('Patient', 'include')).rejects.toThrow('Forbidden')
  await expect(open.view('Patient', 'chain')).rejects.toThrow('Forbidden')
  const service = narrow({
    interaction: 'FhirSearch',
    everybody: false,
    maySearch: async () => true,
  })
  expect(await service.view('Patient', 'search')).toEqual({ kind: 'all' })
})
