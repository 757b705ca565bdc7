// The invariants that stand on an element, compiled once: those of the profile, and those its data type brings.
import type { ConstraintDefinition } from '../packages-definition.ts'
import { judgedHere } from './contained.ts'
import type { Invariants, Judge } from './invariants.ts'
import type { Element } from './profile.ts'
import { type Item, type Run, report, reportUnknown } from './run.ts'

interface Rule extends ConstraintDefinition {
  judge: Judge
}

/** Rules by element; one table a validator. */
export type Rules = WeakMap<Element, Map<string, readonly Rule[]>>

/** True for the type of elements whose content stands in the profile itself. */
export const isBackbone = (type: string): boolean =>
  type === 'BackboneElement' || type === 'Element'

/** Judges all rules of an element on a value of one type. `typed`: the root of that type's own definition. */
export const checkRules = (
  run: Run,
  rules: Rules,
  invariants: Invariants,
  element: Element,
  { value, spot, type }: Item,
  typed?: Element,
): void => {
  const key = `${type}${typed ? '+' : ''}`
  const known = rules.get(element)
  const own = known?.get(key) ?? compile(invariants, element, type, typed)
  if (!known) rules.set(element, new Map([[key, own]]))
  else if (!known.has(key)) known.set(key, own)
  judgeAll(run, own, value, spot)
}

/** Judges the rules on the root of a profile. */
export const checkRootRules = (
  run: Run,
  rules: Rules,
  invariants: Invariants,
  root: Element,
  { value, spot }: Item,
): void => {
  const { kind, type } = root.profile
  const known = rules.get(root)?.get('')
  const own = known ?? compiled(invariants, root.constraints, kind === 'resource' ? '' : type)
  if (!known) rules.set(root, new Map([['', own]]))
  judgeAll(run, own, value, spot)
}

const judgeAll = (run: Run, rules: readonly Rule[], value: unknown, spot: Item['spot']): void => {
  for (const { key, severity, human, expression, judge } of rules) {
    const answer = judge(run, value)
    if (answer === undefined)
      reportUnknown(run, spot, `the rule ${key} cannot be judged here (${human})`)
    else if (!answer) report(run, spot, 'invariant', `${human || expression} (${key})`, severity)
  }
}

const compile = (
  invariants: Invariants,
  element: Element,
  type: string | undefined,
  typed: Element | undefined,
): readonly Rule[] => {
  // FHIRPath stands at the path of an element without a type of its own, at the type otherwise
  const base = type === undefined || isBackbone(type) ? element.definition.path : type
  const own = element.outside ? without(element, element.outside) : element.constraints
  return [
    ...compiled(invariants, own, base),
    ...(typed ? compiled(invariants, without(typed, element), base) : []),
  ]
}

const compiled = (
  invariants: Invariants,
  constraints: readonly ConstraintDefinition[],
  base: string,
): Rule[] =>
  constraints
    .filter(({ key }) => !judgedHere.has(key))
    .map(each => ({ ...each, judge: invariants.judge(each.expression, base) }))

const without = (element: Element, other: Element): readonly ConstraintDefinition[] =>
  element.constraints.filter(({ key }) => !other.constraints.some(each => each.key === key))
