// Requests that a box answers well, one of each kind: what the fuzz test spoils.
import { searchParameters } from '../../vocabulary/search-parameters.ts'

export interface GoodRequest {
  method: string
  target: string
  headers: readonly (readonly [string, string])[]
  /** JSON, or the text of a form. */
  body?: unknown
}

const json = [['Content-Type', 'application/fhir+json']] as const

const values: Record<string, string> = {
  token: 'http://loinc.org|8302-2,final',
  string: 'Some%20Name',
  reference: 'Patient/demo-member',
  date: 'ge2024-01-15',
  number: '5.4',
  quantity: '5.4|http://unitsofmeasure.org|mg',
  uri: 'http://example.org/x',
  special: '42.1|-71.2|10|km',
}

const modifiers: Record<string, readonly string[]> = {
  token: ['', ':not', ':text', ':of-type', ':missing'],
  string: ['', ':exact', ':contains'],
  reference: ['', ':identifier', ':Patient'],
  date: ['', ':missing'],
  uri: ['', ':below', ':above'],
}

const searches = (): GoodRequest[] =>
  Object.entries(searchParameters).flatMap(([type, { parameters }]) =>
    Object.entries(parameters).flatMap(([name, { kind, targets = [] }]) => [
      ...(modifiers[kind] ?? ['']).map(modifier => ({
        method: 'GET',
        target: `/fhir/${type}?${name}${modifier}=${values[kind] ?? 'x'}`,
        headers: [],
      })),
      ...(kind === 'reference'
        ? [
            { method: 'GET', target: `/fhir/${type}?_include=${type}:${name}`, headers: [] },
            {
              method: 'GET',
              target: `/fhir/${targets[0] ?? 'Patient'}?_revinclude=${type}:${name}&_has:${type}:${name}:_id=x`,
              headers: [],
            },
            {
              method: 'GET',
              target: `/fhir/${type}?${name}:${targets[0] ?? 'Patient'}._id=x&_sort=-${name}`,
              headers: [],
            },
          ]
        : []),
    ]),
  )

