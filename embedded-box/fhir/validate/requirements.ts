// What a definition demands of a value, as far as it tells slices apart: fixed values, patterns, required codes.
import { isDeepStrictEqual } from 'node:util'
import { field } from '../../json.ts'
import { inValueSet } from './bindings.ts'
import { list } from './discriminator-paths.ts'
import { matchesPattern } from './match.ts'
import type { Element } from './profile.ts'
import type { Run } from './run.ts'
import type { Answer, Terminology } from './terminology.ts'

export type Requirement = (run: Run, value: unknown) => Answer

/** What a definition demands of a value: a fixed value, a pattern, a required code, or such demands further down. */
export const requirementOf = (
  terminology: Terminology,
  element: Element,
  depth: number,
): Requirement | undefined => {
  const { fixed, pattern, binding } = element.definition
  if (fixed) return (_, value) => isDeepStrictEqual(value, fixed.value)
  if (pattern) return (_, value) => matchesPattern(value, pattern.value)
  const inside = depth < 4 ? requirementsInside(terminology, element, depth) : []
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
    return (_, value) => inValueSet(terminology, binding.valueSet, element.profile.pack, value)
  return undefined
}

const requirementsInside = (
  terminology: Terminology,
  element: Element,
  depth: number,
): { names: string; requirement: Requirement }[] =>
  element.children.flatMap(child => {
    const candidates = child.slices.length > 0 ? child.slices.filter(({ min }) => min > 0) : [child]
    return candidates.flatMap(candidate => {
      const requirement = requirementOf(terminology, candidate, depth + 1)
      const { fixed, pattern } = candidate.definition
      // a binding on an optional child says nothing about which slice it is
      const counts = candidate.min > 0 || fixed !== undefined || pattern !== undefined
      return requirement && counts ? [{ names: child.name, requirement }] : []
    })
  })

/** True when one of several values holds; undefined when none does but one may. */
export const anyOf = (values: readonly unknown[], holds: (value: unknown) => Answer): Answer => {
  let answer: Answer = false
  for (const value of values) {
    const one = holds(value)
    if (one) return true
    if (one === undefined) answer = undefined
  }
  return answer
}
