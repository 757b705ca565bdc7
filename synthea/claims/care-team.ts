// Who took part in a claim: C4BB's roles, each profile with its own list, and NUCC qualifications.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { type PractitionerName, practitioners } from '../people/provider-table.ts'
import type { NamedLink, Providers } from '../people/providers.ts'
import type { Json, Link } from '../record.ts'

type Role =
  | 'primary'
  | 'supervisor'
  | 'attending'
  | 'referring'
  | 'operating'
  | 'rendering'
  | 'prescribing'

interface Member {
  provider: Link
  role: Role
  taxonomy?: string
}

/** A practitioner in a role, with specialty. */
export const asRole = (role: Role, name: PractitionerName, providers: Providers): Member => ({
  provider: providers.practitioner(name),
  role,
  taxonomy: practitioners[name].taxonomy,
})

/** An organization in a role; facilities "render" on institutional claims. */
export const facilityAs = (role: Role, provider: NamedLink, taxonomy?: string): Member => ({
  provider,
  role,
  ...(taxonomy ? { taxonomy } : {}),
})

/** Numbers the team. */
export const careTeam = (members: readonly Member[]): Json[] =>
  members.map(({ provider, role, taxonomy }, index) => ({
    sequence: index + 1,
    provider,
    role: concept(hl7Roles.includes(role) ? systems.careTeamRole : systems.careTeamRoleC4bb, role),
    qualification: taxonomy && concept(systems.nucc, taxonomy),
  }))

const hl7Roles: readonly Role[] = ['primary', 'supervisor']
