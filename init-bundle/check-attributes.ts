// Checks a resource of an Aidbox type against Aidbox's attribute table: a field it does not know is a 422 there.
import type { Resource } from '../vocabulary/aidbox.ts'
import attributes from '../vocabulary/aidbox-resources.json' with { type: 'json' }

interface Attribute {
  type?: string
  cardinality: string
  enum?: string[]
}

// The table is JSON of our own: type → dotted path → attribute.
const table: Record<string, Record<string, Attribute>> = attributes

const common: ReadonlySet<string> = new Set(['resourceType', 'id', 'meta', 'text', 'extension'])
const datatypes: ReadonlySet<string> = new Set(['Reference', 'Identifier', 'Extension', 'Period'])
const numbers: ReadonlySet<string> = new Set(['integer', 'number', 'decimal'])

/** What is wrong with a resource's attributes, as `field: fault`; empty for types that are not Aidbox's. */
export const attributeFaults = (resource: Resource): string[] => {
  const known = table[resource.resourceType]
  if (!known) return []
  const present = Object.entries(resource).filter(([key]) => !common.has(key))
  return [
    ...present.flatMap(([key, value]) => faults(known, key, value)),
    ...absent(known, resource),
  ]
}

const faults = (known: Record<string, Attribute>, path: string, value: unknown): string[] => {
  const attribute = known[path]
  if (!attribute) return [`${path}: Aidbox knows no such field`]
  const repeats = attribute.cardinality.endsWith('*')
  if (repeats !== Array.isArray(value)) return [`${path}: must ${repeats ? '' : 'not '}be a list`]
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.flatMap(item => itemFaults(known, path, attribute, item))
}

const itemFaults = (
  known: Record<string, Attribute>,
  path: string,
  { type = 'Object', enum: allowed }: Attribute,
  item: unknown,
): string[] => {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item)
  if (type === 'BackboneElement') {
    if (!isObject) return [`${path}: must be an object`]
    const inner = Object.entries(item).flatMap(([key, value]) =>
      faults(known, `${path}.${key}`, value),
    )
    return [...inner, ...absent(known, item, `${path}.`)]
  }
  if (type === 'Object') return isObject ? [] : [`${path}: must be an object`]
  if (datatypes.has(type)) return isObject ? [] : [`${path}: must be a ${type}`]
  if (type === 'boolean') return typeof item === 'boolean' ? [] : [`${path}: must be true or false`]
  if (numbers.has(type)) return typeof item === 'number' ? [] : [`${path}: must be a number`]
  if (typeof item !== 'string') return [`${path}: must be text (${type})`]
  if (allowed && !allowed.includes(item))
    return [`${path}: must be one of ${allowed.join(', ')}, not ${item}`]
  return []
}

const absent = (known: Record<string, Attribute>, value: object, prefix = ''): string[] =>
  Object.entries(known)
    .filter(([path, { cardinality }]) => {
      const name = path.slice(prefix.length)
      return (
        cardinality.startsWith('1') &&
        path.startsWith(prefix) &&
        !name.includes('.') &&
        !(name in value)
      )
    })
    .map(([path]) => `${path}: is required`)
