// The claims side's organizations, professionals and places, fresh for each member and made when first needed.
// They carry tax ids and are never directory resources: the public directory has its own.
import { concept } from '../codes/concept.ts'
import { familyNames, givenNames } from '../codes/names.ts'
import type { Place } from '../codes/places.ts'
import { systems } from '../codes/systems.ts'
import { npi } from '../npi.ts'
import { c4bb, usCore } from '../profiles.ts'
import type { Random } from '../random.ts'
import type { Link, MemberRecord } from '../record.ts'
import { addressIn, phoneIn } from './address.ts'
import { naicIdentifier, npiIdentifier, payerIdentifier, taxIdentifier } from './identifiers.ts'
import {
  type OrganizationName,
  organizations,
  type PractitionerName,
  practitioners,
} from './provider-table.ts'

/** A reference that also says whom it means. */
export interface NamedLink extends Link {
  display: string
}

export interface Providers {
  organization(name: OrganizationName): NamedLink
  practitioner(name: PractitionerName): NamedLink
  /** What a practitioner does where: practitioner, organization and location together. */
  role(name: PractitionerName): NamedLink
  location(name: OrganizationName): NamedLink
}

/** Starts an empty staff; whoever is asked for is added to the record before the asker. */
export const makeProviders = (record: MemberRecord, place: Place): Providers => {
  const made = new Map<string, NamedLink>()
  const once = (key: string, make: (random: Random) => NamedLink): NamedLink => {
    const link = made.get(key) ?? make(record.random.fork(key))
    made.set(key, link)
    return link
  }

  const organization = (name: OrganizationName): NamedLink =>
    once(`organization ${name}`, random => {
      const fact = organizations[name]
      const number = random.int(200_000, 999_998)
      return {
        ...record.add('Organization', [...c4bb('Organization'), ...usCore('organization')], {
          identifier: [
            ...(fact.naic
              ? [payerIdentifier(`PLAN${fact.naic}`), naicIdentifier(fact.naic)]
              : [npiIdentifier(npi(number))]),
            taxIdentifier(number),
          ],
          active: true,
          type: [concept(systems.organizationType, fact.naic ? 'pay' : 'prov')],
          name: fact.title,
          telecom: [phoneIn(place, random, 'work')],
          address: [{ use: 'work', ...addressIn(place, random) }],
        }),
        display: fact.title,
      }
    })

  const practitioner = (name: PractitionerName): NamedLink =>
    once(`practitioner ${name}`, random => {
      const { credential } = practitioners[name]
      const gender = random.pick(['female', 'male'] as const)
      const given = random.pick(givenNames[gender])
      const family = random.pick(familyNames)
      const text = `${given} ${family}, ${credential}`
      const number = random.int(200_000, 999_998)
      return {
        ...record.add('Practitioner', [...c4bb('Practitioner'), ...usCore('practitioner')], {
          identifier: [npiIdentifier(npi(number)), taxIdentifier(number)],
          active: true,
          name: [{ use: 'official', text, family, given: [given], suffix: [credential] }],
          telecom: [phoneIn(place, random, 'work')],
          address: [{ use: 'work', ...addressIn(place, random) }],
          gender,
        }),
        display: text,
      }
    })

  const location = (name: OrganizationName): NamedLink =>
    once(`location ${name}`, random => {
      const managingOrganization = organization(name)
      const display = `${organizations[name].title}, ${place.city}`
      return {
        ...record.add('Location', usCore('location'), {
          identifier: [{ system: systems.locationId, value: `S${random.int(10_000, 99_999)}` }],
          status: 'active',
          name: display,
          type: [concept(systems.roleCode, organizations[name].placeType ?? 'OF')],
          telecom: [phoneIn(place, random, 'work')],
          address: addressIn(place, random),
          managingOrganization,
        }),
        display,
      }
    })

  // Where a record can be sent to electronically; no guide of the claims side has a profile for it.
  const endpoint = (name: OrganizationName): NamedLink =>
    once(`endpoint ${name}`, () => {
      const display = `${organizations[name].title}, electronic records`
      return {
        ...record.add('Endpoint', [], {
          status: 'active',
          connectionType: { system: systems.connectionType, code: 'hl7-fhir-rest' },
          name: display,
          managingOrganization: organization(name),
          payloadType: [concept(systems.payloadTypeAny, 'any')],
          address: 'https://records.example-clinic.example/fhir',
        }),
        display,
      }
    })

  const role = (name: PractitionerName): NamedLink =>
    once(`role ${name}`, random => {
      const { worksAt, taxonomy, specialty } = practitioners[name]
      const who = practitioner(name)
      const where = location(worksAt)
      return {
        ...record.add('PractitionerRole', usCore('practitionerrole'), {
          active: true,
          practitioner: who,
          organization: organization(worksAt),
          code: [concept(systems.snomed, '453231000124104', 'Primary care provider')],
          specialty: [concept(systems.nucc, taxonomy, undefined, specialty)],
          location: [where],
          telecom: [phoneIn(place, random, 'work')],
          endpoint: [endpoint(worksAt)],
        }),
        display: `${who.display} at ${where.display}`,
      }
    })

  return { organization, practitioner, role, location }
}
