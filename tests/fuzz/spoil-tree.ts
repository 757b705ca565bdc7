// Spoils one place of a JSON value: another type, another key, too deep, too long, gone.

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const deep = (levels: number): unknown => {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { extension: value }
  return value
}

const odd: readonly (() => unknown)[] = [
  () => null,
  () => ({}),
  () => [],
  () => '',
  () => 0,
  () => -1.5e300,
  () => true,
  () => 'x'.repeat(20_000),
  () => ['a', null, { b: [] }],
  () => ({ reference: 'Patient/demo-member' }),
  () => ({ reference: '#gone' }),
  () => ({ reference: 'Patient?identifier=F-1' }),
  () => 'urn:uuid:5a3c8a50-0d53-4a4f-8f4f-0a5a4d1f1a01',
  () => '\u0000',
  () => '\ud800',
  () => deep(40),
  () => deep(98),
  () => '2024-02-30',
  () => 'Bundle',
  () => '../../etc',
  () => 'Patient/%',
  () => 'Patient?_sort=nonsense&name=',
  () => 'POST',
  () => Array.from({ length: 300 }, () => ({ url: 'x' })),
  () => JSON.parse('{"__proto__":{"polluted":true}}'),
]

const keys = [
  '__proto__',
  'constructor',
  'resourceType',
  'id',
  'extension',
  '_value',
  'valueX',
  'ünïcode',
  '',
  'a.b',
  '$enum',
  '$one-of',
  'contained',
  'meta',
]

/** Every place inside, as the object that holds it and its key. */
const places = (value: unknown): [holder: Record<string, unknown>, key: string][] =>
  isTree(value)
    ? Object.entries(value).flatMap(([key, item]) => [[value, key], ...places(item)])
    : []

/** The value with one place spoiled; a value that has no places is replaced. */
export const spoilTree = (tree: unknown, at: number, pick: number): unknown => {
  const value = odd[pick % odd.length]?.()
  const all = places(tree)
  const place = all[at % Math.max(1, all.length)]
  if (!place) return tree === undefined ? undefined : value
  const [holder, key] = place
  const kind = (pick >> 5) % 4
  if (kind === 0) Reflect.deleteProperty(holder, key)
  else if (kind === 1)
    Object.defineProperty(holder, keys[at % keys.length] ?? 'x', {
      value: holder[key],
      enumerable: true,
      configurable: true,
      writable: true,
    })
  else holder[key] = value
  return tree
}
