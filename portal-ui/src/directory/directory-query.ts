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
}

export const nothingWanted: Wanted = {
  kind: 'provider',
  name: '',
  specialty: '',
  city: '',
  zip: '',
  network: '',
}

export interface DirectorySearch {
  type: string
  query: [name: string, value: string][]
}

interface KindFact {
  label: string
  /** Fields of the form that this kind is searched by. */
  fields: readonly Exclude<keyof Wanted, 'kind'>[]
  search: (wanted: Wanted) => DirectorySearch
}

const pageSize = '20'
const filled = (pairs: [string, string][]): [string, string][] =>
  pairs
    .map(([name, value]): [string, string] => [name, value.trim()])
    .filter(([, value]) => value !== '')

/** FHIR search: a comma, bar or dollar that was typed is part of the text. */
const escaped = (value: string): string => value.replaceAll(/[\\,|$]/g, '\\$&')

export const kinds: Record<Kind, KindFact> = {
  provider: {
    label: 'Doctors and other professionals',
    fields: ['name', 'specialty', 'city', 'zip', 'network'],
    search: ({ name, specialty, city, zip, network }) => ({
      type: 'PractitionerRole',
      query: [
        ...filled([
          ['practitioner.name', escaped(name)],
          ['specialty:text', escaped(specialty)],
          ['location.address-city', escaped(city)],
          ['location.address-postalcode', escaped(zip)],
          ['network', network && `Organization/${network}`],
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
    label: 'Hospitals and clinics',
    fields: ['name', 'specialty', 'city', 'zip'],
    search: ({ name, specialty, city, zip }) => ({
      type: 'HealthcareService',
      query: [
        ...filled([
          ['organization.name', escaped(name)],
          ['specialty:text', escaped(specialty)],
          ['location.address-city', escaped(city)],
          ['location.address-postalcode', escaped(zip)],
        ]),
        ['_include', 'HealthcareService:organization'],
        ['_include', 'HealthcareService:location'],
        ['_count', pageSize],
      ],
    }),
  },
  pharmacy: {
    label: 'Pharmacies',
    fields: ['name', 'city', 'zip', 'network'],
    search: ({ name, city, zip, network }) => ({
      type: 'OrganizationAffiliation',
      query: [
        ['role', 'pharmacy'],
        ...filled([
          ['participating-organization.name', escaped(name)],
          ['location.address-city', escaped(city)],
          ['location.address-postalcode', escaped(zip)],
          ['network', network && `Organization/${network}`],
        ]),
        ['_include', 'OrganizationAffiliation:participating-organization'],
        ['_include', 'OrganizationAffiliation:location'],
        ['_include', 'OrganizationAffiliation:network'],
        ['_count', pageSize],
      ],
    }),
  },
  plan: {
    label: 'Plans',
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
export const searchFor = (wanted: Wanted): DirectorySearch => kinds[wanted.kind].search(wanted)

/** The same as an address that anyone may call; readable, and still correct. */
export const callOf = (base: string, { type, query }: DirectorySearch): string => {
  const text = new URLSearchParams(query).toString()
  return `${base}/${type}?${text.replaceAll('%3A', ':').replaceAll('%2F', '/')}`
}

const fields = ['name', 'specialty', 'city', 'zip', 'network'] as const

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
