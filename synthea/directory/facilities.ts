// Hospitals, clinics, pharmacies, laboratories and dental offices: organization, location, service, affiliation.
import { concept } from '../codes/concept.ts'
import { type Place, places } from '../codes/places.ts'
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
import { directoryTypes, type PlanSide } from './plan.ts'
import type { Site } from './site.ts'

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
export const addFacilities = (directory: Directory, side: PlanSide, times: number): Facility[] => {
  let number = 100_100
  const ordinary = facilityKinds.flatMap(each =>
    Array.from({ length: each.count * times }, (_, index) => {
      number += 1
      return addFacility(directory, side, each, siteNumber(side, each, index), number)
    }),
  )
  const clinic = facilityKinds.find(({ id }) => id === 'clinic')
  if (!clinic) return ordinary
  return [addFacility(directory, side, clinic, healthCenter(side), 100_099), ...ordinary]
}

// Numbers in the sequence of cities; where a city has several of a kind, the later ones say which.
const siteNumber = (side: PlanSide, each: FacilityKind, index: number): Site => {
  const place = placeNumber(index)
  const round = Math.floor(index / places.length)
  const suffix = round === 0 ? '' : round === 1 ? ' East' : ` ${round + 1}`
  return {
    key: `${each.id}-${slug(place.city)}${round > 0 ? `-${round + 1}` : ''}`,
    name: `${each.title} ${place.city}${suffix}`,
    alias: `${each.title} of ${place.city}`,
    place,
    networks: index % 3 === 2 ? [side.standard] : [side.standard, side.preferred],
    types: ['fac'],
    ...(each.id === 'clinic'
      ? { partOf: { reference: `Organization/directory-hospital-${slug(place.city)}` } }
      : {}),
  }
}

// The plan's own health center: what a kit looks for with the payer's values is found here. Its ids sort first.
const healthCenter = (side: PlanSide): Site => ({
  key: '00-health-center',
  name: 'Example Health Plan Health Center',
  alias: 'The plan’s own health center',
  place: placeNumber(0),
  networks: [side.standard], // One only: a kit expects nothing else of an include.
  types: ['fac', 'payer'],
  partOf: side.parent,
  campus: { address: side.campus, managedBy: side.payer },
})

const addFacility = (
  directory: Directory,
  side: PlanSide,
  each: FacilityKind,
  site: Site,
  number: number,
): Facility => {
  const { key, name, place, networks } = site
  const random = directory.random.fork(key)
  const specialty = [concept(systems.nucc, each.nucc, undefined, each.nuccText)]

  const organization = directory.add('Organization', 'Organization', `directory-${key}`, {
    ...organizationFacts(directory, side, each, number),
    type: [directoryTypes(...site.types)],
    name,
    alias: [site.alias],
    telecom: [directoryPhone(place, random, side.payer)],
    address: [site.campus?.address ?? mappedAddress(place, random)],
    contact: [{ telecom: [{ ...directoryPhone(place, random), use: 'work' }] }],
    endpoint: [side.fhirEndpoint],
    ...(site.partOf ? { partOf: site.partOf } : {}),
  })
  const location = addLocation(directory, side, each, site, organization, random)
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
})
