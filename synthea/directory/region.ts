// The plan's service area: a region with its boundary.
import { concept } from '../codes/concept.ts'
import { places } from '../codes/places.ts'
import { systems } from '../codes/systems.ts'
import type { Json, Link } from '../record.ts'
import { type Directory, placeNumber } from './builder.ts'

/** Adds the plan's service area as a region on the map. */
export const addRegion = (
  directory: Directory,
  id: string,
  managingOrganization: Link,
  address: Json,
): Link => {
  const [west, south, east, north] = [-84.82, 38.4, -80.52, 41.98]
  const boundary = {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  }
  const place = placeNumber(0)
  return directory.add('Location', 'Location', id, {
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/location-boundary-geojson',
        valueAttachment: {
          contentType: 'application/geo+json',
          data: Buffer.from(JSON.stringify(boundary)).toString('base64'),
        },
      },
    ],
    status: 'active',
    name: 'Service area of Example Health Plan',
    description: `Ohio: ${places.map(({ city }) => city).join(', ')} and around`,
    type: [concept(systems.roleCode, 'COMM')],
    address,
    position: { longitude: place.longitude, latitude: place.latitude },
    managingOrganization,
  })
}
