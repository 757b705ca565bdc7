// Cities of the demo plan's service area: ZIP, area code and a point on the map; street names are invented.

export interface Place {
  city: string
  county: string
  state: string
  postalCode: string
  areaCode: string
  latitude: number
  longitude: number
}

const place = (
  city: string,
  county: string,
  postalCode: string,
  areaCode: string,
  latitude: number,
  longitude: number,
): Place => ({ city, county, state: 'OH', postalCode, areaCode, latitude, longitude })

export const places: readonly Place[] = [
  place('Columbus', 'Franklin', '43215', '614', 39.9612, -83.0007),
  place('Cleveland', 'Cuyahoga', '44113', '216', 41.4822, -81.6982),
  place('Cincinnati', 'Hamilton', '45202', '513', 39.1075, -84.5038),
  place('Toledo', 'Lucas', '43604', '419', 41.6528, -83.5379),
  place('Akron', 'Summit', '44308', '330', 41.0814, -81.519),
  place('Dayton', 'Montgomery', '45402', '937', 39.7589, -84.1916),
  place('Dublin', 'Franklin', '43017', '614', 40.0992, -83.1141),
  place('Athens', 'Athens', '45701', '740', 39.3292, -82.1013),
]

export const streets: readonly string[] = [
  'Example Street',
  'Sample Avenue',
  'Mockingbird Lane',
  'Placeholder Road',
  'Specimen Way',
  'Testing Drive',
  'Prototype Boulevard',
]

/** A telephone number of the range that is kept for fiction: 555-0100 to 555-0199. */
export const fictionalPhone = (areaCode: string, number: number): string =>
  `+1-${areaCode}-555-01${String(number % 100).padStart(2, '0')}`
