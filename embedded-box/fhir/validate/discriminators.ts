// Which slice a value belongs to: each discriminator of a slicing becomes a question about a value (FHIR R4, Profiling).
import { field, text } from '../../json.ts'
import type { Discriminator } from '../packages-definition.ts'
import { definitionsAt, type Step, stepsOf, valuesAt } from './discriminator-paths.ts'
import type { Element, Profiles } from './profile.ts'
import { target, targetType } from './references.ts'
import { anyOf, requirementOf } from './requirements.ts'
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

const questionOf = (asking: Asking, slice: Element, { type, path }: Discriminator): Question => {
  // an extension's url may hold dots and slashes, so it is looked for first
  const steps = /^extension\('[^']*'\)$/.test(path)
    ? [{ kind: 'extension' as const, name: path.slice(11, -2) }]
    : stepsOf(path)
  if (!steps) return () => undefined
  const wanted = definitionsAt(asking.profiles, [slice], steps)
  if (type === 'type') return byType(steps, slice, wanted)
  if (type === 'exists') return byExistence(steps, wanted)
  if (type === 'profile') return byProfile(asking, steps, slice, wanted)
  const url =
    steps.length === 1 && steps[0]?.name === 'url' ? slice.types[0]?.profile?.[0] : undefined
  if (url !== undefined) {
    const bare = url.split('|')[0]
    return (_, { value }) => field(value, 'url') === bare
  }
  const requirements = wanted.flatMap(each => requirementOf(asking.terminology, each, 0) ?? [])
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
