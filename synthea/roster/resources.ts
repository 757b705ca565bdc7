// A roster's good rows as Plan-Net resources with stable ids: the same roster again changes nothing.
import { createHash } from 'node:crypto'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { planNetProfile } from '../../vocabulary/profiles.ts'
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { planNetExtension } from '../directory/builder.ts'
import { type Accepting, acceptingPatients } from '../directory/extensions.ts'
import { npiIdentifier } from '../people/identifiers.ts'
import type { Json, Link } from '../record.ts'
import { digits } from './columns.ts'
import type { RosterCells, RosterRow } from './read.ts'

export type DirectoryResource = Resource & { id: string }

/** The resources of all rows, once each, in an order that can be loaded in parts. `networks`: name → reference. */
export const rosterResources = (
  rows: readonly RosterRow[],
  networks: ReadonlyMap<string, string>,
): DirectoryResource[] => {
  const made = new Map<string, DirectoryResource>()
  const add = (resourceType: string, profile: string, key: string, body: Json): Link => {
    const id = `roster-${createHash('sha256').update(`${resourceType} ${key}`).digest('hex').slice(0, 32)}`
    const name = `${resourceType}/${id}`
    if (!made.has(name)) {
      const meta = { profile: [planNetProfile(`plannet-${profile}`)] }
      made.set(name, { resourceType, id, meta, ...body })
    }
    return { reference: name }
  }
  const cells = rows.map(row => row.cells)
  const languages = languagesByNpi(cells)
  for (const row of cells) addRow(row, add, networks, languages)
  return [...made.values()]
}

type Add = (resourceType: string, profile: string, key: string, body: Json) => Link

const addRow = (
  row: RosterCells,
  add: Add,
  networks: ReadonlyMap<string, string>,
  languages: ReadonlyMap<string, readonly string[]>,
): void => {
  const { npi = '', organization_npi = '', specialty = '', location_name = '' } = row
  const organization = add('Organization', 'Organization', organization_npi, {
    identifier: [npiIdentifier(organization_npi)],
    active: true,
    type: [concept(systems.directoryOrganization, 'prvgrp')],
    name: row.organization_name,
    telecom: [phoneOf(row)],
    address: [addressOf(row)],
  })
  const location = add(
    'Location',
    'Location',
    `${organization_npi} ${location_name} ${row.street}`,
    {
      status: 'active',
      name: location_name,
      telecom: [phoneOf(row)],
      address: addressOf(row),
      ...positionOf(row),
      managingOrganization: organization,
    },
  )
  const practitioner = add('Practitioner', 'Practitioner', npi, {
    identifier: [npiIdentifier(npi)],
    active: true,
    name: [nameOf(row)],
    ...(row.gender ? { gender: row.gender } : {}),
    qualification: [{ code: concept(systems.nucc, specialty) }],
    ...languagesOf(languages.get(npi) ?? []),
  })
  const network = { reference: networks.get(row.network ?? '') ?? '' }
  const role = `${npi} ${location.reference} ${specialty} ${network.reference}`
  add('PractitionerRole', 'PractitionerRole', role, {
    extension: [
      ...(row.accepting && isAccepting(row.accepting)
        ? [acceptingPatients(row.accepting, network)]
        : []),
      planNetExtension('network-reference', { valueReference: network }),
    ],
    active: true,
    ...(row.since ? { period: { start: row.since } } : {}),
    practitioner,
    organization,
    code: [concept(systems.providerRole, row.role ?? 'ph')],
    specialty: [concept(systems.nucc, specialty)],
    location: [location],
    telecom: [phoneOf(row)],
  })
}

const isAccepting = (value: string): value is Accepting =>
  ['newpt', 'nopt', 'existptonly', 'existptfam'].includes(value)

const nameOf = ({ family_name, given_name, credential }: RosterCells): Json => ({
  use: 'official',
  text: `${given_name} ${family_name}${credential ? `, ${credential}` : ''}`,
  family: family_name,
  given: [given_name],
  ...(credential ? { suffix: [credential] } : {}),
})

const phoneOf = ({ phone = '' }: RosterCells): Json => ({
  system: 'phone',
  value: digits(phone).replace(/^(\d{3})(\d{3})(\d{4})$/, '+1-$1-$2-$3'),
  use: 'work',
})

const addressOf = ({ street, city, state, postal_code }: RosterCells): Json => ({
  type: 'both',
  text: `${street}, ${city}, ${state} ${postal_code}`,
  line: [street],
  city,
  state,
  postalCode: postal_code,
  country: 'US',
})

const positionOf = ({ latitude, longitude }: RosterCells): Json =>
  latitude && longitude
    ? { position: { longitude: Number(longitude), latitude: Number(latitude) } }
    : {}

// A professional may stand in several rows; what any of them says is spoken.
const languagesByNpi = (rows: readonly RosterCells[]): Map<string, readonly string[]> => {
  const all = new Map<string, readonly string[]>()
  for (const { npi = '', languages } of rows) {
    const spoken = languages?.split(' ') ?? []
    all.set(npi, [...new Set([...(all.get(npi) ?? []), ...spoken])])
  }
  return all
}

const languagesOf = (spoken: readonly string[]): Json =>
  spoken.length > 0
    ? {
        communication: spoken.map(code => ({ coding: [{ system: systems.language, code }] })),
      }
    : {}
