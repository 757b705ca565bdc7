// Walks resources for tests: values at a path, references, codes and dates wherever they stand.

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The values of one element, as a list. */
export const childrenOf = (value: unknown, name: string): unknown[] => {
  const child = isFields(value) ? value[name] : undefined
  if (child === undefined) return []
  return Array.isArray(child) ? child : [child]
}

const firstAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((reached: unknown, step) => childrenOf(reached, step)[0], value)

/** The first value at a path, as text; lists are entered at their first member. */
export const textAt = (value: unknown, ...path: string[]): string | undefined => {
  const found = firstAt(value, path)
  return typeof found === 'string' || typeof found === 'boolean' ? String(found) : undefined
}

export const numberAt = (value: unknown, ...path: string[]): number | undefined => {
  const found = firstAt(value, path)
  return typeof found === 'number' ? found : undefined
}

const everyField = function* (
  value: unknown,
): Generator<[name: string, value: unknown, of: Fields]> {
  if (Array.isArray(value)) for (const each of value) yield* everyField(each)
  if (!isFields(value)) return
  for (const [name, child] of Object.entries(value)) {
    yield [name, child, value]
    yield* everyField(child)
  }
}

/** All literal references. */
export const referencesIn = (resource: unknown): string[] =>
  [...everyField(resource)].flatMap(([name, value]) =>
    name === 'reference' && typeof value === 'string' ? [value] : [],
  )

/** Whatever has a system: codings, identifiers, quantities; telephones and the like are no codes. */
export const codesIn = (resource: unknown): { system: string }[] =>
  [...everyField(resource)].flatMap(([name, value]) =>
    name === 'system' && typeof value === 'string' && value.includes(':')
      ? [{ system: value }]
      : [],
  )

/** All dates and times, by the name of their element. */
export const datesIn = (resource: unknown): { name: string; day: string }[] =>
  [...everyField(resource)].flatMap(([name, value]) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value)
      ? [{ name, day: value.slice(0, 10) }]
      : [],
  )
