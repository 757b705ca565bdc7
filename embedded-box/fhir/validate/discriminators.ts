// Which slice a value belongs to: each discriminator of a slicing becomes a question about a value (FHIR R4, Profiling).
import { isDeepStrictEqual } from 'node:util'
import { field, isObject, isResource, text } from '../../json.ts'
import type { Discriminator } from '../packages-definition.ts'
import { inValueSet } from './bindings.ts'
import { matchesPattern } from './match.ts'
import { contentOf, type Element, type Profiles } from './profile.ts'
import { target, targetType } from './references.ts'
import type { Item, Run } from './run.ts'
import type { Answer, Terminology } from './terminology.ts'

export type Question = (run: Run, item: Item) => Answer

export interface Asking {
  profiles: Profiles
  terminology: Terminology
  /** Would a value fit this profile? */
  conforms: (run: Run, value: unknown, profile: string) => Answer
}

/** The question that tells a slice's values from others; undefined answers where it cannot be told. */
export const sliceQuestion = (asking: Asking, sliced: Element, slice: Element): Question => {
  const given = sliced.definition.slicing?.discriminator
  const discriminators: readonly Discriminator[] =
    given && given.length > 0 ? given : implied(sliced)
  if (discriminators.length === 0) return () => undefined
  const questions = discriminators.map(each => questionOf(asking, slice, each))
  return (run, item) => {
    let answer: Answer = true
    for (const question of questions) {
      const one = question(run, item)
      if (one === false) return false
      if (one === undefined) answer = undefined
    }
    return answer
  }
}

// Snapshots leave the slicing of choices and extensions out at times: it can be no other.
const implied = (sliced: Element): Discriminator[] => {
  if (sliced.isChoice) return [{ type: 'type', path: '$this' }]
  return sliced.types[0]?.code === 'Extension' ? [{ type: 'value', path: 'url' }] : []
}

interface Step {
  kind: 'child' | 'resolve' | 'extension' | 'ofType'
  name: string
}

const stepsOf = (path: string): Step[] | undefined => {
  const steps: Step[] = []
  for (const part of path.match(/[a-zA-Z$]+(?:\([^)]*\))?/g) ?? []) {
    const [, name = '', inside] = /^([a-zA-Z$]+)(?:\(([^)]*)\))?$/.exec(part) ?? []
    if (name === '$this') continue
    if (inside === undefined) steps.push({ kind: 'child', name })
    else if (name === 'resolve') steps.push({ kind: 'resolve', name })
    else if (name === 'extension')
      steps.push({ kind: 'extension', name: inside.replace(/^'|'$/g, '') })
    else if (name === 'ofType' || name === 'as') steps.push({ kind: 'ofType', name: inside })
    else return undefined
  }
  return steps
}

const questionOf = (asking: Asking, slice: Element, { type, path }: Discriminator): Question => {
  // an extension's url may hold dots and slashes, so it is looked for first
  const steps = /^extension\('[^']*'\)$/.test(path)
    ? [{ kind: 'extension' as const, name: path.slice(11, -2) }]
    : stepsOf(path)
  if (!steps) return () => undefined
  const wanted = definitionsAt(asking, [slice], steps)
  if (type === 'type') return byType(steps, slice, wanted)
  if (type === 'exists') return byExistence(steps, wanted)
  if (type === 'profile') return byProfile(asking, steps, slice, wanted)
  const url =
    steps.length === 1 && steps[0]?.name === 'url' ? slice.types[0]?.profile?.[0] : undefined
  if (url !== undefined) {
    const bare = url.split('|')[0]
    return (_, { value }) => field(value, 'url') === bare
  }
  const requirements = wanted.flatMap(each => requirementOf(asking, each, 0) ?? [])
  if (requirements.length === 0) return () => undefined
  return (run, item) =>
    anyOf(valuesAt(run, item.value, steps), value => {
      let answer: Answer = false
      for (const requirement of requirements) {
        const one = requirement(run, value)
        if (one) return true
        if (one === undefined) answer = undefined
      }
      return answer
    })
}

const anyOf = (values: readonly unknown[], holds: (value: unknown) => Answer): Answer => {
  let answer: Answer = false
  for (const value of values) {
    const one = holds(value)
    if (one) return true
    if (one === undefined) answer = undefined
  }
  return answer
}

const byType = (steps: readonly Step[], slice: Element, wanted: readonly Element[]): Question => {
  const last = steps.at(-1)
  const codes = new Set(
    last?.kind === 'resolve'
      ? wanted.map(each => each.profile.type)
      : (steps.length === 0 ? [slice] : wanted).flatMap(each => each.types.map(({ code }) => code)),
  )
  if (codes.size === 0) return () => undefined
  if (last?.kind === 'resolve')
    return (run, item) =>
      anyOf(valuesAt(run, item.value, steps.slice(0, -1)), value => {
        const type = targetType(run, value)
        return type === undefined ? undefined : codes.has(type)
      })
  if (steps.length === 0)
    return (_, { value, type }) => codes.has(text(value, 'resourceType') ?? type ?? '')
  return (run, item) =>
    anyOf(valuesAt(run, item.value, steps), value =>
      codes.has(text(value, 'resourceType') ?? primitiveType(value)),
    )
}

const primitiveType = (value: unknown): string =>
  typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'decimal' : 'string'

const byExistence = (steps: readonly Step[], wanted: readonly Element[]): Question => {
  const [definition] = wanted
  if (!definition || (definition.min === 0 && definition.max > 0)) return () => undefined
  const must = definition.min > 0
  return (run, item) => valuesAt(run, item.value, steps).length > 0 === must
}

