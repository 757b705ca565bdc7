// What a directory entry tells on demand: hours, ways to get in touch, NPI, qualifications, accessibility. Pure.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { concept, type Element, list, text } from '../fhir/elements.ts'
import { say, wordFor } from '../language/language.ts'

interface Parts {
  resource: Resource
  practitioner: Resource | undefined
  organization: Resource | undefined
  location: Resource | undefined
}

const npiSystem = 'http://hl7.org/fhir/sid/us-npi'

/** Labels and values; only what the directory knows. */
export const detailsOf = ({
  resource,
  practitioner,
  organization,
  location,
}: Parts): { label: string; value: string }[] => {
  const { directory } = say()
  const reach = (system: string) =>
    [resource, location, practitioner, organization]
      .flatMap(one => list(one, 'telecom'))
      .filter(point => point.system === system)
      .map(point => text(point, 'value'))
      .find(Boolean) ?? ''
  const hours = hoursOf(list(resource, 'availableTime'))
  return [
    {
      label: directory.hours,
      value: hours || hoursOf(list(location, 'hoursOfOperation')),
    },
    { label: directory.fax, value: reach('fax') },
    { label: directory.email, value: reach('email') },
    { label: directory.website, value: reach('url') },
    {
      label: directory.qualifications,
      value: list(practitioner, 'qualification')
        .map(one => concept(one.code))
        .filter(Boolean)
        .join(', '),
    },
    {
      label: directory.npi,
      value: [practitioner, organization].map(npiOf).find(Boolean) ?? '',
    },
    { label: directory.access, value: accessOf(location) },
  ].filter(({ value }) => value !== '')
}

const npiOf = (resource: Resource | undefined): string =>
  list(resource, 'identifier')
    .filter(({ system }) => system === npiSystem)
    .map(identifier => text(identifier, 'value'))
    .find(Boolean) ?? ''

/** `Mon, Tue 8:00–17:00; Sat 9:00–12:00`. */
const hoursOf = (times: readonly Element[]): string =>
  times
    .map(time => {
      const days = Array.isArray(time.daysOfWeek) ? time.daysOfWeek : []
      const named = days.map(day => wordFor(say().directory.weekdays, String(day)) ?? String(day))
      const from = text(time, 'availableStartTime') || text(time, 'openingTime')
      const until = text(time, 'availableEndTime') || text(time, 'closingTime')
      const span = time.allDay === true ? say().directory.allDay : `${clock(from)}–${clock(until)}`
      return `${named.join(', ')} ${span}`
    })
    .join('; ')

const clock = (time: string): string => time.replace(/^0?(\d+:\d\d).*$/, '$1')

const accessOf = (location: Resource | undefined): string =>
  list(location, 'extension')
    .filter(extension => text(extension, 'url').endsWith('/accessibility'))
    .map(extension => text(extension.valueCodeableConcept, 'coding.code'))
    .map(code => wordFor(say().directory.accessibility, code) ?? '')
    .filter(Boolean)
    .join(', ')
