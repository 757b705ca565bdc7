// Walks a resource along a profile: every element counted, typed, compared, its slices and invariants judged.
import { isDeepStrictEqual } from 'node:util'
import { isObject, isResource, type JsonObject } from '../../json.ts'
import type { ConstraintDefinition } from '../packages-definition.ts'
import { checkBinding } from './bindings.ts'
import { judgedHere } from './contained.ts'
import type { Asking, Question } from './discriminators.ts'
import { checkContext, extensionProfile, type Holder } from './extensions.ts'
import type { Invariants } from './invariants.ts'
import { matchesPattern, shown } from './match.ts'
import { checkBounds, checkPrimitive, isPrimitive } from './primitive-value.ts'
import { childrenOf, contentOf, type Element, type Profile } from './profile.ts'
import { checkReference } from './references.ts'
import { aside, hasErrors, type Item, type Run, report, reportUnknown, type Spot } from './run.ts'
import { checkSlices } from './slices.ts'

/** What the walk is handed by the validator it belongs to. */
export interface Walking extends Asking {
  invariants: Invariants
  questions: WeakMap<Element, Question>
  /** Checks a resource that stands inside another (contained, an entry's). */
  resourceInside: (run: Run, resource: JsonObject, spot: Spot) => void
}

const deepest = 60

/** Checks a whole resource, or the value of a data type, against a profile. */
export const walkProfile = (w: Walking, run: Run, profile: Profile, item: Item): void => {
  const { root } = profile
  const holder = holderOf(root, profile.type, item, profile.kind === 'resource')
  if (!isObject(item.value)) return report(run, item.spot, 'structure', 'must be an object.')
  judge(w, run, root.constraints, profile.kind === 'resource' ? '' : profile.type, item)
  checkChildren(w, run, root, holder, false)
}

const holderOf = (element: Element, type: string, item: Item, isResource: boolean): Holder => ({
  element,
  type,
  value: item.value,
  spot: item.spot,
  isResource,
})

/** `again`: the value was walked before, outside its slice; only what the slice adds is checked. */
const checkChildren = (
  w: Walking,
  run: Run,
  element: Element,
  holder: Holder,
  again: boolean,
): void => {
  const { value } = holder
  if (!isObject(value)) return
  const { named, wanted } = childrenOf(element)
  const seen = new Set<Element>()
  for (const key in value) {
    if (key === 'resourceType' && holder.isResource) continue
    const isCompanion = key.startsWith('_')
    const name = isCompanion ? key.slice(1) : key
    // a companion is looked at together with its value
    if (isCompanion && value[name] !== undefined) continue
    const known = named.get(name)
    if (!known) {
      reportName(run, element, holder, name, again)
      continue
    }
    const { element: child, type } = known
    const companion = isCompanion ? value[key] : value[`_${name}`]
    if (companion !== undefined && !again && !isPrimitive(type))
      report(
        run,
        { up: holder.spot, name },
        'structure',
        'only primitive elements may have a companion with _.',
      )
    if (seen.has(child)) {
      if (!again)
        report(
          run,
          { up: holder.spot, name: child.name },
          'structure',
          'may have one of its types only.',
        )
      continue
    }
    seen.add(child)
    const own = isCompanion ? undefined : value[key]
    checkItems(
      w,
      run,
      child,
      itemsOf(run, child, own, companion, type, holder.spot, again),
      holder,
      again,
    )
  }
  for (const child of wanted) if (!seen.has(child)) checkItems(w, run, child, none, holder, again)
}

const checkItems = (
  w: Walking,
  run: Run,
  child: Element,
  items: readonly Item[],
  holder: Holder,
  again: boolean,
): void => {
  checkCount(run, child, items.length, holder.spot)
  for (const item of items) checkValue(w, run, child, item, holder, again)
  if (child.slices.length > 0)
    checkSlices(run, w, w.questions, child, items, holder.spot, (slice, item) =>
      checkValue(w, run, slice, item, holder, true),
    )
}

/** An element that the type does not have, or a choice of another type. */
const reportName = (
  run: Run,
  element: Element,
  holder: Holder,
  name: string,
  again: boolean,
): void => {
  const spot: Spot = { up: holder.spot, name }
  const choice = element.children.find(
    child =>
      child.isChoice && name.startsWith(child.name) && /^[A-Z]/.test(name.slice(child.name.length)),
  )
  if (choice)
    report(
      run,
      spot,
      'structure',
      `may not be of this type here: ${choice.types.map(({ code }) => code).join(', ')} may.`,
    )
  else if (!again)
    report(
      run,
      spot,
      'structure',
      `is not an element of ${element.definition.path}; check the spelling or leave it out.`,
    )
}

