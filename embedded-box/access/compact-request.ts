// A request without empty values, as json-schema policies see it; who asks is the same object for many requests.
import type { JsonObject } from '../json.ts'
import { withoutEmpty } from './engines.ts'

/** Parts that outlive a request (the caller), or are looked at by several questions of one (its headers). */
const lasting: ReadonlySet<string> = new Set(['user', 'client', 'session', 'jwt', 'headers'])

const kept = new WeakMap<object, { value: unknown }>()

/** `withoutEmpty` of a request object; parts that are met again are not gone through again. */
export const compactRequest = (request: JsonObject): unknown => {
  const compact: JsonObject = {}
  let found = false
  for (const [key, part] of Object.entries(request)) {
    const value = lasting.has(key) ? compactPart(part) : withoutEmpty(part)
    if (value === undefined) continue
    compact[key] = value
    found = true
  }
  return found ? compact : undefined
}

/** One part of it, undefined when nothing is left. */
export const compactPart = (part: unknown): unknown => {
  if (typeof part !== 'object' || part === null) return withoutEmpty(part)
  const known = kept.get(part) ?? { value: withoutEmpty(part) }
  kept.set(part, known)
  return known.value
}
