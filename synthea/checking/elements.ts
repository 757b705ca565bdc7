// Finds what a snapshot's element definition means in a resource: its values, its slices, what they must be.
import { type Definition, type Definitions, type ElementDefinition, holdsCode } from './packages.ts'

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

export const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** The element definitions right below one, slices among them. */
export const childrenOf = (profile: Definition, parentId: string): readonly ElementDefinition[] => {
  const index = byParent.get(profile) ?? indexOf(profile)
  byParent.set(profile, index)
  return index.get(parentId) ?? []
}

const byParent = new WeakMap<Definition, Map<string, ElementDefinition[]>>()

const indexOf = ({ snapshot }: Definition): Map<string, ElementDefinition[]> => {
  const index = new Map<string, ElementDefinition[]>()
  for (const element of snapshot?.element ?? []) {
    const parent = element.id.slice(0, Math.max(0, element.id.lastIndexOf('.')))
    index.set(parent, [...(index.get(parent) ?? []), element])
  }
  return index
}

export interface Found {
  name: string
  value: unknown
}

/** `value[x]` stands for valueString, valueQuantity and so on: whichever is there. */
export const valuesOf = (fields: Fields, child: ElementDefinition): Found[] => {
  const name = lastPart(child.path)
  const names = name.endsWith('[x]')
    ? (child.type ?? []).map(({ code }) => choiceName(name, code))
    : [name]
  return names.flatMap(each => list(fields[each]).map(value => ({ name: each, value })))
}

export const choiceName = (name: string, type: string): string =>
  `${name.slice(0, -3)}${type[0]?.toUpperCase()}${type.slice(1)}`

/** What an element must be or contain, from fixed[x] or pattern[x]. */
export const wantedValue = (definition: ElementDefinition): { value: unknown } | undefined => {
  const key = Object.keys(definition).find(each => /^(fixed|pattern)[A-Z]/.test(each))
  return key === undefined ? undefined : { value: definition[key] }
}

/** Everything the pattern has is there; of lists, each member is found somewhere. */
export const matches = (value: unknown, pattern: unknown): boolean => {
  if (Array.isArray(pattern)) {
    return pattern.every(each => list(value).some(candidate => matches(candidate, each)))
  }
  if (!isFields(pattern)) return value === pattern
  return isFields(value) && Object.keys(pattern).every(key => matches(value[key], pattern[key]))
}

/** Whether a value belongs to a slice, by the base element's discriminators. */
export const isInSlice = (
  definitions: Definitions,
  profile: Definition,
  base: ElementDefinition,
  slice: ElementDefinition,
  name: string,
  value: unknown,
): boolean =>
  (base.slicing?.discriminator ?? []).every(({ type, path }) => {
    if (type === 'type') {
      return slice.type?.some(({ code }) => choiceName(lastPart(base.path), code) === name) ?? false
    }
    if (path.includes('(')) return false
    const steps = path === '$this' ? [] : path.split('.')
    const reached = steps.reduce<unknown[]>(
      (values, step) => values.flatMap(each => (isFields(each) ? list(each[step]) : [])),
      [value],
    )
    const ids = steps.map((_, index) => `${slice.id}.${steps.slice(0, index + 1).join('.')}`)
    const definition = [slice, ...ids.map(id => profile.snapshot?.element.find(e => e.id === id))]
    const last = definition.at(-1)
    const url = path === 'url' ? slice.type?.[0]?.profile?.[0] : undefined
    if (url !== undefined) return reached.includes(url)
    const wanted = last && wantedValue(last)
    if (wanted) return reached.some(each => matches(each, wanted.value))
    const valueSet = last?.binding?.strength === 'required' ? last.binding.valueSet : undefined
    return (
      valueSet !== undefined &&
      reached.some(each => codesOf(each).some(([s, c]) => holdsCode(definitions, valueSet, s, c)))
    )
  })

/** System and code of whatever carries codes. */
export const codesOf = (value: unknown): [string | undefined, string][] => {
  if (typeof value === 'string') return [[undefined, value]]
  if (!isFields(value)) return []
  return list(value.coding ?? value).flatMap((coding): [string | undefined, string][] =>
    isFields(coding) && typeof coding.code === 'string'
      ? [[typeof coding.system === 'string' ? coding.system : undefined, coding.code]]
      : [],
  )
}