const none: readonly Item[] = []

/** The values of an element with their companions, in order. */
const itemsOf = (
  run: Run,
  child: Element,
  own: unknown,
  companion: unknown,
  type: string | undefined,
  up: Spot,
  again: boolean,
): readonly Item[] => {
  const name = child.isChoice ? `${child.name}.ofType(${type})` : child.name
  if (!child.isList) {
    if (!Array.isArray(own) && !Array.isArray(companion))
      return [{ value: own ?? undefined, companion, type, spot: { up, name } }]
    if (!again) report(run, { up, name }, 'structure', 'must be a single value, not an array.')
    return none
  }
  const values = own ?? []
  const companions = companion ?? []
  if (!Array.isArray(values) || !Array.isArray(companions)) {
    if (!again) report(run, { up, name }, 'structure', 'must be an array.')
    return none
  }
  const length = Math.max(values.length, companions.length)
  if (length === 0 && !again)
    report(run, { up, name }, 'structure', 'must not be an empty array; leave it out.')
  const items: Item[] = []
  for (let index = 0; index < length; index++)
    items.push({
      value: values[index] ?? undefined, // null keeps the place of one that has extensions only
      companion: companions[index] ?? undefined,
      type,
      spot: { up, name, index },
    })
  return items
}

const checkCount = (run: Run, child: Element, count: number, up: Spot): void => {
  if (count < child.min)
    report(
      run,
      { up, name: child.name },
      'required',
      count === 0 ? 'is required.' : `needs at least ${child.min}, has ${count}.`,
    )
  if (count > child.max)
    report(
      run,
      { up, name: child.name },
      'structure',
      child.max === 0 ? 'may not be there.' : `may have ${child.max}, has ${count}.`,
    )
}

const checkValue = (
  w: Walking,
  run: Run,
  element: Element,
  item: Item,
  holder: Holder,
  again: boolean,
): void => {
  const { value, type, spot } = item
  const { definition } = element
  if (run.depth > deepest) return report(run, spot, 'structure', 'is nested too deeply.')
  if (definition.fixed && !isDeepStrictEqual(value, definition.fixed.value))
    report(run, spot, 'value', `must be ${shown(definition.fixed.value)}.`)
  if (definition.pattern && !matchesPattern(value, definition.pattern.value))
    report(run, spot, 'value', `must contain ${shown(definition.pattern.value)}.`)
  if (again && element.isChoice && !element.types.some(({ code }) => code === type))
    return report(run, spot, 'structure', `may not be ${type} here.`)

  const primitive = isPrimitive(type)
  if (primitive) {
    if (!again && !checkPrimitiveItem(w, run, element, item)) return
    if (value === undefined) return
    checkBounds(run, definition, item)
  } else if (!again && !isComplex(run, item)) return

  const { binding } = definition
  if (binding && !sameBinding(element))
    checkBinding(run, w.terminology, binding, element.profile.pack, item)
  judge(w, run, newConstraints(element), baseOf(element, type), item)
  if (!primitive) checkComplex(w, run, element, item, holder, again)
}

const isComplex = (run: Run, { value, spot, type }: Item): boolean => {
  if (isObject(value) && Object.keys(value).length > 0) return true
  report(
    run,
    spot,
    'structure',
    isObject(value)
      ? 'must not be an empty object; leave it out.'
      : `must be an object${type ? ` (${type})` : ''}.`,
  )
  return false
}

/** The value and its companion; false when the value is not even of its type. */
const checkPrimitiveItem = (w: Walking, run: Run, element: Element, item: Item): boolean => {
  const { value, companion, spot, type = 'string' } = item
  if (value === undefined && companion === undefined) {
    report(run, spot, 'structure', 'must not be null.')
    return false
  }
  if (companion !== undefined) {
    const typed = w.profiles.ofType('Element')
    const inner: Item = { value: companion, companion: undefined, type: 'Element', spot }
    if (isComplex(run, inner) && typed)
      checkChildren(w, run, typed.root, holderOf(element, type, inner, false), false)
  }
  return value === undefined || checkPrimitive(run, type, item)
}

