// The init bundles: complete, in order, without secrets of their own, and only with fields that Aidbox knows.
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { App, Bundle, Resource } from '../vocabulary/aidbox.ts'
import { patientCompartment } from '../vocabulary/compartment.ts'
import { operations } from '../vocabulary/operations.ts'
import { scopeTable } from '../vocabulary/scope-table.ts'
import { searchParameters } from '../vocabulary/search-parameters.ts'
import { BundleError, buildBundles } from './build.ts'
import { attributeFaults } from './check-attributes.ts'
import { directorySearchSchema } from './directory-schema.ts'
import { readBoxResources, readTemplates } from './read-resources.ts'

const env = {
  PORTAL_URL: 'https://plan.example',
  APP_URL: 'http://app:8090',
  SANDBOX_BOX_URL: 'https://sandbox.example',
  PRODUCTION_BOX_URL: 'https://production.example',
  SAMPLE_APP_URL: 'https://app.example',
  SANDBOX_APP_SECRET: 'sandbox-app-secret',
  PRODUCTION_APP_SECRET: 'production-app-secret',
  SANDBOX_CLIENT_SECRET: 'sandbox-client-secret',
  PRODUCTION_CLIENT_SECRET: 'production-client-secret',
  SANDBOX_CONSENT_SECRET: 'sandbox-consent-secret',
  PRODUCTION_CONSENT_SECRET: 'production-consent-secret',
  DEMO_PASSWORD: 'plan-api-demo',
}
const boxes = ['sandbox', 'production'] as const
const demo = buildBundles(env, { mode: 'demo' })
const resources = (bundle: Bundle): Resource[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []))
const find = (bundle: Bundle, type: string, id: string): Resource => {
  const found = resources(bundle).find(r => r.resourceType === type && r.id === id)
  if (!found) throw new Error(`no ${type}/${id}`)
  return found
}
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : []

test.each(boxes)('the %s box gets what others need first, and people last', box => {
  const types = (demo[box].entry ?? []).map(
    ({ resource, request }) => resource?.resourceType ?? request?.url,
  )
  const expected = [
    'StructureDefinition',
    'SearchParameter',
    'CompartmentDefinition',
    'AuthConfig',
    'Client',
    'App',
    '$drop-cache',
    'AccessPolicy',
  ]
  expect([...new Set(types)].slice(0, expected.length)).toEqual(expected)
  const firstPerson = types.indexOf('User')
  expect(firstPerson).toBeGreaterThan(types.lastIndexOf('AccessPolicy'))
})

