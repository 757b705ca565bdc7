// Strips a conformance resource, kind by kind, to what a validator reads: prose, mappings and examples are left out.
import { isObject, type JsonObject, text } from '../json.ts'
import type {
  CodeSystem,
  Concept,
  ConstraintDefinition,
  Definition,
  Discriminator,
  ElementDefinition,
  StructureDefinition,
  TypeReference,
  ValueSet,
  ValueSetInclude,
} from './packages-definition.ts'

const fhirTypeExtension = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type'
const maxValueSetExtension = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet'

/** The stripped form, or undefined for what a validator does not read (search parameters, logical models, …). */
export const stripDefinition = (raw: unknown): Definition | undefined => {
  const url = text(raw, 'url')
  if (!isObject(raw) || url === undefined) return undefined
  if (raw.resourceType === 'StructureDefinition') return strippedStructure(raw, url)
  if (raw.resourceType === 'ValueSet') return strippedValueSet(raw, url)
  if (raw.resourceType === 'CodeSystem') return strippedCodeSystem(raw, url)
  return undefined
}

const strippedStructure = (raw: JsonObject, url: string): StructureDefinition | undefined => {
  const elements = objects(isObject(raw.snapshot) ? raw.snapshot.element : undefined)
  const type = text(raw, 'type')
  if (elements.length === 0 || type === undefined || raw.kind === 'logical') return undefined
  return pruned({
    resourceType: 'StructureDefinition' as const,
    url,
    version: text(raw, 'version'),
    kind: text(raw, 'kind') ?? 'resource',
    type,
    derivation: text(raw, 'derivation'),
    baseDefinition: text(raw, 'baseDefinition'),
    context:
      type === 'Extension'
        ? objects(raw.context).map(each => ({
            type: text(each, 'type') ?? 'element',
            expression: text(each, 'expression') ?? '',
          }))
        : undefined,
    contextInvariant: texts(raw.contextInvariant),
    elements: elements.map(strippedElement),
  })
}

