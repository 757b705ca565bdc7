// Where references lead: to something contained, to an entry of the same Bundle, or to what a caller can look up.
import { field, isObject, isResource, type JsonObject, text } from '../../json.ts'
import type { TypeReference } from '../packages-definition.ts'
import { definitionUrl, type Profiles } from './profile.ts'
import { type Item, type Run, report, reportUnknown } from './run.ts'

const literal = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]+)?$/

/** The resource that a Reference or a URL leads to, as far as it is at hand. */
export const target = (run: Run, value: unknown): JsonObject | undefined => {
  const reference = typeof value === 'string' ? value : text(value, 'reference')
  if (reference === undefined) return undefined
  if (reference === '#') return run.inside.root
  if (reference.startsWith('#')) return contained(run.inside.root, reference.slice(1))
  return run.lookUp(reference)
}

/** The type of what a Reference leads to: of what is at hand, as the URL says, or as the Reference says. */
export const targetType = (run: Run, value: unknown): string | undefined => {
  const found = target(run, value)
  if (found) return text(found, 'resourceType')
  const reference = typeof value === 'string' ? value : text(value, 'reference')
  return literal.exec(reference ?? '')?.[1] ?? text(value, 'type')
}

const contained = (root: JsonObject, id: string): JsonObject | undefined => {
  const all = field(root, 'contained')
  return Array.isArray(all) ? all.find(each => isObject(each) && each.id === id) : undefined
}

/** The resource types that a target profile admits; undefined: any. */
const admitted = (profiles: Profiles, canonical: string, run: Run): string | undefined =>
  /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([A-Z][A-Za-z]+)$/.exec(canonical)?.[1] ??
  profiles.find(canonical, run.from)?.type

/** Checks a Reference against the targets its element allows. `fits` tries a contained target against a profile. */
export const checkReference = (
  run: Run,
  profiles: Profiles,
  type: TypeReference,
  { value, spot }: Item,
  fits: (resource: JsonObject, profile: string) => boolean | undefined,
): void => {
  const reference = text(value, 'reference')
  const found = target(run, value)
  if (reference?.startsWith('#') && !found)
    return report(run, spot, 'invalid', `${reference} is not contained in the resource.`)
  const wanted = type.targetProfile ?? []
  const actual = targetType(run, value)
  if (wanted.length === 0 || actual === undefined) return
  const types = wanted.map(each => admitted(profiles, each, run))
  if (types.includes('Resource') || wanted.includes(definitionUrl(actual))) return
  if (types.includes(actual)) {
    if (found && reference?.startsWith('#')) checkContained(run, spot, wanted, found, fits)
    return
  }
  if (types.includes(undefined))
    return reportUnknown(run, spot, 'a profile that the reference may lead to is not known')
  report(run, spot, 'value', `may refer to ${[...new Set(types)].join(', ')}, not to ${actual}.`)
}

const checkContained = (
  run: Run,
  spot: Item['spot'],
  wanted: readonly string[],
  found: JsonObject,
  fits: (resource: JsonObject, profile: string) => boolean | undefined,
): void => {
  if (!isResource(found)) return
  const answers = wanted.map(each => fits(found, each))
  if (answers.some(answer => answer === true)) return
  if (answers.includes(undefined))
    return reportUnknown(run, spot, 'a profile that the reference may lead to is not known')
  report(
    run,
    spot,
    'value',
    `leads to a contained resource that fits none of ${wanted.join(', ')}.`,
  )
}