const checkComplex = (
  w: Walking,
  run: Run,
  element: Element,
  item: Item,
  holder: Holder,
  again: boolean,
): void => {
  const { value, type, spot } = item
  if (!isObject(value)) return
  if (type === 'Resource' || isResource(value)) {
    if (!again) w.resourceInside(run, value, spot)
    checkTypedProfiles(w, run, element, item)
    return
  }
  const deeper: Run = { ...run, depth: run.depth + 1 }
  const own = contentOf(element)
  const reference = element.types.find(({ code }) => code === type)
  if (type === 'Reference' && reference)
    checkReference(run, w.profiles, reference, item, (found, profile) =>
      w.conforms(run, found, profile),
    )
  const inner = holderOf(element, type ?? 'BackboneElement', item, false)
  if (type === 'Extension') {
    if (!again) checkExtension(w, deeper, element, item, holder)
    else if (own.children.length > 0) checkChildren(w, deeper, own, inner, true)
    return
  }
  const typed = type === undefined || isBackbone(type) ? undefined : w.profiles.ofType(type)
  if (own.children.length > 0) checkChildren(w, deeper, own, inner, again)
  else if (!again && typed && !reference?.profile)
    checkChildren(w, deeper, typed.root, inner, false)
  if (!again && typed) judge(w, run, without(typed.root, element), type ?? '', item)
  checkTypedProfiles(w, deeper, element, item)
}

const isBackbone = (type: string): boolean => type === 'BackboneElement' || type === 'Element'

const checkExtension = (
  w: Walking,
  run: Run,
  element: Element,
  item: Item,
  holder: Holder,
): void => {
  const profile = extensionProfile(run, w.profiles, element, item)
  if (profile) checkContext(run, w.invariants, profile, holder, item)
  const definition = profile ?? w.profiles.ofType('Extension')
  if (!definition || !isObject(item.value)) return
  const parts = Array.isArray(item.value.extension) && item.value.extension.length > 0
  const hasValue = Object.keys(item.value).some(key => /^_?value[A-Z]/.test(key))
  if (parts === hasValue)
    report(run, item.spot, 'invariant', 'must have either a value or extensions (ext-1).')
  walkProfile(w, run, definition, item)
}

/** Profiles that an element's type names: one of them has to fit. */
const checkTypedProfiles = (w: Walking, run: Run, element: Element, item: Item): void => {
  const wanted = element.types.find(({ code }) => code === item.type)?.profile
  if (!wanted || item.type === 'Extension') return
  if (wanted === element.outside?.types.find(({ code }) => code === item.type)?.profile) return
  const known = wanted.flatMap(each => w.profiles.find(each, element.profile.pack) ?? [])
  if (known.length < wanted.length)
    reportUnknown(run, item.spot, `a profile it has to fit is not known: ${wanted.join(', ')}`)
  const [only] = known
  if (only && known.length === 1 && wanted.length === 1) return walkProfile(w, run, only, item)
  const tried = known.map(profile => {
    const trial = aside(run)
    walkProfile(w, trial, profile, item)
    return hasErrors(trial.issues)
  })
  if (tried.length === wanted.length && tried.every(Boolean))
    report(run, item.spot, 'value', `fits none of the profiles ${wanted.join(', ')}.`)
}

const sameBinding = ({ definition, outside }: Element): boolean =>
  outside?.definition.binding !== undefined &&
  outside.definition.binding.strength === definition.binding?.strength &&
  outside.definition.binding.valueSet === definition.binding.valueSet

const fresh = new WeakMap<Element, readonly ConstraintDefinition[]>()

/** Constraints that the same element outside the slice has not. */
const newConstraints = (element: Element): readonly ConstraintDefinition[] => {
  if (!element.outside) return element.constraints
  const known = fresh.get(element)
  if (known) return known
  const made = without(element, element.outside)
  fresh.set(element, made)
  return made
}

const without = (element: Element, other: Element): readonly ConstraintDefinition[] =>
  other.constraints.length === 0
    ? element.constraints
    : element.constraints.filter(({ key }) => !other.constraints.some(each => each.key === key))

/** Where FHIRPath stands when it is evaluated on a value. */
const baseOf = ({ definition }: Element, type: string | undefined): string =>
  type === undefined || isBackbone(type) ? definition.path : type

const judge = (
  w: Walking,
  run: Run,
  constraints: readonly ConstraintDefinition[],
  base: string,
  { value, spot }: Item,
): void => {
  for (const { key, severity, human, expression } of constraints) {
    if (judgedHere.has(key)) continue
    const answer = w.invariants.judge(expression, base)(run, value)
    if (answer === undefined)
      reportUnknown(run, spot, `the rule ${key} cannot be judged here (${human})`)
    else if (!answer) report(run, spot, 'invariant', `${human || expression} (${key})`, severity)
  }
}
