// Where a facility is: building, hours, accessibility; hospitals have an emergency department of their own.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import type { Random } from '../random.ts'
import type { Link } from '../record.ts'
import { type Directory, planNetExtension } from './builder.ts'
import { directoryPhone, mappedAddress, near, weekdays } from './contact.ts'
import { acceptingPatients } from './extensions.ts'
import type { FacilityKind } from './facility-kinds.ts'
import type { PlanSide } from './plan.ts'
import type { Site } from './site.ts'

/** Adds the main location, and the emergency department of a hospital as part of it. */
export const addLocation = (
  directory: Directory,
  side: PlanSide,
  each: FacilityKind,
  { key, name, place, campus }: Site,
  organization: Link,
  random: Random,
): Link => {
  const managingOrganization = campus?.managedBy ?? organization
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
    type: [
      ...(campus ? [concept(systems.roleCode, 'COMM')] : []),
      concept(systems.roleCode, each.locationType),
    ],
    telecom: [directoryPhone(place, random, managingOrganization)],
    address: campus?.address ?? mappedAddress(place, random),
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
  if (campus) {
    directory.add('Location', 'Location', `directory-location-${key}-urgent`, {
      ...body,
      identifier: identifier('-urgent'),
      name: `${name}, urgent care`,
      partOf: main,
    })
  }
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