test.each(boxes)('a restart of the %s box resets nobody: people are created once', box => {
  for (const { resource, request } of demo[box].entry ?? []) {
    if (!resource?.id) continue
    const isDemo = resource.id.startsWith('demo-') || resource.id === 'sample-app'
    expect(request).toEqual(
      isDemo
        ? { method: 'POST', url: resource.resourceType, ifNoneExist: `_id=${resource.id}` }
        : { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    )
  }
})

test.each(boxes)('the App on the %s box routes exactly the operations of the vocabulary', box => {
  const app = find(demo[box], 'App', 'plan-api') as App // the manifest's shape is what is being tested
  const declared = Object.entries(app.operations ?? {}).map(([id, { method, path }]) => [
    id,
    method,
    '/' + path.map(part => (typeof part === 'string' ? part : `{${part.name}}`)).join('/'),
  ])
  const expected = Object.entries(operations)
    .filter(([, { boxes: on }]) => on.some(name => name === box))
    .map(([id, { method, path }]) => [id, method, path])
  expect(declared).toEqual(expected)
})

test('every operation is opened by exactly one policy of its box', () => {
  for (const box of boxes) {
    const linked = resources(demo[box])
      .filter(({ resourceType }) => resourceType === 'AccessPolicy')
      .flatMap(({ link }) => texts(link))
      .filter(text => text.startsWith('Operation/') && !/^Operation\/Fhir/.test(text))
    const expected = Object.entries(operations)
      .filter(([, { boxes: on }]) => on.some(name => name === box))
      .map(([id]) => `Operation/${id}`)
    expect(linked.toSorted()).toEqual(expected.toSorted())
  }
})

test('each box has its own secrets, and knows its portals and its App', () => {
  expect(find(demo.sandbox, 'Client', 'plan-api').secret).toBe('sandbox-client-secret')
  expect(find(demo.production, 'Client', 'plan-api').secret).toBe('production-client-secret')
  expect(texts(find(demo.sandbox, 'Client', 'plan-api-consent'))).toContain(
    'https://plan.example/consent/sandbox/callback',
  )
  expect(find(demo.production, 'App', 'plan-api').endpoint).toEqual({
    type: 'http-rpc',
    url: 'http://app:8090/aidbox',
    secret: 'production-app-secret',
  })
})

test('all missing settings are named together, each with the files that want it', () => {
  const { PORTAL_URL: _, DEMO_PASSWORD: __, ...rest } = env
  const build = () => buildBundles(rest, { mode: 'demo' })
  expect(build).toThrow(/PORTAL_URL is not set; wanted by .*both\/Client\/portal-ui\.yaml/)
  expect(build).toThrow(/DEMO_PASSWORD is not set; wanted by .*User\/demo-vendor\.yaml/)
})

test('a production build has no demo people, and refuses the demo password as a secret', () => {
  const { DEMO_PASSWORD: _, SAMPLE_APP_URL: __, ...rest } = env
  const production = buildBundles(rest, { mode: 'production' })
  for (const box of boxes)
    expect(texts(production[box]).filter(text => /demo|sample-app/.test(text))).toEqual([])
  const careless = { ...rest, PRODUCTION_APP_SECRET: 'plan-api-demo-production-app' }
  expect(() => buildBundles(careless, { mode: 'production' })).toThrow(BundleError)
})

test('no literal secret stands in the files: secrets and passwords are markers', () => {
  for (const { resource } of boxes.flatMap(box => readBoxResources(box)).concat(readTemplates())) {
    const { secret, endpoint } = resource as { secret?: string; endpoint?: { secret?: string } } // only to look
    for (const value of [secret, endpoint?.secret])
      if (value !== undefined) expect(value).toMatch(/^\$\{[A-Z_]+\}$/)
  }
})

test('both client templates hold only fields that Aidbox knows', () => {
  expect(readTemplates().map(({ resource }) => attributeFaults(resource))).toEqual([[], []])
})

test.each([
  [{ resourceType: 'Client', logo: 'x' }, 'logo: Aidbox knows no such field'],
  [
    { resourceType: 'Client', smart: { logo_uri: 'x' } },
    'smart.logo_uri: Aidbox knows no such field',
  ],
  [{ resourceType: 'Client', active: 'yes' }, 'active: must be true or false'],
  [{ resourceType: 'Client', scope: 'openid' }, 'scope: must be a list'],
  [{ resourceType: 'App', type: 'app' }, 'apiVersion: is required'],
  [
    { resourceType: 'AccessPolicy', engine: 'magic' },
    /^engine: must be one of json-schema, .*, not magic$/,
  ],
])('a field that Aidbox would refuse is named: %j', (resource, fault) => {
  expect(attributeFaults(resource)).toEqual([expect.stringMatching(fault)])
})

test('free-form objects of Aidbox are free', () => {
  expect(attributeFaults({ resourceType: 'Client', details: { any: { thing: 1 } } })).toEqual([])
})

test('search parameters of Aidbox types are documented there, or declared by us', () => {
  const documented: Record<string, string[]> = {
    User: ['active', 'inactive', 'email', 'userName', 'name', 'identifier'],
    Session: ['access_token', 'jti'],
    Grant: ['client', 'patient', 'user'],
    Registration: ['status', 'username'],
  }
  const declared = resources(demo.production)
    .filter(({ resourceType }) => resourceType === 'SearchParameter')
    .map(({ base, code }) => `${texts(base)}.${code}`)
  for (const type of ['Client', 'User', 'Session', 'Grant', 'Registration'])
    for (const name of Object.keys(searchParameters[type]?.parameters ?? {}))
      expect([...(documented[type] ?? []).map(code => `${type}.${code}`), ...declared]).toContain(
        `${type}.${name}`,
      )
})

test('the compartment names every type by the one element that says whose it is', () => {
  const { resource } = find(demo.production, 'CompartmentDefinition', 'patient')
  const own = Object.entries(patientCompartment).filter(([, { rule }]) =>
    /^member-owned/.test(rule),
  )
  expect(resource).toEqual([
    ...own.map(([code, { parameter }]) => ({ code, param: [parameter] })),
    { code: 'Provenance', param: ['patient'] },
  ])
})

test.each(['portal-records', 'portal-test-client'])(
  '%s reads every type that a member can grant, and nothing else',
  id => {
    const { scope } = find(demo.sandbox, 'Client', id)
    const read = texts(scope).filter(text => text.startsWith('patient/'))
    expect(read).toEqual(Object.keys(scopeTable).map(type => `patient/${type}.read`))
  },
)

test('the vendor portal’s test client asks for consent like any app, and is not in production', () => {
  const client = find(demo.sandbox, 'Client', 'portal-test-client')
  expect(client.first_party).toBeUndefined()
  expect(() => find(demo.production, 'Client', 'portal-test-client')).toThrow()
})

test('on licensed Aidbox, Device and user/ scopes wait until they are verified', () => {
  const scopes = (bundle: Bundle) => texts(find(bundle, 'Client', 'portal-records').scope)
  const careful = buildBundles(env, { mode: 'demo', kind: 'aidbox' })
  expect(scopes(careful.production)).not.toContain('patient/Device.read')
  expect(scopes(careful.production)).toContain('patient/Coverage.read')
  const verified = buildBundles(env, { mode: 'demo', kind: 'aidbox', verified: ['device'] })
  expect(scopes(verified.production)).toContain('patient/Device.read')
})

const mayAnyoneSearch = new Ajv({
  strictTypes: false,
  strictRequired: false,
  allowMatchingProperties: true,
}).compile(directorySearchSchema())
const search = (type: string, params: Record<string, unknown>, more: object = {}) =>
  mayAnyoneSearch({
    'request-method': 'get',
    uri: `/fhir/${type}`,
    params: { 'resource/type': type, ...params },
    ...more,
  })

test.each([
  ['PractitionerRole', {}],
  ['PractitionerRole', { specialty: 'http://nucc.org/provider-taxonomy|207Q00000X' }],
  ['PractitionerRole', { 'specialty:missing': 'true', _count: '20', _sort: '-_lastUpdated' }],
  ['PractitionerRole', { 'location.address-postalcode': '06103' }],
  ['PractitionerRole', { 'practitioner:Practitioner.name:contains': 'smith' }],
  [
    'PractitionerRole',
    { _include: ['PractitionerRole:practitioner', 'PractitionerRole:location'] },
  ],
  ['PractitionerRole', { _include: 'PractitionerRole:network:Organization' }],
  ['Location', { '_has:PractitionerRole:location:specialty': 'x', near: '41|-72|10|mi' }],
  ['Practitioner', { _revinclude: 'PractitionerRole:practitioner' }],
  ['Organization', { 'address:exact': 'x', 'partof.name': 'y', _profile: 'z' }],
  ['InsurancePlan', { 'owned-by.name': 'x', 'coverage-area': 'Location/1' }],
])('anyone may search the directory: %s %j', (type, params) => {
  expect(search(type, params)).toBe(true)
})

test.each([
  ['ExplanationOfBenefit', {}],
  ['Patient', {}],
  ['Practitioner', { _revinclude: 'ExplanationOfBenefit:provider' }],
  ['Practitioner', { _revinclude: ['PractitionerRole:practitioner', 'Encounter:participant'] }],
  ['Practitioner', { '_revinclude:iterate': 'ExplanationOfBenefit:care-team' }],
  ['Practitioner', { '_has:ExplanationOfBenefit:provider:patient': 'Patient/1' }],
  ['Practitioner', { '_has:PractitionerRole:practitioner:_has:Encounter:x:y': 'z' }],
  ['Organization', { '_has:Coverage:payor:beneficiary': 'Patient/1' }],
  ['PractitionerRole', { 'practitioner.identifier.x': 'y' }],
  ['PractitionerRole', { 'practitioner:Patient.name': 'smith' }],
  ['PractitionerRole', { _include: '*' }],
  ['PractitionerRole', { _include: 'PractitionerRole:practitioner,Encounter:patient' }],
  ['Organization', { '.meta.tag': 'x' }],
  ['Organization', { _filter: 'name eq x' }],
  ['Organization', { _with: 'x' }],
  ['Organization', { _assoc: 'x' }],
  ['Organization', { _list: 'x' }],
  ['Organization', { _text: 'x' }],
  ['Organization', { _security: 'x' }],
  ['Organization', { 'resource/id': '1' }],
  ['Organization', { 'name:ilike': 'x' }],
  ['Organization', { _sort: '.name' }],
])('no parameter leads out of the directory: %s %j', (type, params) => {
  expect(search(type, params)).toBe(false)
})

test.each([
  { user: { id: 'demo-member' } },
  { client: { id: 'portal-ui' } },
  { jwt: { atv: 2 } },
  { session: { id: 'x' } },
  { 'request-method': 'post' },
  { 'request-method': 'delete' },
  { uri: '/Organization' },
  { uri: '/fhir/Organization/../Patient' },
  { uri: '/fhir/Patient/1/Organization' },
])('the directory is opened to nobody in particular, on its own path: not %j', more => {
  expect(search('Organization', {}, more)).toBe(false)
})

test('POST _search carries the same allow-list', () => {
  const post = { 'request-method': 'post', uri: '/fhir/Organization/_search' }
  expect(search('Organization', { name: 'x' }, post)).toBe(true)
  expect(search('Organization', { _revinclude: 'Coverage:payor' }, post)).toBe(false)
})

test('sign-in pages and authenticator apps carry the plan’s name, or ours where it has not said one', () => {
  const named = buildBundles({ ...env, BRAND_NAME: 'Lakeside' }, { mode: 'demo' })
  for (const [bundle, name] of [
    [named.production, 'Lakeside'],
    [demo.production, 'Plan API'],
  ] as const)
    expect(find(bundle, 'AuthConfig', 'plan-api')).toMatchObject({
      theme: { brand: name },
      twoFactor: { issuerName: name },
    })
})
