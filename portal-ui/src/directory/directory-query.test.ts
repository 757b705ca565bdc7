// The search form of the directory and the calls it makes.
import { expect, test } from 'vitest'
import { directoryProfiles } from '../../../vocabulary/profiles.ts'
import { searchParameters } from '../../../vocabulary/search-parameters.ts'
import { addressOf, callOf, kinds, nothingWanted, searchFor, wantedOf } from './directory-query.ts'

const all = { name: 'a', specialty: 'b', city: 'c', zip: 'd', network: 'e', language: 'es' }

test('a search by specialty and city asks only for those, and for what the rows need', () => {
  const call = callOf(
    'https://plan.example/fhir',
    searchFor({ ...nothingWanted, specialty: 'Cardiology', city: ' Springfield ' }),
  )
  expect(call).toBe(
    'https://plan.example/fhir/PractitionerRole?specialty:text=Cardiology&location.address-city=Springfield&_include=PractitionerRole:practitioner&_include=PractitionerRole:organization&_include=PractitionerRole:location&_include=PractitionerRole:network&_count=20',
  )
})

test('a search by distance asks around the middle of the place, not in it', () => {
  const wanted = { ...nothingWanted, city: 'Columbus', distance: '10' }
  const { query } = searchFor(wanted, { latitude: 39.96, longitude: -82.99 })
  expect(query[0]).toEqual(['location.near', '39.96|-82.99|10|[mi_us]'])
  expect(query.some(([name]) => name === 'location.address-city')).toBe(false)
  expect(searchFor(wanted).query[0]).toEqual(['location.address-city', 'Columbus'])
})

test('a comma that was typed is part of the name, not a choice of two', () => {
  const { query } = searchFor({ ...nothingWanted, name: 'Smith, Jr' })
  expect(query[0]).toEqual(['practitioner.name', 'Smith\\, Jr'])
})

test('every search is on a directory type, by parameters and includes that the guide states', () => {
  for (const { search } of Object.values(kinds)) {
    const here = { latitude: 1, longitude: 2 }
    const wished = { ...nothingWanted, ...all }
    const [plain, near] = [search(wished), search({ ...wished, distance: '5' }, here)]
    const { type } = plain
    const query = [...plain.query, ...near.query]
    expect(Object.keys(directoryProfiles)).toContain(type)
    for (const [name, value] of query) {
      if (name === '_include') expect(searchParameters[type]?.includes).toContain(value)
      else if (name !== '_count') {
        const [parameter = '', chained] = name.split(/[.:]/)
        const fact = searchParameters[type]?.parameters[parameter]
        expect(fact, `${type}.${name}`).toBeDefined()
        if (name.includes('.') && chained) {
          const targets = fact?.targets ?? []
          expect(
            targets.some(target => searchParameters[target]?.parameters[chained]),
            `${type}.${name}`,
          ).toBe(true)
        }
      }
    }
  }
})

test('an address of the page can be sent to someone and gives the same search', () => {
  const wanted = { ...nothingWanted, name: 'Öz & Söhne', zip: '12345' }
  expect(wantedOf(addressOf(wanted))).toEqual(wanted)
  expect(wantedOf(new URLSearchParams('kind=spaceship'))).toBeUndefined()
})
