// Every path of a box, and which Operation it is.
import { expect, test } from 'vitest'
import type { DeclaredOperation } from './app-manifest.ts'
import type { Exchange } from './context.ts'
import { BoxError } from './errors.ts'
import { route } from './routes.ts'

const operation = (
  id: string,
  method: string,
  path: DeclaredOperation['path'],
): DeclaredOperation => ({
  id,
  app: 'plan-api',
  method,
  path,
  timeout: 1000,
  policies: [],
})

const operations = [
  operation('list-apps', 'GET', ['plan-api', 'apps']),
  operation('read-app', 'GET', ['plan-api', 'apps', { name: 'id' }]),
  operation('mine', 'GET', ['plan-api', 'apps', 'mine']),
  operation('approve', 'POST', ['fhir', 'Client', { name: 'id' }, '$approve']),
]

const routed = (request: string) => {
  const [method = '', url = ''] = request.split(' ')
  const [path = '', queryString = ''] = url.split('?')
  // the table names only methods that exist
  return route({ method: method as Exchange['method'], path, queryString }, operations)
}

test.each<[string, string, Record<string, string>]>([
  ['POST /fhir', 'FhirTransaction', {}],
  ['POST /fhir/', 'FhirTransaction', {}],
  ['GET /fhir/metadata', 'FhirCapabilities', {}],
  ['GET /metadata', 'FhirCapabilities', {}],
  ['GET /fhir/Patient', 'FhirSearch', { 'resource/type': 'Patient' }],
  ['HEAD /fhir/Patient', 'FhirSearch', { 'resource/type': 'Patient' }],
  ['GET /fhir/Patient/', 'FhirSearch', { 'resource/type': 'Patient' }],
  ['POST /fhir/Patient', 'FhirCreate', { 'resource/type': 'Patient' }],
  ['POST /fhir/Patient/_search', 'FhirPostSearch', { 'resource/type': 'Patient' }],
  ['GET /fhir/Patient/_history', 'FhirHistoryType', { 'resource/type': 'Patient' }],
  ['PUT /fhir/Patient?name=x', 'FhirConditionalUpdate', { 'resource/type': 'Patient' }],
  ['DELETE /fhir/Patient?name=x', 'FhirConditionalDelete', { 'resource/type': 'Patient' }],
  [
    'GET /fhir/Patient/p1',
    'FhirRead',
    { 'resource/type': 'Patient', 'resource/id': 'p1', id: 'p1' },
  ],
  ['PUT /fhir/Patient/p1', 'FhirUpdate', { 'resource/id': 'p1' }],
  ['PATCH /fhir/Patient/p1', 'FhirPatch', { 'resource/id': 'p1' }],
  ['DELETE /fhir/Patient/p1', 'FhirDelete', { 'resource/id': 'p1' }],
  ['GET /fhir/Patient/p1/_history', 'FhirHistoryInstance', { 'resource/id': 'p1' }],
  ['GET /fhir/Patient/p1/_history/3', 'FhirVRead', { 'resource/id': 'p1', 'version-id': '3' }],
  [
    'GET /fhir/Patient/p1/$everything',
    'FhirEverything',
    { 'resource/type': 'Patient', 'resource/id': 'p1' },
  ],
  [
    'GET /fhir/Patient/p1/Coverage',
    'FhirCompartmentSearch',
    { 'resource/type': 'Coverage', 'compartment/id': 'p1' },
  ],
  ['POST /fhir/Patient/$validate', 'FhirValidate', { 'resource/type': 'Patient' }],
  ['GET /Client', 'Search', { 'resource/type': 'Client' }],
  ['POST /Client', 'Create', { 'resource/type': 'Client' }],
  ['GET /Client/c1', 'Read', { 'resource/id': 'c1' }],
  ['GET /Patient/p1', 'Read', { 'resource/type': 'Patient', 'resource/id': 'p1' }],
  ['PUT /AccessPolicy/p', 'Update', { 'resource/id': 'p' }],
  ['POST /rpc', 'rpc', {}],
  ['POST /$matcho', 'matcho', {}],
  ['POST /fhir/$drop-cache', 'drop-cache', {}],
  ['DELETE /Session', 'end-session', {}],
  ['DELETE /fhir/Session', 'end-session', {}],
  ['DELETE /fhir/Session?user=u1', 'FhirConditionalDelete', { 'resource/type': 'Session' }],
  ['GET /plan-api/apps', 'list-apps', {}],
  ['GET /plan-api/apps/a1', 'read-app', { id: 'a1' }],
  ['GET /plan-api/apps/a%2F1', 'read-app', { id: 'a/1' }],
  ['GET /plan-api/apps/mine', 'mine', {}],
  ['POST /fhir/Client/c1/$approve', 'approve', { id: 'c1' }],
])('%s is %s', (request, id, params) => {
  const found = routed(request)
  expect(found.id).toBe(id)
  expect(found.params).toMatchObject(params)
})

test('a template names no value of the path', () => {
  expect(routed('GET /fhir/Patient/p1').template).toBe('/fhir/{type}/{id}')
  expect(routed('GET /plan-api/apps/a1').template).toBe('/plan-api/apps/{id}')
})

test.each([
  ['GET /nothing', 404],
  ['GET /fhir/Nothing', 404],
  ['GET /fhir/patient', 404],
  ['GET /fhir/Patient/a%20b', 404],
  ['GET /fhir/Patient/a%00b', 404],
  ['GET /fhir/_history', 404],
  ['GET /fhir/fhir/Patient', 404],
  ['GET /fhir/Patient/p1/Coverage/c1', 404],
  ['GET /fhir/../Client', 404],
  ['GET /fhir/Patient/%E0', 400],
  ['DELETE /fhir/Patient', 400],
  ['PUT /fhir', 405],
  ['POST /fhir/Patient/p1', 405],
  ['GET /rpc', 405],
  ['DELETE /plan-api/apps', 405],
])('%s is refused with %i', (request, status) => {
  try {
    routed(request)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(BoxError)
    expect(error).toMatchObject({ status })
  }
})
