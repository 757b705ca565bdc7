// The attributes of Aidbox's own resources, as its reference lists them: what a box accepts, and of which kind.
import table from '../vocabulary/aidbox-resources.json' with { type: 'json' }

export interface Attribute {
  type: string
  /** `0..1`, `1..1`, `0..*`, … */
  cardinality: string
  enum?: string[]
  ref?: string[]
}

// the JSON module's inferred type is one huge union; this is what every entry of it is
const attributes: Record<string, Record<string, Attribute>> = table

/** True when the table knows the type; a type that it does not know is refused on write. */
export const hasAttributes = (type: string): boolean => Object.hasOwn(attributes, type)

/** The attribute at a path without indexes (`auth.authorization_code.pkce`). */
export const attributeAt = (type: string, path: string): Attribute | undefined => {
  const known = Object.hasOwn(attributes, type) ? attributes[type] : undefined
  return known && Object.hasOwn(known, path) ? known[path] : undefined
}

/** Names directly below a path; `''` is the resource itself. */
export const attributesBelow = (type: string, path: string): [string, Attribute][] => {
  const prefix = path ? `${path}.` : ''
  return Object.entries(attributes[type] ?? {})
    .filter(([name]) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.'))
    .map(([name, attribute]) => [name.slice(prefix.length), attribute])
}