const strippedElement = (raw: JsonObject): ElementDefinition => {
  const base = isObject(raw.base) ? raw.base : undefined
  return pruned({
    id: text(raw, 'id') ?? text(raw, 'path') ?? '',
    path: text(raw, 'path') ?? '',
    sliceName: text(raw, 'sliceName'),
    min: typeof raw.min === 'number' ? raw.min : 0,
    max: text(raw, 'max') ?? '*',
    base: base && { path: text(base, 'path') ?? '', max: text(base, 'max') ?? '*' },
    type: raw.type === undefined ? undefined : objects(raw.type).map(strippedType),
    contentReference: text(raw, 'contentReference')?.replace(/^.*#/, ''),
    slicing: strippedSlicing(raw.slicing),
    fixed: valueNamed(raw, 'fixed'),
    pattern: valueNamed(raw, 'pattern'),
    binding: strippedBinding(raw.binding),
    constraint: strippedConstraints(raw.constraint),
    maxLength: typeof raw.maxLength === 'number' ? raw.maxLength : undefined,
    minValue: valueNamed(raw, 'minValue')?.value,
    maxValue: valueNamed(raw, 'maxValue')?.value,
  })
}

const strippedType = (raw: JsonObject): TypeReference => {
  const code = text(raw, 'code') ?? ''
  const named = objects(raw.extension).find(({ url }) => url === fhirTypeExtension)
  return pruned({
    // ids and primitive values are typed by FHIRPath's System, which says nothing about their text
    code: code.startsWith('http://hl7.org/fhirpath/')
      ? (text(named, 'valueUrl') ?? text(named, 'valueUri') ?? 'string')
      : code,
    profile: texts(raw.profile),
    targetProfile: texts(raw.targetProfile),
  })
}

const strippedSlicing = (raw: unknown): ElementDefinition['slicing'] =>
  isObject(raw)
    ? pruned({
        discriminator: objects(raw.discriminator).map(each => ({
          type: discriminatorType(text(each, 'type')),
          path: text(each, 'path') ?? '$this',
        })),
        rules: text(raw, 'rules'),
        ordered: raw.ordered === true ? true : undefined,
      })
    : undefined

const discriminatorType = (name: string | undefined): Discriminator['type'] =>
  name === 'exists' || name === 'pattern' || name === 'type' || name === 'profile' ? name : 'value'

const strippedBinding = (raw: unknown): ElementDefinition['binding'] => {
  const valueSet = text(raw, 'valueSet')
  const strength = text(raw, 'strength')
  if (!isObject(raw) || valueSet === undefined) return undefined
  const most = objects(raw.extension).find(({ url }) => url === maxValueSetExtension)
  const maxValueSet = text(most, 'valueCanonical') ?? text(most, 'valueUri')
  if (strength !== 'required' && strength !== 'extensible' && maxValueSet === undefined)
    return undefined
  return pruned({ strength: strength ?? 'example', valueSet, maxValueSet })
}

// Checked by hand on every element, so they are not kept a thousand times.
const everywhere = new Set(['ele-1', 'ext-1'])

const strippedConstraints = (raw: unknown): ConstraintDefinition[] | undefined => {
  const kept = objects(raw).flatMap(each => {
    const key = text(each, 'key')
    const expression = text(each, 'expression')
    if (key === undefined || expression === undefined || everywhere.has(key)) return []
    const severity: ConstraintDefinition['severity'] =
      each.severity === 'warning' ? 'warning' : 'error'
    return [{ key, severity, human: text(each, 'human') ?? '', expression }]
  })
  return kept.length > 0 ? kept : undefined
}

const strippedValueSet = (raw: JsonObject, url: string): ValueSet => {
  const compose = isObject(raw.compose) ? raw.compose : undefined
  return pruned({
    resourceType: 'ValueSet' as const,
    url,
    version: text(raw, 'version'),
    include: compose && objects(compose.include).map(strippedInclude),
    exclude: compose && maybe(objects(compose.exclude).map(strippedInclude)),
    expansion: strippedExpansion(raw.expansion),
  })
}

const strippedInclude = (raw: JsonObject): ValueSetInclude =>
  pruned({
    system: text(raw, 'system'),
    version: text(raw, 'version'),
    codes:
      raw.concept === undefined
        ? undefined
        : objects(raw.concept).flatMap(each => text(each, 'code') ?? []),
    filter: maybe(
      objects(raw.filter).map(each => ({
        property: text(each, 'property') ?? '',
        op: text(each, 'op') ?? '',
        value: text(each, 'value') ?? '',
      })),
    ),
    valueSet: texts(raw.valueSet),
  })

const strippedExpansion = (raw: unknown): ValueSet['expansion'] => {
  if (!isObject(raw)) return undefined
  const found: Record<string, string[]> = {}
  let count = 0
  const take = (contains: unknown): void => {
    for (const each of objects(contains)) {
      const system = text(each, 'system')
      const code = text(each, 'code')
      if (system !== undefined && code !== undefined && each.abstract !== true) {
        found[system] = [...(found[system] ?? []), code]
        count++
      }
      take(each.contains)
    }
  }
  take(raw.contains)
  // a page of a longer expansion says nothing about codes that are not on it
  const whole = typeof raw.total !== 'number' || raw.total <= count
  return whole && count > 0 ? found : undefined
}

const strippedCodeSystem = (raw: JsonObject, url: string): CodeSystem =>
  pruned({
    resourceType: 'CodeSystem' as const,
    url,
    version: text(raw, 'version'),
    content: text(raw, 'content') ?? 'not-present',
    caseSensitive: raw.caseSensitive === false ? false : undefined,
    concept: maybe(objects(raw.concept).map(strippedConcept)),
  })

const strippedConcept = (raw: JsonObject): Concept => {
  const properties = objects(raw.property).flatMap(each => {
    const key = Object.keys(each).find(name => name.startsWith('value'))
    const code = text(each, 'code')
    const value = key === undefined ? undefined : each[key]
    return code !== undefined && (typeof value === 'string' || typeof value === 'boolean')
      ? [[code, String(value)] as const]
      : []
  })
  return pruned({
    code: text(raw, 'code') ?? '',
    concept: maybe(objects(raw.concept).map(strippedConcept)),
    property: properties.length > 0 ? Object.fromEntries(properties) : undefined,
  })
}

/** The value of `fixedCode`, `patternCodeableConcept`, …: the field is named after its type. */
const valueNamed = (raw: JsonObject, prefix: string): { value: unknown } | undefined => {
  const key = Object.keys(raw).find(
    name => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)),
  )
  return key === undefined ? undefined : { value: raw[key] }
}

const objects = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : []

const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value)
    ? maybe(value.filter((each): each is string => typeof each === 'string'))
    : undefined

const maybe = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)

/** Without the fields that are undefined. */
const pruned = <T extends object>(value: T): T => {
  for (const key in value) if (value[key] === undefined) delete value[key]
  return value
}
