// Walks a resource along a profile, each element counted, typed, compared, its slices and invariants judged: one recursion, one file.
import { isDeepStrictEqual } from 'node:util'
import { isObject, isResource, type JsonObject } from '../../json.ts'
import { checkBinding } from './bindings.ts'
import type { Asking, Question } from './discriminators.ts'
import { checkContext, extensionProfile, type Holder } from './extensions.ts'
import type { Invariants } from './invariants.ts'
import { checkCount, itemsOf, none, reportName } from './items.ts'
import { matchesPattern, shown } from './match.ts'
import { checkBounds, checkPrimitive, isPrimitive } from './primitive-value.ts'
import { childrenOf, contentOf, type Element, type Profile } from './profile.ts'
import { checkReference } from './references.ts'
import { checkRootRules, checkRules, isBackbone, type Rules } from './rules.ts'
import { aside, hasErrors, type Item, type Run, report, reportUnknown, type Spot } from './run.ts'
import { checkSlices } from './slices.ts'

/** What the walk is handed by the validator it belongs to. */
export interface Walking extends Asking {
  invariants: Invariants
  questions: WeakMap<Element, Question>
  rules: Rules
  /** Checks a resource that stands inside another (contained, an entry's). */
  resourceInside: (run: Run, resource: JsonObject, spot: Spot) => void
}

const deepest = 60

/** Checks a whole resource, or the value of a data type, against a profile. */
export const walkProfile = (w: Walking, run: Run, profile: Profile, item: Item): void => {
  const { root } = profile
  const holder = holderOf(root, profile.type, item, profile.kind === 'resource')
  if (!isObject(item.value)) return report(run, item.spot, 'structure', 'must be an object.')
  checkRootRules(run, w.rules, w.invariants, root, item)
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
  for (const key in value) {
    if (key === 'resourceType' && holder.isResource) continue
    const isCompanion = key.charCodeAt(0) === 95 // _
    const name = isCompanion ? key.slice(1) : key
    // a companion is looked at together with its value
    if (isCompanion && value[name] !== undefined) continue
    const known = named.get(name)
    if (!known) {
      reportName(run, element, holder.spot, name, again)
      continue
    }
    const { element: child, type, companion: companionName } = known
    const companion = value[companionName]
    if (!again && companion !== undefined && !isPrimitive(type))
      report(
        run,
        { up: holder.spot, name },
        'structure',
        'has no companion with _: it is no primitive.',
      )
    if (child.isChoice && namesOf(value, child).length > 1 && !again)
      report(
        run,
        { up: holder.spot, name: child.name },
        'structure',
        'may have one of its types only.',
      )
    const own = isCompanion ? undefined : value[key]
    const items = itemsOf(run, child, own, companion, type, holder.spot, again)
    checkItems(w, run, child, items, holder, again)
  }
  for (const child of wanted)
    if (namesOf(value, child).length === 0) checkItems(w, run, child, none, holder, again)
}

/** Names in JSON under which a value has an element: none, one, or for a choice wrongly several. */
const namesOf = (value: JsonObject, { names }: Element): readonly string[] =>
  names.filter(name => value[name] !== undefined || value[`_${name}`] !== undefined)

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
  const typed =
    again || primitive || !type || isBackbone(type) ? undefined : w.profiles.ofType(type)
  checkRules(run, w.rules, w.invariants, element, item, typed?.root)
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
  checkTypedProfiles(w, deeper, element, item)
}

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