const observation = {
  resourceType: 'Observation',
  id: 'fuzz-observation',
  meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-simple-observation'] },
  status: 'final',
  category: [{ coding: [{ system: 'http://example.org/c', code: 'laboratory' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '8302-2', display: 'Body height' }] },
  subject: { reference: 'Patient/demo-member' },
  effectiveDateTime: '2024-03-01T10:00:00.1234567+01:00',
  valueQuantity: { value: 170.5, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
  component: [{ code: { text: 'x' }, valueString: 'höher' }],
}

const patient = {
  resourceType: 'Patient',
  id: 'fuzz-patient',
  identifier: [{ system: 'http://example.org/id', value: 'F-1' }],
  name: [{ family: 'Fuzz', given: ['Ann', 'B.'], period: { start: '2001' } }],
  birthDate: '1980-02-29',
  extension: [{ url: 'http://example.org/e', valueCode: 'x' }],
  contained: [{ resourceType: 'Organization', id: 'o', name: 'Inside' }],
  managingOrganization: { reference: '#o' },
}

const entries = [
  {
    fullUrl: 'urn:uuid:5a3c8a50-0d53-4a4f-8f4f-0a5a4d1f1a01',
    resource: { ...patient, id: undefined },
    request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=F-1' },
  },
  {
    resource: {
      ...observation,
      subject: { reference: 'urn:uuid:5a3c8a50-0d53-4a4f-8f4f-0a5a4d1f1a01' },
    },
    request: { method: 'PUT', url: 'Observation/fuzz-observation' },
  },
  { request: { method: 'GET', url: 'Patient?_id=demo-member&_revinclude=Coverage:beneficiary' } },
  { request: { method: 'DELETE', url: 'Observation?_id=nothing-here' } },
]

const interactions: readonly GoodRequest[] = [
  { method: 'GET', target: '/fhir/metadata', headers: [] },
  { method: 'GET', target: '/fhir/Patient/demo-member', headers: [['If-None-Match', 'W/"1"']] },
  {
    method: 'GET',
    target: '/fhir/Patient/demo-member/_history?_count=2&_since=2020-01-01T00:00:00Z',
    headers: [],
  },
  { method: 'GET', target: '/fhir/Patient/demo-member/_history/1', headers: [] },
  { method: 'GET', target: '/fhir/Coverage/_history?_page=1', headers: [] },
  {
    method: 'GET',
    target: '/fhir/Patient/demo-member/$everything?_count=5&_type=Coverage',
    headers: [],
  },
  { method: 'GET', target: '/fhir/Patient/demo-member/Coverage?_summary=true', headers: [] },
  {
    method: 'GET',
    target:
      '/fhir/PractitionerRole?location.address-postalcode=02101&_include=PractitionerRole:practitioner&_include:iterate=*&_sort=specialty,-_lastUpdated&_count=3&_page=1&_total=none&_elements=id,code&_format=json',
    headers: [['Prefer', 'handling=lenient']],
  },
  {
    method: 'GET',
    target: '/fhir/Patient?_has:Observation:patient:_has:Provenance:target:agent=x',
    headers: [],
  },
  {
    method: 'GET',
    target: '/fhir/Client?.type=smart-app&.auth.authorization_code.pkce=true',
    headers: [],
  },
  { method: 'GET', target: '/Session?_count=1&_sort=.start', headers: [] },
  { method: 'GET', target: '/Client/sample-app', headers: [] },
  {
    method: 'POST',
    target: '/fhir/Patient/_search',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: 'name=demo&birthdate=ge1950&_sort=family',
  },
  {
    method: 'POST',
    target: '/fhir/Observation',
    headers: [...json, ['If-None-Exist', 'code=8302-2&status=final']],
    body: { ...observation, id: undefined },
  },
  { method: 'POST', target: '/fhir/Patient', headers: json, body: { ...patient, id: undefined } },
  {
    method: 'PUT',
    target: '/fhir/Patient/fuzz-patient',
    headers: [...json, ['If-Match', 'W/"1"']],
    body: patient,
  },
  { method: 'PUT', target: '/fhir/Observation/fuzz-observation', headers: json, body: observation },
  {
    method: 'PUT',
    target: '/fhir/Patient?identifier=http://example.org/id|F-2',
    headers: json,
    body: patient,
  },
  {
    method: 'PATCH',
    target: '/fhir/Patient/fuzz-patient',
    headers: [['Content-Type', 'application/json-patch+json']],
    body: [
      { op: 'replace', path: '/name/0/family', value: 'New' },
      { op: 'test', path: '/birthDate', value: '1980-02-29' },
      { op: 'move', from: '/name/0/given/0', path: '/name/0/given/1' },
    ],
  },
  {
    method: 'PATCH',
    target: '/fhir/Patient/fuzz-patient',
    headers: [['Content-Type', 'application/merge-patch+json']],
    body: { birthDate: null, name: [{ family: 'Merged' }] },
  },
  { method: 'DELETE', target: '/fhir/Observation/fuzz-observation', headers: [] },
  {
    method: 'DELETE',
    target: '/fhir/Observation?_id=fuzz-observation',
    headers: [['x-conditional-delete', 'remove-all']],
  },
  {
    method: 'POST',
    target: '/fhir',
    headers: json,
    body: { resourceType: 'Bundle', type: 'transaction', entry: entries },
  },
  {
    method: 'POST',
    target: '/fhir',
    headers: json,
    body: { resourceType: 'Bundle', type: 'batch', entry: entries },
  },
  { method: 'POST', target: '/fhir/Patient/$validate', headers: json, body: patient },
  {
    method: 'POST',
    target: '/fhir/$matcho',
    headers: json,
    body: { matcho: { a: { $enum: [1] }, b: '#^x', c: ['present?'] }, resource: { a: 1, b: 'xy' } },
  },
  {
    method: 'POST',
    target: '/rpc',
    headers: json,
    body: {
      method: 'aidbox.smart/get-launch-uri',
      params: {
        user: 'demo-member',
        client: 'sample-app',
        iss: 'x',
        ctx: { patient: 'demo-member' },
      },
    },
  },
  {
    method: 'PUT',
    target: '/AccessPolicy/fuzz-policy',
    headers: json,
    body: {
      resourceType: 'AccessPolicy',
      engine: 'matcho',
      link: [{ resourceType: 'Client', id: 'nobody' }],
      matcho: { 'request-method': 'get', params: { id: { $enum: ['x', 'y'] } } },
    },
  },
  {
    method: 'PUT',
    target: '/AccessPolicy/fuzz-sql',
    headers: json,
    body: {
      resourceType: 'AccessPolicy',
      engine: 'sql',
      link: [{ resourceType: 'Client', id: 'nobody' }],
      sql: {
        query: `select true from "user" u where u.resource#>>'{fhirUser,id}' = {{params.resource/id}}`,
      },
    },
  },
  {
    method: 'POST',
    target: '/auth/test-policy',
    headers: json,
    body: {
      request: { uri: '/fhir/Patient/x?a=b', 'request-method': 'get', 'user-id': 'demo-member' },
      policy: { engine: 'matcho', matcho: { user: { id: 'demo-member' }, uri: '#^/fhir' } },
    },
  },
  {
    method: 'PUT',
    target: '/fhir/Client/fuzz-client',
    headers: json,
    body: {
      resourceType: 'Client',
      grant_types: ['basic'],
      secret: 'long-enough-secret-of-a-client',
    },
  },
  {
    method: 'PUT',
    target: '/fhir/User/fuzz-user',
    headers: json,
    body: { resourceType: 'User', email: 'fuzz@example.org', roles: [{ type: 'vendor' }] },
  },
]

/** All of them: as many searches as interactions in weight, so that both are spoiled alike. */
export const goodRequests = (): {
  interactions: readonly GoodRequest[]
  searches: readonly GoodRequest[]
} => ({
  interactions,
  searches: searches(),
})
