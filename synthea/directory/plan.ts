// The payer in the directory: its service area, endpoints and networks.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { npi } from '../npi.ts'
import { npiIdentifier } from '../people/identifiers.ts'
import type { Json, Link } from '../record.ts'
import { type Directory, placeNumber, planNetExtension } from './builder.ts'
import { directoryPhone, mappedAddress } from './contact.ts'
import { addRegion } from './region.ts'

export interface PlanSide {
  payer: Link
  administrator: Link
  region: Link
  standard: Link
  preferred: Link
  fhirEndpoint: Link
  portalEndpoint: Link
  parent: Link
  /** Where the plan and what belongs to it resides; one address for all of it. */
  campus: Json
}

const ids = {
  payer: 'directory-example-health-plan',
  administrator: 'directory-plan-administrator',
  parent: 'directory-example-health-plan-holdings',
  region: 'directory-service-area',
  fhirEndpoint: 'directory-endpoint-fhir',
  portalEndpoint: 'directory-endpoint-portal',
} as const

/** Adds region, endpoints, payer, administrator and the two networks. */
export const addPlanSide = (directory: Directory): PlanSide => {
  const random = directory.random.fork('plan')
  const place = placeNumber(0)
  const payer = { reference: `Organization/${ids.payer}` }
  const endpoint = { reference: `Endpoint/${ids.fhirEndpoint}` }
  const campus = mappedAddress(place, random.fork('campus'))

  const fhirEndpoint = addEndpoint(directory, ids.fhirEndpoint, payer, {
    connectionType: { system: systems.connectionType, code: 'hl7-fhir-rest' },
    name: 'Example Health Plan FHIR server',
    payloadMimeType: ['application/fhir+json'],
    address: 'https://fhir.example-health-plan.example/fhir',
  })
  const portalEndpoint = addEndpoint(directory, ids.portalEndpoint, payer, {
    connectionType: { system: systems.endpointConnection, code: 'rest-non-fhir' },
    name: 'Example Health Plan member portal',
    address: 'https://portal.example-health-plan.example',
  })

  // Names begin alike, types, address and owner are the same: a kit takes the payer's values and looks with them for
  // networks, owners and providers, too (inferno-requirements, PN4).
  const organization = (
    id: string,
    name: string,
    number: number,
    types: readonly string[],
    description: string,
    partOf?: Link,
  ) =>
    directory.add('Organization', 'Organization', id, {
      extension: [planNetExtension('org-description', { valueString: description })],
      identifier: [npiIdentifier(npi(number))],
      active: true,
      type: [directoryTypes(...types)],
      name,
      telecom: [directoryPhone(place, random)],
      address: [campus],
      contact: [{ telecom: [{ ...directoryPhone(place, random), use: 'work' }] }],
      endpoint: [endpoint],
      ...(partOf ? { partOf } : {}),
    })
  const parent = organization(
    ids.parent,
    'Example Health Plan Holdings',
    100_000,
    ['payer'],
    'Owns the plan.',
  )
  organization(
    ids.payer,
    'Example Health Plan',
    100_001,
    ['payer'],
    'A made-up plan for trying things out.',
    parent,
  )
  const administrator = organization(
    ids.administrator,
    'Example Health Plan Administration',
    100_002,
    ['bus', 'payer'],
    'Runs the plan from day to day.',
    parent,
  )
  const region = addRegion(directory, ids.region, payer, campus)

  const network = (id: string, name: string, number: number) =>
    directory.add('Organization', 'Network', id, {
      extension: [planNetExtension('location-reference', { valueReference: region })],
      identifier: [npiIdentifier(npi(number))],
      active: true,
      type: [directoryTypes('ntwk', 'payer')],
      name,
      address: [campus],
      partOf: parent,
      contact: [
        {
          name: { family: 'Networker', given: ['Nora'] },
          telecom: [directoryPhone(place, random)],
        },
      ],
      endpoint: [endpoint],
    })
  const standard = network(
    'directory-network-standard',
    'Example Health Plan Standard Network',
    100_003,
  )
  const preferred = network(
    'directory-network-preferred',
    'Example Health Plan Preferred Network',
    100_004,
  )
  return {
    payer,
    administrator,
    parent,
    region,
    standard,
    preferred,
    fhirEndpoint,
    portalEndpoint,
    campus,
  }
}

/** One type in several words of Plan-Net's list, the first being the main one. */
export const directoryTypes = (...codes: string[]): Json => ({
  coding: codes.map(code => ({ system: systems.directoryOrganization, code })),
})

const addEndpoint = (directory: Directory, id: string, payer: Link, body: Json): Link =>
  directory.add('Endpoint', 'Endpoint', id, {
    extension: [
      planNetExtension('endpoint-usecase', {
        extension: [
          { url: 'type', valueCodeableConcept: concept(systems.actReason, 'PATRQT') },
          { url: 'standard', valueUri: 'http://hl7.org/fhir/4.0' },
        ],
      }),
    ],
    status: 'active',
    managingOrganization: payer,
    contact: [{ system: 'email', value: 'directory@example-health-plan.example' }],
    payloadType: [concept(systems.payloadType, 'NA')],
    ...body,
  })
