// What a facility offers: in person or at a distance, when, and by appointment or not.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import type { Random } from '../random.ts'
import type { Link } from '../record.ts'
import { type Directory, placeNumber, planNetExtension } from './builder.ts'
import { directoryPhone, officeHours } from './contact.ts'
import { acceptingPatients } from './extensions.ts'
import type { FacilityKind } from './facility-kinds.ts'
import type { PlanSide } from './plan.ts'

/** Adds the facility's service. */
export const addService = (
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
