// Hospitals, clinics, pharmacies, laboratories and dental offices: organization, location, service, affiliation.
import { concept } from '../codes/concept.ts'
import type { Place } from '../codes/places.ts'
import { systems } from '../codes/systems.ts'
import { addYears } from '../dates.ts'
import { npi } from '../npi.ts'
import { npiIdentifier } from '../people/identifiers.ts'
import type { Json, Link } from '../record.ts'
import { type Directory, placeNumber, planNetExtension, slug } from './builder.ts'
import { directoryPhone, mappedAddress } from './contact.ts'
import { type FacilityKind, facilityKinds } from './facility-kinds.ts'
import { addLocation } from './facility-location.ts'
import { addService } from './facility-service.ts'
import type { PlanSide } from './plan.ts'

export interface Facility {
  kind: FacilityKind['id']
  name: string
  place: Place
  organization: Link
  location: Link
  service: Link
  networks: readonly Link[]
}

/** Adds all facilities; each kind is spread over the cities. */
export const addFacilities = (directory: Directory, side: PlanSide): Facility[] => {
  let number = 100_100
  return facilityKinds.flatMap(each =>
    Array.from({ length: each.count }, (_, index) => {
      number += 1
      return addFacility(directory, side, each, index, number)
    }),
  )
}

const addFacility = (
  directory: Directory,
  side: PlanSide,
  each: FacilityKind,
  index: number,
  number: number,
): Facility => {
  const place = placeNumber(index)
  const round = Math.floor(index / 8)
  const key = `${each.id}-${slug(place.city)}${round > 0 ? `-${round + 1}` : ''}`
  const name = `${each.title} ${place.city}${round > 0 ? ' East' : ''}`
  const random = directory.random.fork(key)
  const networks = index % 3 === 2 ? [side.standard] : [side.standard, side.preferred]
  const specialty = [concept(systems.nucc, each.nucc, undefined, each.nuccText)]

  const organization = directory.add('Organization', 'Organization', `directory-${key}`, {
    ...organizationFacts(directory, side, each, number),
    name,
    alias: [`${each.title} of ${place.city}`],
    telecom: [directoryPhone(place, random, side.payer)],
    address: [mappedAddress(place, random)],
    contact: [{ telecom: [{ ...directoryPhone(place, random), use: 'work' }] }],
    endpoint: [side.fhirEndpoint],
    ...(each.id === 'clinic'
      ? { partOf: { reference: `Organization/directory-hospital-${slug(place.city)}` } }
      : {}),
  })
  const location = addLocation(directory, side, each, place, key, name, organization, random)
  const service = addService(directory, side, each, key, name, organization, location, random)
  directory.add(
    'OrganizationAffiliation',
    'OrganizationAffiliation',
    `directory-affiliation-${key}`,
    {
      identifier: [
        {
          type: concept(systems.identifierType, 'XX', 'Contract'),
          system: systems.directoryId,
          value: `AF-${number}`,
        },
      ],
      active: true,
      period: { start: addYears(directory.today, -3) },
      organization: side.payer,
      participatingOrganization: organization,
      network: networks,
      code: [concept(systems.affiliationRole, each.role)],
      specialty,
      location: [location],
      healthcareService: [service],
      telecom: [directoryPhone(place, random)],
      endpoint: [side.fhirEndpoint],
    },
  )
  return { kind: each.id, name, place, organization, location, service, networks }
}

const organizationFacts = (
  directory: Directory,
  side: PlanSide,
  each: FacilityKind,
  number: number,
): Json => ({
  extension: [
    planNetExtension('org-description', {
      valueString: `${each.title}: made up, for the demo directory.`,
    }),
    planNetExtension('qualification', {
      extension: [
        {
          url: 'code',
          valueCodeableConcept: concept(systems.nucc, each.nucc, undefined, each.nuccText),
        },
        { url: 'status', valueCode: 'active' },
        { url: 'issuer', valueReference: side.administrator },
        { url: 'whereValid', valueCodeableConcept: concept(systems.states, 'OH') },
      ],
    }),
    {
      url: 'http://hl7.org/fhir/StructureDefinition/organization-period',
      valuePeriod: { start: addYears(directory.today, -12) },
    },
  ],
  identifier: [npiIdentifier(npi(number))],
  active: true,
  type: [concept(systems.directoryOrganization, 'fac')],
})
