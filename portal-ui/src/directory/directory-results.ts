// A page of directory resources as cards: each match with the names and places that its references point at. Pure.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import {
  concept,
  conceptAt,
  type Element,
  isElement,
  list,
  personName,
  referenceWords,
  text,
} from '../fhir/elements.ts'
import { say, wordFor } from '../language/language.ts'
import { detailsOf } from './card-details.ts'
import type { Centre } from './directory-query.ts'
import { milesBetween, positionOf } from './place.ts'

export interface DirectoryCard {
  id: string
  title: string
  /** Specialty, kind of service, kind of plan. */
  lines: string[]
  /** At which organization. */
  at: string
  places: { name: string; address: string; phone: string; miles?: number }[]
  networks: string[]
  /** In words, where the directory says so. */
  accepting: string
  /** True where new patients are welcome. */
  isAccepting: boolean
  languages: string[]
  /** What is told on demand. */
  details: { label: string; value: string }[]
}

/** Cards for the matches of a searchset. */
export const cardsOf = (
  type: string,
  resources: readonly Resource[],
  networks: readonly { value: string; label: string }[] = [],
  centre?: Centre,
): DirectoryCard[] => {
  const byReference = new Map(resources.map(item => [`${item.resourceType}/${item.id}`, item]))
  const follow = (reference: unknown): Resource | undefined =>
    byReference.get(text(reference, 'reference').split('/').slice(-2).join('/'))
  const nameOf = (reference: unknown): string =>
    text(follow(reference), 'name') ||
    networks.find(({ value }) => text(reference, 'reference').endsWith(`/${value}`))?.label ||
    referenceWords(reference)
  return resources
    .filter(resource => resource.resourceType === type)
    .map(resource => cardOf(resource, follow, nameOf, centre))
}

type Follow = (reference: unknown) => Resource | undefined

const cardOf = (
  resource: Resource,
  follow: Follow,
  nameOf: (reference: unknown) => string,
  centre: Centre | undefined,
): DirectoryCard => {
  const practitioner = follow(resource.practitioner)
  const owner = resource.organization ?? resource.providedBy ?? resource.ownedBy
  const participant = resource.participatingOrganization
  const organization = follow(participant ?? owner)
  const organizationName = text(organization, 'name') || referenceWords(participant ?? owner)
  const own =
    personName(practitioner) || referenceWords(resource.practitioner) || text(resource, 'name')
  const places = list(resource, 'location')
    .map(reference => ({ reference, place: follow(reference) }))
    .map(({ reference, place }) => ({
      name: text(place, 'name') || referenceWords(reference),
      address: place ? addressWords(list(place, 'address')[0]) : '',
      phone: phoneOf(place) || phoneOf(resource),
      ...milesTo(centre, positionOf(place)),
    }))
  return {
    id: `${resource.resourceType}/${resource.id}`,
    title: own || organizationName || say().directory.unnamed,
    lines: [
      ...list(resource, 'specialty').map(spoken),
      ...list(resource, 'type').map(spoken),
    ].filter((line, index, lines) => line !== '' && lines.indexOf(line) === index),
    at: own ? organizationName : '',
    places:
      places.length > 0 || !participant
        ? places
        : [
            {
              name: '',
              address: addressWords(list(organization, 'address')[0]),
              phone: phoneOf(organization),
            },
          ],
    networks: networksOf(resource).map(nameOf).filter(Boolean),
    accepting: acceptingWords(resource),
    isAccepting: text(acceptingSaid(resource), 'coding.code') === 'newpt',
    languages: list(practitioner, 'communication').map(languageWords).filter(Boolean),
    details: detailsOf({
      resource,
      practitioner,
      organization,
      location: list(resource, 'location').map(follow).find(Boolean),
    }),
  }
}

const milesTo = (centre: Centre | undefined, place: Centre | undefined) =>
  centre && place ? { miles: milesBetween(centre, place) } : {}

/** In the reader's language where the code is known. */
const languageWords = (language: Element): string =>
  wordFor(say().directory.languages, text(language, 'coding.code').slice(0, 2)) ??
  (concept(language) || conceptAt(language, 'language'))

/** A concept in words, or nothing: a bare code tells a person searching for care nothing. */
const spoken = (value: Element): string => {
  const words = concept(value)
  const codes = list(value, 'coding').map(coding => text(coding, 'code'))
  // Plan-Net's product types come without words.
  return codes.includes(words) ? (wordFor(say().directory.products, words) ?? '') : words
}

const extensions = (resource: Element, name: string): Element[] =>
  list(resource, 'extension').filter(extension => text(extension, 'url').endsWith(`/${name}`))

/** A role names its networks by extension, an affiliation and a plan by an element. */
const networksOf = (resource: Resource): unknown[] => [
  ...extensions(resource, 'network-reference').map(extension => extension.valueReference),
  ...list(resource, 'network'),
]

const acceptingSaid = (resource: Resource): unknown =>
  extensions(resource, 'newpatients')
    .flatMap(extension => list(extension, 'extension'))
    .find(part => part.url === 'acceptingPatients')?.valueCodeableConcept

const acceptingWords = (resource: Resource): string => {
  const said = acceptingSaid(resource)
  return wordFor(say().directory.acceptance, text(said, 'coding.code')) ?? concept(said)
}

const addressWords = (address: Element | undefined): string => {
  if (!isElement(address)) return ''
  const lines = Array.isArray(address.line)
    ? address.line.filter(line => typeof line === 'string')
    : []
  const region = [text(address, 'state'), text(address, 'postalCode')].filter(Boolean).join(' ')
  return [...lines, text(address, 'city'), region].filter(Boolean).join(', ')
}

const phoneOf = (resource: unknown): string =>
  list(resource, 'telecom')
    .filter(point => point.system === 'phone')
    .map(point => text(point, 'value'))
    .find(Boolean) ?? ''
