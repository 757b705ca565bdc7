// Decimals as they were written: trailing zeros are precision to FHIR (2.24.0.1), and JavaScript's numbers forget them.
// What a number was written as is remembered beside the object that holds it, and put back when that becomes text again.
import { isObject } from './json.ts'

const written = new WeakMap<object, Map<string, string>>()
let some = false

/** A number that would come out otherwise: zeros at its end, an exponent, or more digits than a double keeps. */
const inexact =
  /[:,[\s](-?(?:\d+\.\d*0|\d+(?:\.\d+)?[eE][+-]?\d+|\d+\.\d{15,}|\d{16,}(?:\.\d+)?))(?=\s*[,}\]])/g

/** JSON.parse, and what its numbers were written as. */
export const parseExactly = (text: string): unknown => {
  if (text.search(inexact) < 0) return JSON.parse(text)
  return JSON.parse(text, function keep(this: unknown, key: string, value: unknown, ...rest) {
    const source = sourceOf(rest)
    if (typeof value === 'number' && source !== undefined && String(value) !== source)
      remember(this, key, source)
    return value
  })
}

/** The reviver's third argument, which the language has and TypeScript does not know yet. */
const sourceOf = ([context]: readonly unknown[]): string | undefined =>
  isObject(context) && typeof context.source === 'string' ? context.source : undefined

const remember = (holder: unknown, key: string, source: string): void => {
  if (typeof holder !== 'object' || holder === null) return
  some = true
  written.set(holder, (written.get(holder) ?? new Map()).set(key, source))
}

/** JSON.stringify, each number as it was written. */
export const stringifyExactly = (value: unknown): string =>
  some && holdsAny(value)
    ? JSON.stringify(value, function put(this: unknown, key: string, item: unknown) {
        const source = typeof item === 'number' && isHolder(this) && written.get(this)?.get(key)
        // a number that was changed since is written as it is now
        return source && Number(source) === item ? rawJson(source) : item
      })
    : JSON.stringify(value)

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null

const holdsAny = (value: unknown): boolean => {
  if (!isHolder(value)) return false
  return written.has(value) || Object.values(value).some(holdsAny)
}

/** Text that JSON.stringify takes as it is; in the language, not in TypeScript's description of it yet. */
const rawJson = (source: string): unknown => {
  const json: object = JSON
  const raw = 'rawJSON' in json ? json.rawJSON : undefined
  return typeof raw === 'function' ? raw(source) : Number(source)
}

/** What numbers of `from` were written as holds for its copy too. */
export const carried = <T extends object>(from: object, to: T): T => {
  const kept = written.get(from)
  if (kept) written.set(to, new Map([...kept, ...(written.get(to) ?? [])]))
  return to
}

/** The same for one number that goes to another place. */
export const carriedValue = (from: object, key: string, to: object, name: string): void => {
  const source = written.get(from)?.get(key)
  if (source !== undefined) remember(to, name, source)
}

/** A deep copy of JSON that may be changed. */
export const copied = (value: unknown): unknown => {
  if (Array.isArray(value)) return carried(value, value.map(copied))
  if (!isObject(value)) return value
  return carried(
    value,
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)])),
  )
}

/** True when two texts of the same values write some number otherwise. */
export const differInPrecision = (one: string, other: string): boolean =>
  numbersOf(one) !== numbersOf(other)

const numbersOf = (text: string): string =>
  [...text.matchAll(inexact)]
    .map(([, number]) => number)
    .sort()
    .join(' ')
