// How values stand in a row's `keys` (indexed) and `texts` (looked through): one spelling for writing and searching.
import { createHash } from 'node:crypto'

/** Below what a GIN entry can hold, whatever the characters. */
const longest = 400

/** Long keys keep their beginning, for looking through, and end in a digest. */
const bounded = (key: string): string =>
  key.length <= longest
    ? key
    : `${key.slice(0, 300)}#${createHash('sha256').update(key).digest('base64url')}`

/** Any system, or none: `code=final`. */
export const codeKey = (parameter: string, code: string): string => bounded(`${parameter}:${code}`)
/** A system (empty: none) and a code: `code=http://loinc.org|2085-9`. */
export const systemKey = (parameter: string, system: string, code: string): string =>
  bounded(`${parameter}=${system}|${code}`)
/** A reference, canonical or URI as it is written: `subject=Patient/1`. */
export const targetKey = (parameter: string, target: string): string =>
  bounded(`${parameter}=${target}`)
/** The identifier of a logical reference, with its system (empty: none). */
export const logicalKey = (parameter: string, system: string, value: string): string =>
  bounded(`${parameter}#${system}|${value}`)
const anySystem = '*'
/** What a logical reference is found by: one key where there is no system, or every audited request would bring two. */
export const logicalKeys = (parameter: string, system: string, value: string): string[] => [
  logicalKey(parameter, system, value),
  ...(system === '' ? [] : [logicalKey(parameter, anySystem, value)]),
]
/** What an identifier is looked up by when its system does not matter. */
export const logicalKeysOfAny = (parameter: string, value: string): string[] => [
  logicalKey(parameter, anySystem, value),
  logicalKey(parameter, '', value),
]
/** An identifier with its type: `:of-type`. */
export const typedKey = (parameter: string, type: string, value: string): string =>
  bounded(`${parameter}^${type}|${value}`)

const coded = /^code[=:]/

/** The codes among these keys, once more with the patient whose row it is: what a patient has of one code is few. */
export const ownKeys = (patient: string, keys: readonly string[]): string[] =>
  keys.filter(key => coded.test(key)).map(key => bounded(`${patient}@${key}`))

const prefixLengths = [2, 4, 8]

/** Beginnings of a normalised string, so that a prefix search has something exact to look up. */
export const prefixKeys = (parameter: string, normal: string): string[] =>
  prefixLengths
    .filter(length => normal.length >= length)
    .map(length => `${parameter}~${normal.slice(0, length)}`)

/** The longest of these that a searched beginning implies; undefined for a single letter. */
export const prefixKeyOf = (parameter: string, normal: string): string | undefined =>
  prefixKeys(parameter, normal).at(-1)

const longestText = 1_000

/** A string value, normalised; and as it was written, for `:exact`. */
export const normalText = (parameter: string, normal: string): string =>
  `${parameter}=${normal.slice(0, longestText)}`
export const exactText = (parameter: string, original: string): string =>
  `${parameter}!${original.slice(0, longestText)}`
/** Words that belong to a token: display, text. */
export const tokenText = (parameter: string, normal: string): string =>
  `${parameter}:${normal.slice(0, longestText)}`

/** Case, accents and white space do not count in string search. */
export const normalise = (value: string): string =>
  value.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()
