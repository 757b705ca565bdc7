// Which elements `_summary` keeps (FHIR R4, search 3.1.1.5.10): what R4's definitions call summary, or mandatory.
import { isObject, type JsonObject } from '../json.ts'
import { type ElementDefinition, r4Definitions } from './definitions.ts'

const always = ['resourceType', 'id', 'meta', 'implicitRules', 'language']

/** `_summary=true`: summary elements, those of nested elements too; what has no definition keeps everything. */
export const summaryOf = (resource: JsonObject & { resourceType: string }): JsonObject =>
  isDefined(resource.resourceType) ? cut(resource, resource.resourceType) : resource

/** `_summary=text`: the narrative, and what every resource of its type must have. */
export const textOf = (resource: JsonObject & { resourceType: string }): JsonObject => {
  const elements = elementsOf(resource.resourceType)
  return kept(resource, name => name === 'text' || definitionOf(elements, name)?.required === true)
}

const elementsOf = (type: string) => r4Definitions().types[type] ?? {}

const isDefined = (type: string): boolean => r4Definitions().types[type] !== undefined

const kept = (value: JsonObject, keep: (name: string) => boolean): JsonObject =>
  Object.fromEntries(
    Object.entries(value).filter(([name]) => always.includes(name) || keep(plainName(name))),
  )

/** `_birthDate` goes with `birthDate`. */
const plainName = (name: string): string => (name.startsWith('_') ? name.slice(1) : name)

const cut = (value: JsonObject, path: string): JsonObject => {
  const elements = elementsOf(path)
  const summary = kept(value, name => {
    const element = definitionOf(elements, name)
    // a mandatory part of something that is shown belongs to it
    return element?.summary === true || (element?.required === true && path.includes('.'))
  })
  return Object.fromEntries(
    Object.entries(summary).map(([name, inner]) => [name, cutInside(inner, elements[name])]),
  )
}

/** Nested elements are cut as well; data types are whole. */
const cutInside = (value: unknown, element: ElementDefinition | undefined): unknown => {
  const [path = ''] = element?.types ?? []
  if (!path.includes('.')) return value
  if (Array.isArray(value)) return value.map(one => cutInside(one, element))
  return isObject(value) ? cut(value, path) : value
}

/** Of `valueQuantity` that of `value[x]`. */
const definitionOf = (
  elements: Readonly<Record<string, ElementDefinition>>,
  name: string,
): ElementDefinition | undefined => {
  const plain = elements[name]
  if (plain) return plain
  const choice = Object.keys(elements).find(
    key => key.endsWith('[x]') && name.startsWith(key.slice(0, -3)),
  )
  return choice === undefined ? undefined : elements[choice]
}
