// How a directory entry can be reached: telephone with hours and a way round it, opening times, addresses on the map.
import { fictionalPhone, type Place, streets } from '../codes/places.ts'
import type { Random } from '../random.ts'
import type { Json, Link } from '../record.ts'
import { planNetExtension } from './builder.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const

/** A telephone; with `intermediary` it also says whom to ask instead, and when. */
export const directoryPhone = (place: Place, random: Random, intermediary?: Link): Json => ({
  ...(intermediary
    ? {
        extension: [
          planNetExtension('contactpoint-availabletime', {
            extension: [
              ...weekdays.map(valueCode => ({ url: 'daysOfWeek', valueCode })),
              { url: 'availableStartTime', valueTime: '08:00:00' },
              { url: 'availableEndTime', valueTime: '17:00:00' },
            ],
          }),
          planNetExtension('via-intermediary', { valueReference: intermediary }),
        ],
      }
    : {}),
  system: 'phone',
  value: fictionalPhone(place.areaCode, random.int(0, 99)),
  rank: 1,
})

/** An address that is on the map. */
export const mappedAddress = (place: Place, random: Random): Json => {
  const line = [`${random.int(10, 9800)} ${random.pick(streets)}`]
  return {
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/geolocation',
        extension: [
          { url: 'latitude', valueDecimal: place.latitude },
          { url: 'longitude', valueDecimal: place.longitude },
        ],
      },
    ],
    type: 'both',
    text: `${line[0]}, ${place.city}, ${place.state} ${place.postalCode}`,
    line,
    city: place.city,
    state: place.state,
    postalCode: place.postalCode,
    country: 'US',
  }
}

/** A point near the middle of the city, to five digits. */
export const near = (place: Place, random: Random): Json => ({
  longitude: round(place.longitude + (random.next() - 0.5) * 0.08),
  latitude: round(place.latitude + (random.next() - 0.5) * 0.08),
})

const round = (degrees: number): number => Math.round(degrees * 100_000) / 100_000

/** Office hours as roles and services write them, with the holiday that interrupts them. */
export const officeHours = (today: string): Json => ({
  availableTime: [
    {
      daysOfWeek: weekdays,
      availableStartTime: '08:30:00',
      availableEndTime: '17:00:00',
    },
    {
      daysOfWeek: ['sat'],
      allDay: false,
      availableStartTime: '09:00:00',
      availableEndTime: '12:00:00',
    },
  ],
  notAvailable: [
    {
      description: 'Closed between the years',
      during: { start: `${today.slice(0, 4)}-12-24`, end: `${today.slice(0, 4)}-12-31` },
    },
  ],
})
