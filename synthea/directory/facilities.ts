// Hospitals, clinics, pharmacies, laboratories and dental offices: organization, location, service, affiliation.
import { concept } from '../codes/concept.ts'
import type { Place } from '../codes/places.ts'
import { systems } from '../codes/systems.ts'
import { addYears } from '../dates.ts'
import { npi } from '../npi.ts'
import { npiIdentifier } from '../people/identifiers.ts'
import type { Random } from '../random.ts'
import type { Json, Link } from '../record.ts'
import { type Directory, placeNumber, planNetExtension, slug } from './builder.ts'
import { directoryPhone, mappedAddress, near, officeHours, weekdays } from './contact.ts'
import { acceptingPatients } from './extensions.ts'
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

interface FacilityKind {
  id: 'hospital' | 'clinic' | 'pharmacy' | 'laboratory' | 'dental' | 'vision' | 'behavioral'
  count: number
  title: string
  /** HL7 ServiceDeliveryLocationRoleType. */
  locationType: string
  category: string
  nucc: string
  nuccText: string
  /** Plan-Net's organization affiliation role. */
  role: string
}

const kind = (
  id: FacilityKind['id'],
  count: number,
  title: string,
  locationType: string,
  category: string,
  nucc: string,
  nuccText: string,
  role: string,
): FacilityKind => ({ id, count, title, locationType, category, nucc, nuccText, role })

const kinds: readonly FacilityKind[] = [
  kind(
    'hospital',
    8,
    'Sample Hospital',
    'HOSP',
    'hosp',
    '282N00000X',
    'General Acute Care Hospital',
    'hospital',
  ),
  kind(
    'clinic',
    12,
    'Mockingbird Clinic',
    'OF',
    'outpat',
    '261QP2300X',
    'Primary Care Clinic/Center',
    'outpatient',
  ),
  kind(
    'pharmacy',
    8,
    'Placeholder Pharmacy',
    'PHARM',
    'pharm',
    '3336C0003X',
    'Community/Retail Pharmacy',
    'pharmacy',
  ),
  kind(
    'laboratory',
    3,
    'Specimen Laboratory',
    'OF',
    'lab',
    '291U00000X',
    'Clinical Medical Laboratory',
    'laboratory',
  ),
  kind(
    'dental',
    3,
    'Prototype Dental Office',
    'OF',
    'dent',
    '261QD0000X',
    'Dental Clinic/Center',
    'outpatient',
  ),
  kind(
    'vision',
    2,
    'Example Eye Clinic',
    'OF',
    'vis',
    '261QS0132X',
    'Ophthalmologic Surgery Clinic/Center',
    'outpatient',
  ),
  kind(
    'behavioral',
    2,
    'Trial Counseling Center',
    'OF',
    'behav',
    '261QM0801X',
    'Mental Health Clinic/Center (Including Community Mental Health Center)',
    'behavioral',
  ),
]

/** Adds all facilities; each kind is spread over the cities. */
export const addFacilities = (directory: Directory, side: PlanSide): Facility[] => {
  let number = 100_100
  return kinds.flatMap(each =>
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

const addLocation = (
  directory: Directory,
  side: PlanSide,
  each: FacilityKind,
  place: Place,
  key: string,
  name: string,
  managingOrganization: Link,
  random: Random,
): Link => {
  const always = each.id === 'hospital'
  const body = {
    extension: [
      acceptingPatients('newpt', side.standard),
      ...['handiaccess', 'pubtrans'].map(code =>
        planNetExtension('accessibility', {
          valueCodeableConcept: concept(systems.accessibility, code),
        }),
      ),
    ],
    status: 'active',
    description: `${name}, ${place.city}`,
    type: [concept(systems.roleCode, each.locationType)],
    telecom: [directoryPhone(place, random, managingOrganization)],
    address: mappedAddress(place, random),
    position: near(place, random),
    managingOrganization,
    hoursOfOperation: [
      always
        ? { daysOfWeek: [...weekdays, 'sat', 'sun'], allDay: true }
        : { daysOfWeek: weekdays, allDay: false, openingTime: '08:00:00', closingTime: '18:00:00' },
    ],
    availabilityExceptions: 'Public holidays',
    endpoint: [side.fhirEndpoint],
  }
  const identifier = (suffix: string) => [
    {
      type: concept(systems.identifierType, 'XX', 'Site'),
      system: systems.directoryId,
      value: `LOC-${key}${suffix}`,
    },
  ]
  const main = directory.add('Location', 'Location', `directory-location-${key}`, {
    ...body,
    identifier: identifier(''),
    name,
    alias: [`${each.title}, main building`],
  })
  if (!always) return main
  directory.add('Location', 'Location', `directory-location-${key}-emergency`, {
    ...body,
    identifier: identifier('-emergency'),
    name: `${name}, emergency department`,
    type: [concept(systems.roleCode, 'ER')],
    partOf: main,
  })
  return main
}

const addService = (
  directory: Directory,
  side: PlanSide,
  each: FacilityKind,
  key: string,
  name: string,
  providedBy: Link,
  location: Link,
  random: Random,
): Link => {
  const virtual = each.id === 'behavioral' || each.id === 'clinic'
  return directory.add('HealthcareService', 'HealthcareService', `directory-service-${key}`, {
    extension: [
      acceptingPatients('newpt', side.standard),
      planNetExtension('delivery-method', {
        extension: virtual
          ? [
              { url: 'type', valueCodeableConcept: concept(systems.deliveryMethod, 'virtual') },
              {
                url: 'virtualModalities',
                valueCodeableConcept: concept(systems.virtualModality, 'video'),
              },
              {
                url: 'virtualModalities',
                valueCodeableConcept: concept(systems.virtualModality, 'phone'),
              },
            ]
          : [{ url: 'type', valueCodeableConcept: concept(systems.deliveryMethod, 'physical') }],
      }),
    ],
    identifier: [
      {
        type: concept(systems.identifierType, 'XX', 'Service'),
        system: systems.directoryId,
        value: `SV-${key}`,
      },
    ],
    active: true,
    providedBy,
    category: [concept(systems.serviceCategory, each.category)],
    type: [concept(systems.serviceType, each.id === 'behavioral' ? '76' : '554')],
    specialty: [concept(systems.nucc, each.nucc, undefined, each.nuccText)],
    location: [location],
    name: `Services of ${name}`,
    comment: 'Synthetic: please do not call.',
    telecom: [directoryPhone(placeNumber(0), random, providedBy)],
    coverageArea: [side.region],
    appointmentRequired: each.id !== 'pharmacy',
    ...officeHours(directory.today),
    availabilityExceptions: 'Public holidays',
    endpoint: [side.fhirEndpoint],
  })
}
