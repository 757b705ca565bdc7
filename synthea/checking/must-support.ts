// Which must-support elements of a profile a set of resources shows: slices, choices and reference targets told apart.
// The conformance kits look for each of them at least once, with a value (inferno-requirements, G14 and G15).
import type { Resource } from '../../vocabulary/aidbox.ts'
import {
  childrenOf,
  choiceName,
  type Fields,
  type Found,
  isFields,
  isInSlice,
  lastPart,
  valuesOf,
} from './elements.ts'
import type { Definition, Definitions, ElementDefinition } from './packages.ts'

export interface Coverage {
  /** Element id, with the choice or the target profile behind it. */
  wanted: string[]
  missing: string[]
}

/** Looks for every must-support element of a profile; `targets` says which profiles a reference leads to. */
export const mustSupportCoverage = (
  definitions: Definitions,
  profile: Definition,
  resources: readonly Resource[],
  targets: (reference: string) => readonly string[],
): Coverage => {
  const coverage: Coverage = { wanted: [], missing: [] }
  const note = (name: string, seen: boolean) => {
    coverage.wanted.push(name)
    if (!seen) coverage.missing.push(name)
  }
  const forbidden = (profile.snapshot?.element ?? []).filter(({ max }) => max === '0')
  for (const element of profile.snapshot?.element ?? []) {
    if (forbidden.some(({ id }) => `${element.id}.`.startsWith(`${id}.`))) continue
    if (!element.id.includes('.') || !isWanted(element)) continue
    const values = resources.flatMap(each => valuesAt(definitions, profile, each, element.id))
    note(
      element.id,
      values.some(({ value }) => hasContent(value)),
    )
    for (const type of element.type ?? []) {
      if (element.id.endsWith('[x]') && marked(type)) {
        const name = choiceName(lastPart(element.path), type.code)
        note(
          `${element.id} as ${name}`,
          values.some(found => found.name === name),
        )
      }
      type.targetProfile?.forEach((target, index) => {
        if (!marked(type._targetProfile?.[index])) return
        const reached = values.flatMap(({ value }) =>
          isFields(value) && typeof value.reference === 'string' ? targets(value.reference) : [],
        )
        note(`${element.id} → ${target.split('/').at(-1)}`, reached.includes(target))
      })
    }
  }
  return coverage
}

interface Marked {
  extension?: { url: string; valueBoolean?: boolean }[]
}

const marked = (part: Marked | null | undefined): boolean =>
  part?.extension?.some(
    ({ url, valueBoolean }) =>
      valueBoolean === true && /type-must-support|uscdi-requirement/.test(url),
  ) ?? false

// USCDI requirements count: the US Core kits test them beside what the snapshot marks.
const isWanted = (element: ElementDefinition): boolean =>
  element.mustSupport === true || marked(element)

// An element that only says why it is absent does not count.
const hasContent = (value: unknown): boolean => {
  if (!isFields(value)) return value !== undefined && value !== ''
  return Object.entries(value).some(
    ([name, child]) =>
      (name !== 'extension' ||
        'url' in value ||
        !JSON.stringify(child).includes('absent-reason')) &&
      child !== undefined,
  )
}

// A primitive value's extensions stand beside it, under the name with an underscore.
const withExtensions = (fields: Fields, base: ElementDefinition): Found[] =>
  valuesOf(fields, base).flatMap(found => {
    const beside = fields[`_${found.name}`]
    return isFields(beside) ? [found, { name: found.name, value: beside }] : [found]
  })

const valuesAt = (
  definitions: Definitions,
  profile: Definition,
  resource: Resource,
  id: string,
): Found[] => {
  const [type = '', ...steps] = id.split('.')
  let parent = type
  let reached: Found[] = [{ name: type, value: resource }]
  for (const step of steps) {
    const children = childrenOf(profile, parent)
    const base = children.find(each => each.id === `${parent}.${step.split(':')[0]}`)
    const slice = children.find(each => each.id === `${parent}.${step}`)
    if (!base || !slice) return []
    reached = reached.flatMap(({ value }) => (isFields(value) ? withExtensions(value, base) : []))
    if (step.includes(':')) {
      reached = reached.filter(({ name, value }) =>
        isInSlice(definitions, profile, base, slice, name, value),
      )
    }
    parent = `${parent}.${step}`
  }
  return reached
}
