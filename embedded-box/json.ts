// JSON that came from outside, looked at without trust: guards, own fields only, and no cast anywhere else.

export type JsonObject = Record<string, unknown>

/** True for `{…}`; not for arrays and null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own field of an object or item of an array; never what a prototype has. */
export const field = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The field when it is text. */
export const text = (value: unknown, name: string): string | undefined => {
  const found = field(value, name)
  return typeof found === 'string' ? found : undefined
}

/** The resource with its type, when it is one. */
export const isResource = (value: unknown): value is JsonObject & { resourceType: string } =>
  isObject(value) && typeof value.resourceType === 'string'

/** Equality of JSON; a missing value and null are the same. */
export const same = (left: unknown, right: unknown): boolean => {
  if ((left ?? null) === (right ?? null)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return (
    Array.isArray(left) === Array.isArray(right) &&
    [...keys].every(key => same(field(left, key), field(right, key)))
  )
}
