// The two formats of Aidbox: FHIR's on `/fhir`, Aidbox's own on the root and in everything a policy looks at.
// References are `{reference}` or `{resourceType, id}`; choice values `valueCode` or `value: {code}` (contract: aidbox 8.1).
import type { Resource } from '../vocabulary/aidbox.ts'
import { isAidboxType } from '../vocabulary/resource-types.ts'
import { attributeAt } from './attributes.ts'
import { isObject, type JsonObject, text } from './json.ts'

/** `Resource.meta.extension` that stands for `meta.createdAt` on `/fhir`. */
export const createdAtUrl = 'https://aidbox.app/ex/createdAt'

type Convert = (value: unknown) => unknown

/** FHIR format → Aidbox format. */
export const toAidbox = (resource: Resource): Resource => ({
  ...walk(resource, resource.resourceType, '', referenceToAidbox, extensionToAidbox),
  resourceType: resource.resourceType,
  ...(isObject(resource.meta) ? { meta: metaToAidbox(resource.meta) } : {}),
})

/** Aidbox format (or a mixture of both, as bundles in circulation have it) → FHIR format. */
export const toFhir = (resource: Resource): Resource => ({
  ...walk(resource, resource.resourceType, '', referenceToFhir, extensionToFhir),
  resourceType: resource.resourceType,
  ...(isObject(resource.meta) ? { meta: metaToFhir(resource.meta) } : {}),
})

/** Goes through a resource; what the table calls an Object is the owner's own and stays as it is. */
const walk = (
  value: JsonObject,
  type: string,
  path: string,
  reference: Convert,
  extension: Convert,
): JsonObject => {
  const convert = (item: unknown, here: string): unknown => {
    if (Array.isArray(item)) return item.map(one => convert(one, here))
    if (!isObject(item)) return item
    const kind = isAidboxType(type) ? attributeAt(type, here)?.type : undefined
    if (kind === 'Object' || kind === 'Resource') return item
    if (kind === 'Reference' || (!isAidboxType(type) && looksLikeReference(item)))
      return reference(item)
    return walk(item, type, here, reference, extension)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (path === '' && key === 'meta') return [key, item]
      if (key === 'extension' && Array.isArray(item)) return [key, item.map(extension)]
      return [key, convert(item, path ? `${path}.${key}` : key)]
    }),
  )
}

const looksLikeReference = (value: JsonObject): boolean => typeof value.reference === 'string'

const referenceToAidbox: Convert = value => {
  const target = text(value, 'reference')
  if (!isObject(value) || target === undefined) return value
  const { reference: _reference, type: _type, ...rest } = value
  if (target.startsWith('#')) return { ...rest, localRef: target.slice(1) }
  const [, resourceType, id] = /^([A-Z][A-Za-z]*)\/([^/]+)$/.exec(target) ?? []
  return resourceType && id ? { ...rest, resourceType, id } : { ...rest, uri: target }
}

const referenceToFhir: Convert = value => {
  if (!isObject(value) || typeof value.reference === 'string') return value
  const { resourceType, id, localRef, uri, ...rest } = value
  if (typeof resourceType === 'string' && typeof id === 'string')
    return { ...rest, reference: `${resourceType}/${id}` }
  if (typeof localRef === 'string') return { ...rest, reference: `#${localRef}` }
  if (typeof uri === 'string') return { ...rest, reference: uri }
  return value
}

const extensionToAidbox: Convert = extension => {
  if (!isObject(extension)) return extension
  return Object.fromEntries(
    Object.entries(extension).map(([key, value]) => {
      if (key === 'extension' && Array.isArray(value)) return [key, value.map(extensionToAidbox)]
      const [, kind] = /^value([A-Z]\w*)$/.exec(key) ?? []
      if (!kind) return [key, value]
      const name = complexValues.has(kind) ? kind : kind.charAt(0).toLowerCase() + kind.slice(1)
      return ['value', { [name]: kind === 'Reference' ? referenceToAidbox(value) : value }]
    }),
  )
}

const extensionToFhir: Convert = extension => {
  if (!isObject(extension)) return extension
  return Object.fromEntries(
    Object.entries(extension).flatMap(([key, value]) => {
      if (key === 'extension' && Array.isArray(value)) return [[key, value.map(extensionToFhir)]]
      if (key !== 'value' || !isObject(value)) return [[key, value]]
      return Object.entries(value).map(([kind, item]) => [
        `value${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
        kind === 'Reference' ? referenceToFhir(item) : item,
      ])
    }),
  )
}

/** Data types that are objects keep their capital letter in Aidbox format. */
const complexValues = new Set([
  'Address',
  'Attachment',
  'CodeableConcept',
  'Coding',
  'ContactPoint',
  'HumanName',
  'Identifier',
  'Money',
  'Period',
  'Quantity',
  'Range',
  'Ratio',
  'Reference',
])

const metaToAidbox = ({ extension, ...meta }: JsonObject): JsonObject => {
  if (!Array.isArray(extension)) return meta
  const created = extension.find(item => text(item, 'url') === createdAtUrl)
  const others = extension.filter(item => item !== created).map(extensionToAidbox)
  return {
    ...meta,
    ...(created ? { createdAt: text(created, 'valueInstant') } : {}),
    ...(others.length > 0 ? { extension: others } : {}),
  }
}

const metaToFhir = ({ createdAt, extension, ...meta }: JsonObject): JsonObject => {
  const others = Array.isArray(extension) ? extension.map(extensionToFhir) : []
  const created =
    typeof createdAt === 'string' ? [{ url: createdAtUrl, valueInstant: createdAt }] : []
  return others.length + created.length > 0 ? { ...meta, extension: [...created, ...others] } : meta
}
