// Where a search by distance begins: the device, or a place of the directory in the city or ZIP code; and how far others are.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { at } from '../fhir/elements.ts'
import type { Centre, Wanted } from './directory-query.ts'

/** The place that `here` names; undefined when it names none. */
export const centreOf = (here: string): Centre | undefined => {
  const [latitude = Number.NaN, longitude = Number.NaN] = here.split(',').map(Number)
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
    ? { latitude, longitude }
    : undefined
}

/** A search for a Location whose position stands for the city or ZIP code; undefined when neither was typed. */
export const standInFor = ({ city, zip }: Wanted): [string, string][] | undefined => {
  if (zip.trim()) return [['address-postalcode', zip.trim()]]
  if (city.trim()) return [['address-city', city.trim()]]
  return undefined
}

/** Where a Location is. */
export const positionOf = (location: Resource | undefined): Centre | undefined => {
  const [latitude, longitude] = [
    at(location, 'position.latitude'),
    at(location, 'position.longitude'),
  ]
  return typeof latitude === 'number' && typeof longitude === 'number'
    ? { latitude, longitude }
    : undefined
}

const earthMiles = 3958.8

/** Miles between two places, along the great circle. */
export const milesBetween = (one: Centre, other: Centre): number => {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const height = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2
  const width =
    Math.cos(radians(one.latitude)) *
    Math.cos(radians(other.latitude)) *
    Math.sin(radians(other.longitude - one.longitude) / 2) ** 2
  return 2 * earthMiles * Math.asin(Math.sqrt(height + width))
}

/** Where the device is, to about a kilometre: nearer is nobody's business. Rejects when it does not say. */
export const askDevice = (): Promise<string> =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error('no geolocation'))
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(`${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`),
      reject,
      { timeout: 10_000, maximumAge: 600_000 },
    )
  })
