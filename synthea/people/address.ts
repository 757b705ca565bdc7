// Addresses and telephone numbers of people and organizations that do not exist.
import { fictionalPhone, type Place, streets } from '../codes/places.ts'
import type { Random } from '../random.ts'
import type { Json } from '../record.ts'

/** A street address in that city. */
export const addressIn = (place: Place, random: Random): Json => ({
  line: [`${random.int(10, 9800)} ${random.pick(streets)}`],
  city: place.city,
  district: place.county,
  state: place.state,
  postalCode: place.postalCode,
  country: 'US',
})

export const phoneIn = (place: Place, random: Random, use: 'home' | 'work' | 'mobile'): Json => ({
  system: 'phone',
  value: fictionalPhone(place.areaCode, random.int(0, 99)),
  use,
})
