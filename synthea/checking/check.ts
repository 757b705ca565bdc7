// Checks a resource against a profile's snapshot: unknown and missing elements, slices, fixed values, closed bindings.
// Enough to keep generated data honest; invariants are in invariants.ts, the box's validator is another matter.
import type { Resource } from '../../vocabulary/aidbox.ts'
import {
  childrenOf,
  codesOf,
  type Fields,
  isFields,
  isInSlice,
  lastPart,
  matches,
  valuesOf,
  wantedValue,
} from './elements.ts'
import { type Definition, type Definitions, type ElementDefinition, holdsCode } from './packages.ts'

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
    for (const { name } of values) {
      known.add(name)
      known.add(`_${name}`) // what a primitive value carries besides: extensions
    }
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