const byProfile = (
  asking: Asking,
  steps: readonly Step[],
  slice: Element,
  wanted: readonly Element[],
): Question => {
  const definitions = steps.length === 0 ? [slice] : wanted
  const resolves = steps.at(-1)?.kind === 'resolve'
  const profiles = resolves
    ? definitions.map(
        ({ profile }) => `${profile.url}${profile.version ? `|${profile.version}` : ''}`,
      )
    : definitions.flatMap(({ types }) => types.flatMap(({ profile }) => profile ?? []))
  if (profiles.length === 0) return () => undefined
  return (run, item) => {
    const before = valuesAt(run, item.value, resolves ? steps.slice(0, -1) : steps)
    return anyOf(before, value => {
      const found = resolves ? target(run, value) : value
      // what is not at hand may fit or not, unless it is of another type
      if (found === undefined) {
        const type = targetType(run, value)
        return type !== undefined && !definitions.some(({ profile }) => profile.type === type)
          ? false
          : undefined
      }
      return anyOf(profiles, profile => asking.conforms(run, found, String(profile)))
    })
  }
}

/** Values that a discriminator's path leads to. */
const valuesAt = (run: Run, value: unknown, steps: readonly Step[]): unknown[] =>
  steps.reduce<unknown[]>(
    (values, step) => values.flatMap(each => follow(run, each, step)),
    [value],
  )

const follow = (run: Run, value: unknown, { kind, name }: Step): unknown[] => {
  if (kind === 'resolve') return list(target(run, value))
  if (kind === 'ofType') return isOfType(value, name) ? [value] : []
  if (kind === 'extension')
    return list(field(value, 'extension')).filter(each => field(each, 'url') === name)
  const own = field(value, name)
  if (own !== undefined) return list(own)
  // a choice stands under its type's name
  if (!isObject(value)) return []
  const key = Object.keys(value).find(
    each => each.startsWith(name) && /^[A-Z]/.test(each.slice(name.length)),
  )
  return key === undefined ? [] : list(value[key])
}

const isOfType = (value: unknown, type: string): boolean =>
  isResource(value) ? value.resourceType === type : true

const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** What the profile says at the end of a path: the slice's own elements, or those of the profiles it is typed with. */
const definitionsAt = (
  asking: Asking,
  from: readonly Element[],
  steps: readonly Step[],
): Element[] =>
  steps.reduce<Element[]>(
    (elements, step) => elements.flatMap(each => definitionAfter(asking, each, step)),
    [...from],
  )

const definitionAfter = (asking: Asking, element: Element, { kind, name }: Step): Element[] => {
  const { profiles } = asking
  const { pack } = element.profile
  if (kind === 'resolve')
    return element.types.flatMap(({ targetProfile }) =>
      (targetProfile ?? []).flatMap(each => profiles.find(each, pack)?.root ?? []),
    )
  if (kind === 'ofType') {
    const slice = element.slices.find(({ types }) => types.some(({ code }) => code === name))
    return [slice ?? element]
  }
  const children = childrenFor(asking, element)
  if (kind === 'extension') {
    const slices = children.find(child => child.name === 'extension')?.slices ?? []
    return slices.filter(({ types }) => types[0]?.profile?.[0]?.split('|')[0] === name)
  }
  return children.filter(child => child.name === name)
}

const childrenFor = ({ profiles }: Asking, element: Element): readonly Element[] => {
  const own = contentOf(element).children
  if (own.length > 0) return own
  return element.types.flatMap(({ code, profile }) => {
    const typed = profile?.flatMap(each => profiles.find(each, element.profile.pack) ?? []) ?? []
    const found = typed.length > 0 ? typed : [profiles.ofType(code)]
    return found.flatMap(each => each?.root.children ?? [])
  })
}

type Requirement = (run: Run, value: unknown) => Answer

/** What a definition demands of a value: a fixed value, a pattern, a required code, or such demands further down. */
const requirementOf = (
  asking: Asking,
  element: Element,
  depth: number,
): Requirement | undefined => {
  const { fixed, pattern, binding } = element.definition
  if (fixed) return (_, value) => isDeepStrictEqual(value, fixed.value)
  if (pattern) return (_, value) => matchesPattern(value, pattern.value)
  const inside = depth < 4 ? requirementsInside(asking, element, depth) : []
  if (inside.length > 0)
    return (run, value) => {
      let answer: Answer = true
      for (const { names, requirement } of inside) {
        const one = anyOf(list(field(value, names)), each => requirement(run, each))
        if (one === false) return false
        if (one === undefined) answer = undefined
      }
      return answer
    }
  if (binding?.strength === 'required')
    return (_, value) =>
      inValueSet(asking.terminology, binding.valueSet, element.profile.pack, value)
  return undefined
}

const requirementsInside = (
  asking: Asking,
  element: Element,
  depth: number,
): { names: string; requirement: Requirement }[] =>
  element.children.flatMap(child => {
    const candidates = child.slices.length > 0 ? child.slices.filter(({ min }) => min > 0) : [child]
    return candidates.flatMap(candidate => {
      const requirement = requirementOf(asking, candidate, depth + 1)
      const { fixed, pattern } = candidate.definition
      // a binding on an optional child says nothing about which slice it is
      const counts = candidate.min > 0 || fixed !== undefined || pattern !== undefined
      return requirement && counts ? [{ names: child.name, requirement }] : []
    })
  })
