// Checks a resource against FHIR R4's base definitions: unknown elements, cardinality, types, required codes.
// Profiles are the validator's business; this is what every write has to pass, as on Aidbox.
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Issue } from '../../vocabulary/outcome.ts'
import { type Definitions, type ElementDefinition, r4Definitions } from './definitions.ts'
import { primitives } from './primitives.ts'

const mostIssues = 50
const deepest = 60

interface Check {
  definitions: Definitions
  issues: Issue[]
}

/** All structural faults of a FHIR resource, at most 50, each with its FHIRPath; empty: it is well formed. */
export const checkStructure = (resource: Resource): Issue[] => {
  const check: Check = { definitions: r4Definitions(), issues: [] }
  checkResource(resource, resource.resourceType, 0, check)
  return check.issues.slice(0, mostIssues)
}

const fault = (check: Check, path: string, diagnostics: string): void => {
  if (check.issues.length < mostIssues)
    check.issues.push({
      severity: 'error',
      code: 'structure',
      diagnostics: `${path}: ${diagnostics}`,
      expression: [path],
    })
}

const checkResource = (value: unknown, path: string, depth: number, check: Check): void => {
  if (!isObject(value))
    return fault(check, path, 'must be a resource, a JSON object with a resourceType.')
  const type = value.resourceType
  if (typeof type !== 'string' || !check.definitions.types[type]?.id)
    return fault(
      check,
      path,
      `resourceType ${JSON.stringify(type)} is not a FHIR R4 resource type.`,
    )
  checkObject(value, type, path, depth, check, true)
}

const checkObject = (
  value: Record<string, unknown>,
  type: string,
  path: string,
  depth: number,
  check: Check,
  isResource = false,
): void => {
  if (depth > deepest) return fault(check, path, `is nested deeper than ${deepest} levels.`)
  const elements = elementsOf(check.definitions, type)
  const names = Object.keys(value)
  if (names.length === (isResource ? 1 : 0) && !isResource)
    return fault(check, path, 'must not be an empty object; leave it out.')
  const seen = new Set<string>()
  for (const name of names) {
    if (isResource && name === 'resourceType') continue
    const element = elements.get(name.startsWith('_') ? name.slice(1) : name)
    if (!element) {
      fault(
        check,
        `${path}.${name}`,
        `is not an element of ${type}; check the spelling or leave it out.`,
      )
      continue
    }
    seen.add(element.base)
    const child = value[name]
    if (name.startsWith('_'))
      checkPrimitiveCompanion(child, element, `${path}.${name}`, depth, check)
    else checkElement(child, element, `${path}.${name}`, depth, check)
  }
  for (const base of requiredOf(check.definitions, type))
    if (!seen.has(base))
      fault(check, `${path}.${base.replace('[x]', '')}`, `is required in ${type}.`)
}

const checkElement = (
  value: unknown,
  element: Named,
  path: string,
  depth: number,
  check: Check,
): void => {
  if (!element.many) {
    if (Array.isArray(value)) return fault(check, path, 'must be a single value, not an array.')
    return checkValue(value, element, path, depth, check)
  }
  if (!Array.isArray(value)) return fault(check, path, 'must be an array.')
  if (value.length === 0) return fault(check, path, 'must not be an empty array; leave it out.')
  for (const [index, item] of value.entries()) {
    // In an array of primitives null keeps the place of one that has extensions only.
    if (item === null && primitives[element.type]) continue
    checkValue(item, element, `${path}[${index}]`, depth, check)
  }
}

const checkValue = (
  value: unknown,
  element: Named,
  path: string,
  depth: number,
  check: Check,
): void => {
  const primitive = primitives[element.type]
  if (primitive) {
    if (typeof value !== primitive.json) return fault(check, path, `must be ${primitive.say}.`)
    if (primitive.pattern && !primitive.pattern.test(String(value)))
      return fault(check, path, `must be ${primitive.say}.`)
    const codes = element.codes && check.definitions.codes[element.codes]
    if (codes && typeof value === 'string' && !codes.includes(value))
      fault(
        check,
        path,
        `must be one of ${codes.slice(0, 12).join(', ')}${codes.length > 12 ? ', …' : ''}.`,
      )
    return
  }
  if (element.type === 'Resource') return checkResource(value, path, depth + 1, check)
  if (!isObject(value)) return fault(check, path, `must be an object (${element.type}).`)
  checkObject(value, element.type, path, depth + 1, check)
}

const checkPrimitiveCompanion = (
  value: unknown,
  element: Named,
  path: string,
  depth: number,
  check: Check,
): void => {
  if (!primitives[element.type])
    return fault(check, path, 'only primitive elements may have a companion with _.')
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === null) continue
    if (!isObject(item)) fault(check, path, 'must be an object with id or extension.')
    else checkObject(item, 'Element', path, depth + 1, check)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Named {
  /** Name in the definition: `value[x]` for `valueString`. */
  base: string
  type: string
  many: boolean
  codes?: string
}

const byType = new Map<string, Map<string, Named>>()

/** Element names as they stand in JSON, choices spelled out. */
const elementsOf = (definitions: Definitions, type: string): Map<string, Named> => {
  const known = byType.get(type)
  if (known) return known
  const elements = new Map<string, Named>()
  for (const [base, element] of Object.entries(definitions.types[type] ?? {})) {
    for (const choice of element.types.length > 0 ? element.types : ['Element'])
      elements.set(nameOf(base, choice), {
        base,
        type: choice,
        many: element.many === true,
        ...codesOf(element),
      })
  }
  byType.set(type, elements)
  return elements
}

const codesOf = ({ codes, types }: ElementDefinition) =>
  codes && types.length === 1 && types[0] === 'code' ? { codes } : {}

const nameOf = (base: string, type: string): string =>
  base.endsWith('[x]') ? base.slice(0, -3) + type.charAt(0).toUpperCase() + type.slice(1) : base

const required = new Map<string, string[]>()
const requiredOf = (definitions: Definitions, type: string): string[] => {
  const known = required.get(type)
  if (known) return known
  const names = Object.entries(definitions.types[type] ?? {}).flatMap(([base, element]) =>
    element.required ? [base] : [],
  )
  required.set(type, names)
  return names
}
