// What is typed into the search form, as FHIR searches of the Plan-Net directory. Pure: one row a kind of thing.

export type Kind = 'provider' | 'place' | 'pharmacy' | 'plan'

export interface Wanted {
  kind: Kind
  name: string
  specialty: string
  city: string
  zip: string
  /** Id of a network (Organization), or empty. */
  network: string
  /** Code of a language that the professional speaks, or empty. */
  language: string
  /** `yes`, or empty: Plan-Net has no parameter for it, so the page leaves the others out. */
  accepting: string
  /** Miles around the city, the ZIP code or `here`; empty: in the city or ZIP code itself. */
  distance: string
  /** Where the device is, `39.96,-82.99`: rounded to about a kilometre; or empty. */
  here: string
}

/** The middle of a search by distance. */
export interface Centre {
  latitude: number
  longitude: number
}

export const nothingWanted: Wanted = {
  kind: 'provider',
  name: '',
  specialty: '',
  city: '',
  zip: '',
  network: '',
  language: '',
  accepting: '',
  distance: '',
  here: '',
}

export interface DirectorySearch {
  type: string
  query: [name: string, value: string][]
}

interface KindFact {
  /** Fields of the form that this kind is searched by. */
  fields: readonly Exclude<keyof Wanted, 'kind'>[]
  search: (wanted: Wanted, centre?: Centre) => DirectorySearch
}

const pageSize = '20'
const filled = (pairs: [string, string][]): [string, string][] =>
  pairs
    .map(([name, value]): [string, string] => [name, value.trim()])
    .filter(([, value]) => value !== '')

/** FHIR search: a comma, bar or dollar that was typed is part of the text. */
const escaped = (value: string): string => value.replaceAll(/[\\,|$]/g, '\\$&')

/** In the place itself, or around it. Miles as UCUM writes them. */
const placeOf = (
  { city, zip, distance }: Wanted,
  centre: Centre | undefined,
): [string, string][] =>
  distance && centre
    ? [['location.near', `${centre.latitude}|${centre.longitude}|${distance}|[mi_us]`]]
    : filled([
        ['location.address-city', escaped(city)],
        ['location.address-postalcode', escaped(zip)],
      ])

export const kinds: Record<Kind, KindFact> = {
  provider: {
    fields: [
      'name',
      'specialty',
      'city',
      'zip',
      'distance',
      'here',
      'network',
      'language',
      'accepting',
    ],
    search: (wanted, centre) => ({
      type: 'PractitionerRole',
      query: [
        ...filled([
          ['practitioner.name', escaped(wanted.name)],
          ['specialty:text', escaped(wanted.specialty)],
        ]),
        ...placeOf(wanted, centre),
        ...filled([
          ['network', wanted.network && `Organization/${wanted.network}`],
          ['practitioner.communication', escaped(wanted.language)],
        ]),
        ['_include', 'PractitionerRole:practitioner'],
        ['_include', 'PractitionerRole:organization'],
        ['_include', 'PractitionerRole:location'],
        ['_include', 'PractitionerRole:network'],
        ['_count', pageSize],
      ],
    }),
  },
  place: {
    fields: ['name', 'specialty', 'city', 'zip', 'distance', 'here', 'accepting'],
    search: (wanted, centre) => ({
      type: 'HealthcareService',
      query: [
        ...filled([
          ['organization.name', escaped(wanted.name)],
          ['specialty:text', escaped(wanted.specialty)],
        ]),
        ...placeOf(wanted, centre),
        ['_include', 'HealthcareService:organization'],
        ['_include', 'HealthcareService:location'],
        ['_count', pageSize],
      ],
    }),
  },
  pharmacy: {
    fields: ['name', 'city', 'zip', 'distance', 'here', 'network'],
    search: (wanted, centre) => ({
      type: 'OrganizationAffiliation',
      query: [
        ['role', 'pharmacy'],
        ...filled([['participating-organization.name', escaped(wanted.name)]]),
        ...placeOf(wanted, centre),
        ...filled([['network', wanted.network && `Organization/${wanted.network}`]]),
        ['_include', 'OrganizationAffiliation:participating-organization'],
        ['_include', 'OrganizationAffiliation:location'],
        ['_include', 'OrganizationAffiliation:network'],
        ['_count', pageSize],
      ],
    }),
  },
  plan: {
    fields: ['name'],
    search: ({ name }) => ({
      type: 'InsurancePlan',
      query: [
        ...filled([['name:contains', escaped(name)]]),
        ['_include', 'InsurancePlan:owned-by'],
        ['_count', pageSize],
      ],
    }),
  },
}

/** The search that answers what is wanted. */
export const searchFor = (wanted: Wanted, centre?: Centre): DirectorySearch =>
  kinds[wanted.kind].search(wanted, centre)

/** The same as an address that anyone may call; readable, and still correct. */
export const callOf = (base: string, { type, query }: DirectorySearch): string => {
  const text = new URLSearchParams(query).toString()
  return `${base}/${type}?${text.replaceAll('%3A', ':').replaceAll('%2F', '/')}`
}

const fields = [
  'name',
  'specialty',
  'city',
  'zip',
  'network',
  'language',
  'accepting',
  'distance',
  'here',
] as const

const isKind = (text: string | null): text is Kind => text !== null && Object.hasOwn(kinds, text)

/** What the page's own address says is wanted; undefined when nothing was searched yet. */
export const wantedOf = (address: URLSearchParams): Wanted | undefined => {
  const kind = address.get('kind')
  if (!isKind(kind)) return undefined
  const wanted: Wanted = { ...nothingWanted, kind }
  for (const field of fields) wanted[field] = address.get(field) ?? ''
  return wanted
}

/** The page's address for what is wanted: only fields that this kind is searched by. */
export const addressOf = (wanted: Wanted): URLSearchParams => {
  const address = new URLSearchParams({ kind: wanted.kind })
  for (const field of kinds[wanted.kind].fields)
    if (wanted[field].trim()) address.set(field, wanted[field].trim())
  return address
}
