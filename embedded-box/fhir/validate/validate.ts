// The validator: a resource and profiles in, issues out; nothing is fetched and nothing is kept of the resource.
import type { Issue } from '../../../vocabulary/outcome.ts'
import { field, isObject, isResource, type JsonObject, text } from '../../json.ts'
import type { Library } from '../packages-library.ts'
import type { Pack } from '../packages-pack.ts'
import { checkContained } from './contained.ts'
import type { Question } from './discriminators.ts'
import { openInvariants } from './invariants.ts'
import { type Element, openProfiles, type Profile } from './profile.ts'
import { aside, hasErrors, type Inside, type Run, report, type Spot } from './run.ts'
import { openTerminology } from './terminology.ts'
import { type Walking, walkProfile } from './walk.ts'

export interface ValidateOptions {
  /** Profiles it has to fit besides those it claims; one that is not known is an error. */
  profiles?: readonly string[]
  /** False: what `meta.profile` claims is not looked at. */
  claimed?: boolean
  /** The package (`name#version`) whose view decides about canonicals without a version. */
  within?: string
  /** Resources that references outside the resource lead to, where the caller has them at hand. */
  lookUp?: (reference: string) => JsonObject | undefined
}

export interface Validator {
  /** All faults of a resource, and what could not be told; empty: it is valid. */
  validate(resource: unknown, options?: ValidateOptions): Issue[]
  /** True when a package has this profile. */
  knows(canonical: string): boolean
  /** `name#version` of the packages it looks into. */
  packages: readonly string[]
}

/** A validator over a library; profiles are compiled when they are first met. */
export const openValidator = (library: Library): Validator => {
  const profiles = openProfiles(library)
  const terminology = openTerminology(library)
  const conforms = (run: Run, value: unknown, canonical: string): boolean | undefined => {
    const profile = profiles.find(canonical, run.from)
    if (!profile || !isObject(value)) return undefined
    if (isResource(value) && profile.type !== value.resourceType) return false
    const key = canonical
    if (run.trying.has(key) || run.depth > 12) return undefined
    const trial: Run = {
      ...aside(run),
      depth: run.depth + 1,
      trying: new Set([...run.trying, key]),
    }
    const spot: Spot = { name: profile.type }
    if (isResource(value)) trial.inside = { ...run.inside, resource: value }
    walkProfile(walking, trial, profile, { value, companion: undefined, type: profile.type, spot })
    return !hasErrors(trial.issues)
  }
  const walking: Walking = {
    profiles,
    terminology,
    conforms,
    invariants: openInvariants(terminology, conforms),
    questions: new WeakMap<Element, Question>(),
    rules: new WeakMap(),
    resourceInside: (run, resource, spot) => {
      const isEntry = text(run.inside.root, 'resourceType') === 'Bundle'
      const inside: Inside = { resource, root: isEntry ? resource : run.inside.root }
      const deeper: Run = { ...run, inside, depth: run.depth + 1 }
      checkResource(deeper, resource, spot, [], true)
    },
  }

  const checkResource = (
    run: Run,
    resource: JsonObject,
    spot: Spot,
    asked: readonly string[],
    claimed: boolean,
  ): void => {
    const type = text(resource, 'resourceType')
    const base = type === undefined ? undefined : profiles.ofType(type)
    if (!type || base?.kind !== 'resource')
      return report(run, spot, 'structure', `${shownType(type)} is not a FHIR R4 resource type.`)
    const claims = claimed ? claimsOf(resource) : []
    const found = new Set<Profile>()
    for (const canonical of [...asked, ...claims]) {
      const profile = profiles.find(canonical, run.from)
      const isAsked = asked.includes(canonical)
      if (!profile)
        report(
          run,
          isAsked ? spot : { up: spot, name: 'meta' },
          'not-found',
          `the profile ${canonical} is not known to this box.`,
          isAsked ? 'error' : 'warning',
        )
      else if (profile.type !== type)
        report(
          run,
          spot,
          'invalid',
          `${canonical} is a profile of ${profile.type}, not of ${type}.`,
        )
      else found.add(profile)
    }
    if (found.size === 0) found.add(base)
    checkContained(run, resource, spot)
    for (const profile of found) {
      const from = profile === base ? run.from : profile.pack
      walkProfile(walking, { ...run, from }, profile, {
        value: resource,
        companion: undefined,
        type,
        spot,
      })
    }
  }

  return {
    packages: library.packs.map(({ name, version }) => `${name}#${version}`),
    knows: canonical => profiles.find(canonical) !== undefined,
    validate: (resource, options = {}) => {
      const { profiles: asked = [], claimed = true, within, lookUp } = options
      if (!isResource(resource))
        return [
          {
            severity: 'error',
            code: 'structure',
            diagnostics: 'This is not a resource: a JSON object with a resourceType.',
          },
        ]
      const run: Run = {
        issues: [],
        unknown: new Map(),
        inside: { resource, root: resource },
        lookUp: inBundle(resource, lookUp),
        from: packNamed(library, within),
        depth: 0,
        trying: new Set(),
      }
      checkResource(run, resource, { name: resource.resourceType }, asked, claimed)
      return [...run.issues, ...unknowns(run)]
    },
  }
}

const claimsOf = (resource: JsonObject): string[] => {
  const claims = field(field(resource, 'meta'), 'profile')
  return Array.isArray(claims)
    ? [...new Set(claims.filter((each): each is string => typeof each === 'string'))]
    : []
}

const packNamed = (library: Library, name: string | undefined): Pack | undefined =>
  library.packs.find(pack => `${pack.name}#${pack.version}` === name)

const shownType = (type: string | undefined): string =>
  type === undefined ? 'resourceType' : JSON.stringify(type.slice(0, 64))

/** References between entries of a Bundle: by fullUrl, or by `Type/id` behind one. */
const inBundle = (resource: JsonObject, lookUp: ValidateOptions['lookUp']): Run['lookUp'] => {
  const entries = resource.resourceType === 'Bundle' ? field(resource, 'entry') : undefined
  if (!Array.isArray(entries)) return lookUp ?? (() => undefined)
  const byUrl = new Map<string, JsonObject>()
  for (const entry of entries) {
    const inside = field(entry, 'resource')
    if (!isResource(inside)) continue
    const fullUrl = text(entry, 'fullUrl')
    if (fullUrl) byUrl.set(fullUrl, inside)
    if (typeof inside.id === 'string') byUrl.set(`${inside.resourceType}/${inside.id}`, inside)
  }
  return reference => byUrl.get(reference) ?? lookUp?.(reference)
}

const unknowns = ({ unknown }: Run): Issue[] =>
  [...unknown].map(([words, places]) => ({
    severity: 'information',
    code: 'incomplete',
    diagnostics: `Not checked: ${words}.`,
    expression: [...places],
  }))
