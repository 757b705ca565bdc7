// Checks a resource against a profile's snapshot: unknown and missing elements, slices, fixed values, closed bindings.
// Enough to keep generated data honest; invariants are in invariants.ts, the box's validator is another matter.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { type Definition, type Definitions, type ElementDefinition, holdsCode } from './packages.ts'

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** Everything that is wrong with a resource as that profile sees it; one line each. */
export const faultsOf = (
  definitions: Definitions,
  resource: Resource,
  profile: Definition,
): string[] => {
  const faults: string[] = []
  checkChildren(
    definitions,
    profile,
    resource.resourceType,
    resource,
    resource.resourceType,
    faults,
  )
  return faults
}

const typeUrl = (code: string) => `http://hl7.org/fhir/StructureDefinition/${code}`

const checkChildren = (
  definitions: Definitions,
  profile: Definition,
  parentId: string,
  fields: Fields,
  where: string,
  faults: string[],
): void => {
  const children = childrenOf(profile, parentId)
  const known = new Set(['resourceType'])
  for (const child of children.filter(each => !lastPart(each.id).includes(':'))) {
    const values = valuesOf(fields, child)
    known.add(lastPart(child.path))
    for (const { name } of values) known.add(name)
    count(child, values.length, `${where}.${lastPart(child.path)}`, faults)
    const slices = children.filter(each => each.id.startsWith(`${child.id}:`))
    values.forEach(({ name, value }, index) => {
      const spot = `${where}.${name}${values.length > 1 ? `[${index}]` : ''}`
      checkValue(definitions, profile, child, value, spot, faults)
      const own = slices.filter(slice => isInSlice(definitions, profile, child, slice, name, value))
      for (const slice of own) {
        checkValue(definitions, profile, slice, value, `${spot}:${slice.sliceName}`, faults)
      }
    })
    for (const slice of slices) {
      const inside = values.filter(({ name, value }) =>
        isInSlice(definitions, profile, child, slice, name, value),
      )
      count(slice, inside.length, `${where}.${lastPart(slice.id)}`, faults)
    }
  }
  if (children.length === 0) return
  for (const name of Object.keys(fields)) {
    if (!known.has(name)) faults.push(`${where}.${name}: the profile has no such element`)
  }
}

const childrenOf = (profile: Definition, parentId: string): readonly ElementDefinition[] => {
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

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

interface Found {
  name: string
  value: unknown
}

// `value[x]` stands for valueString, valueQuantity and so on: whichever is there.
const valuesOf = (fields: Fields, child: ElementDefinition): Found[] => {
  const name = lastPart(child.path)
  const names = name.endsWith('[x]')
    ? (child.type ?? []).map(({ code }) => choiceName(name, code))
    : [name]
  return names.flatMap(each => list(fields[each]).map(value => ({ name: each, value })))
}

const choiceName = (name: string, type: string): string =>
  `${name.slice(0, -3)}${type[0]?.toUpperCase()}${type.slice(1)}`

const count = (definition: ElementDefinition, found: number, where: string, faults: string[]) => {
  const { min = 0, max = '*' } = definition
  if (found < min) faults.push(`${where}: ${found} of at least ${min}`)
  if (max !== '*' && found > Number(max)) faults.push(`${where}: ${found} of at most ${max}`)
}

const checkValue = (
  definitions: Definitions,
  profile: Definition,
  definition: ElementDefinition,
  value: unknown,
  where: string,
  faults: string[],
): void => {
  const wanted = wantedValue(definition)
  if (wanted && !matches(value, wanted.value)) {
    faults.push(`${where}: is not ${JSON.stringify(wanted.value)}`)
  }
  checkBinding(definitions, definition, value, where, faults)
  if (!isFields(value)) return
  const reference = definition.contentReference?.split('#')[1]
  const id = reference ?? definition.id
  if (childrenOf(profile, id).length > 0) {
    checkChildren(definitions, profile, id, value, where, faults)
    return
  }
  for (const { code, profile: profiles } of definition.type ?? []) {
    const single = definition.type?.length === 1
    const nested = definitions.get(profiles?.[0] ?? typeUrl(code))
    const type = nested?.snapshot?.element[0]?.id
    if (single && nested && type) checkChildren(definitions, nested, type, value, where, faults)
  }
}

/** What an element must be or contain, from fixed[x] or pattern[x]. */
const wantedValue = (definition: ElementDefinition): { value: unknown } | undefined => {
  const key = Object.keys(definition).find(each => /^(fixed|pattern)[A-Z]/.test(each))
  return key === undefined ? undefined : { value: definition[key] }
}

// Everything the pattern has is there; of lists, each member is found somewhere.
const matches = (value: unknown, pattern: unknown): boolean => {
  if (Array.isArray(pattern)) {
    return pattern.every(each => list(value).some(candidate => matches(candidate, each)))
  }
  if (!isFields(pattern)) return value === pattern
  return isFields(value) && Object.keys(pattern).every(key => matches(value[key], pattern[key]))
}

const isInSlice = (
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

const codesOf = (value: unknown): [string | undefined, string][] => {
  if (typeof value === 'string') return [[undefined, value]]
  if (!isFields(value)) return []
  return list(value.coding ?? value).flatMap((coding): [string | undefined, string][] =>
    isFields(coding) && typeof coding.code === 'string'
      ? [[typeof coding.system === 'string' ? coding.system : undefined, coding.code]]
      : [],
  )
}

const checkBinding = (
  definitions: Definitions,
  { binding, type }: ElementDefinition,
  value: unknown,
  where: string,
  faults: string[],
): void => {
  if (binding?.strength !== 'required' || !binding.valueSet) return
  if (!type?.some(({ code }) => ['code', 'Coding', 'CodeableConcept'].includes(code))) return
  const codes = codesOf(value)
  const { valueSet } = binding
  const answers = codes.map(([system, code]) => holdsCode(definitions, valueSet, system, code))
  if (codes.length > 0 && answers.every(answer => answer === false)) {
    faults.push(`${where}: ${codes.map(([, code]) => code)} is not in ${valueSet}`)
  }
}
