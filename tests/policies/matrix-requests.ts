// What the rows of the matrix speak of: records of two patients, and the bodies that a row names in words.

import type { BoxName } from '../../vocabulary/operations.ts'
import { planNetProfile } from '../../vocabulary/profiles.ts'
import { world } from '../harness/boxes.ts'
import type { Answer, Cast, RequestOptions } from '../harness/personas.ts'
import type { MatrixRow } from './matrix-table.ts'

/** Somebody else's record, by box. */
export const otherPatient = 'matrix-other'

const record = (patient: string) => [
  {
    resourceType: 'Patient',
    id: otherPatient,
    name: [{ family: 'Somebody', given: ['Else'] }],
    gender: 'unknown',
    birthDate: '1970-01-01',
  },
  {
    resourceType: 'Organization',
    id: 'matrix-payer',
    active: true,
    name: 'Payer of the matrix',
  },
  ...[
    ['matrix-own', patient],
    ['matrix-other', otherPatient],
  ].map(([id, owner]) => ({
    resourceType: 'Coverage',
    id,
    status: 'active',
    beneficiary: { reference: `Patient/${owner}` },
    payor: [{ reference: 'Organization/matrix-payer' }],
  })),
  {
    resourceType: 'Practitioner',
    id: 'matrix-directory',
    meta: {
      profile: [planNetProfile('plannet-Practitioner')],
      lastUpdated: '2026-01-01T00:00:00Z',
    },
    active: true,
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }],
    name: [{ family: 'Matrix', given: ['Dee'] }],
    qualification: [
      { code: { coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '207Q00000X' }] } },
    ],
  },
  {
    resourceType: 'Practitioner',
    id: 'matrix-claims',
    active: true,
    name: [{ family: 'Matrix', given: ['Cee'] }],
  },
]

/** Puts the rows' records in place, as root. */
export const placeRecords = async ({ personas, patients }: Cast): Promise<void> => {
  for (const box of ['sandbox', 'production'] as const)
    for (const resource of record(patients[box])) {
      const path = `/fhir/${resource.resourceType}/${resource.id}`
      const { status, body } = await personas.root.fetch(box, 'PUT', path, { body: resource })
      if (status > 201) throw new Error(`${box} ${path}: ${status} ${JSON.stringify(body)}`)
    }
}

/** Takes them away again, last first. */
export const removeRecords = async ({ personas, patients }: Cast): Promise<void> => {
  for (const box of ['sandbox', 'production'] as const)
    for (const { resourceType, id } of record(patients[box]).toReversed())
      await personas.root.fetch(box, 'DELETE', `/fhir/${resourceType}/${id}`)
}

/** Body and headers of a row, for one caller. */
export const requestOf = (row: MatrixRow, { patients }: Cast): [string, RequestOptions] => {
  const fill = (text: string): string =>
    text.replaceAll('{patient}', patients[row.box]).replaceAll('{other}', otherPatient)
  const path = encodeURI(fill(row.path)).replaceAll('%25', '%') // a row may be percent-encoded already
  if (!row.with) return [path, row.method === 'POST' || row.method === 'PUT' ? { body: {} } : {}]
  const [, form] = /^the form (.+)$/.exec(row.with) ?? []
  if (form) return [path, { body: new URLSearchParams(fill(form)) }]
  const [, name, value] = /^header ([a-z-]+): (.+)$/.exec(row.with) ?? []
  if (name && value) return [path, { headers: { [name]: value } }]
  const make = bodies[row.with]
  if (!make) throw new Error(`MATRIX.md:${row.line}: nothing is known as "${row.with}"`)
  return [path, { body: make(row.box, patients[row.box]) }]
}

const bodies: Readonly<Record<string, (box: BoxName, patient: string) => unknown>> = {
  'an empty batch': () => ({ resourceType: 'Bundle', type: 'batch', entry: [] }),
  'a batch that reads Coverage/matrix-other': () => ({
    resourceType: 'Bundle',
    type: 'batch',
    entry: [{ request: { method: 'GET', url: 'Coverage/matrix-other' } }],
  }),
  'a launch link': (box, patient) => ({
    method: 'aidbox.smart/get-launch-uri',
    params: {
      user: box === 'sandbox' ? 'demo-vendor' : 'demo-member',
      client: 'sample-app',
      iss: `${world()[box]}/fhir`,
      ctx: { patient },
    },
  }),
  'an unknown scenario': () => ({ scenario: 'no-such-scenario' }),
  'a method that is not there': () => ({ method: 'no.such/method', params: {} }),
}

/** True when an answer is a page without entries. */
export const isEmptyPage = ({ body }: Answer): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'resourceType' in body &&
  body.resourceType === 'Bundle' &&
  (!('entry' in body) || (Array.isArray(body.entry) && body.entry.length === 0))
