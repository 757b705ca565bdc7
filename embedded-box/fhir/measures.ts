// Numbers, quantities, positions and composites as they stand in a row's `texts`: fields in one text, one text a value.
import { isObject } from '../json.ts'
import { normalise } from './keys.ts'
import { spansOf } from './moments.ts'

/** Between the fields of a value, and between the values of a composite: no text that people write has them. */
export const fieldMark = '\u001f'
export const partMark = '\u001e'
/** The same in SQL. */
export const fieldMarkSql = 'chr(31)'
export const partMarkSql = 'chr(30)'

/** What a composite is made of. */
export type PartKind = 'token' | 'quantity' | 'number' | 'date' | 'string' | 'reference'

/** Longer texts are no codes or units. */
const longest = 300

const field = (value: unknown): string =>
  typeof value === 'string'
    ? value.replaceAll(fieldMark, ' ').replaceAll(partMark, ' ').slice(0, longest)
    : ''

const joined = (...fields: string[]): string => fields.join(fieldMark)

/** A decimal as the database reads it; undefined for what is none. */
const decimal = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined

const number = (value: unknown): string[] => {
  if (isObject(value)) return ranged(value).map(([lo, hi]) => joined(lo, hi))
  const text = decimal(value)
  return text === undefined ? [] : [joined(text, text)]
}

const endless = { lo: '-Infinity', hi: 'Infinity' }

/** Quantity and its kin, Money, and Range: lowest, highest, system, code, unit. */
const quantity = (value: unknown): string[] => {
  if (!isObject(value)) return []
  const named = isObject(value.low) ? value.low : isObject(value.high) ? value.high : value
  const money = typeof value.currency === 'string'
  const system = money ? 'urn:iso:std:iso:4217' : field(named.system)
  const code = field(money ? value.currency : named.code)
  return ranged(value).map(([lo, hi]) => joined(lo, hi, system, code, field(named.unit)))
}

const ranged = (value: Readonly<Record<string, unknown>>): [lo: string, hi: string][] => {
  const low = isObject(value.low) ? decimal(value.low.value) : undefined
  const high = isObject(value.high) ? decimal(value.high.value) : undefined
  if (low !== undefined || high !== undefined) return [[low ?? endless.lo, high ?? endless.hi]]
  const exact = decimal(value.value)
  if (exact === undefined) return []
  const { comparator } = value
  if (comparator === '<' || comparator === '<=') return [[endless.lo, exact]]
  if (comparator === '>' || comparator === '>=') return [[exact, endless.hi]]
  return [[exact, exact]]
}

/** System and code of everything that is coded. */
const token = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'boolean')
    return [joined('', field(`${value}`))]
  if (!isObject(value)) return []
  if (Array.isArray(value.coding)) return value.coding.flatMap(token)
  const code = value.code ?? value.value
  return typeof code === 'string' ? [joined(field(value.system), field(code))] : []
}

const date = (value: unknown): string[] =>
  spansOf(value).map(({ lo, hi }) => joined(String(lo), String(hi)))

const string = (value: unknown): string[] =>
  typeof value === 'string' ? [field(normalise(value))] : []

const reference = (value: unknown): string[] =>
  isObject(value) && typeof value.reference === 'string' ? [field(value.reference)] : []

/** Each value of a kind, its fields in one text. */
export const fieldsOf: Record<PartKind, (value: unknown) => string[]> = {
  token,
  quantity,
  number,
  date,
  string,
  reference,
}

export interface Position {
  latitude: number
  longitude: number
}

/** A Location's position, when it is one on earth. */
export const positionOf = (value: unknown): Position | undefined => {
  if (!isObject(value)) return undefined
  const { latitude, longitude } = value
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
  return isOnEarth({ latitude, longitude }) ? { latitude, longitude } : undefined
}

export const isOnEarth = ({ latitude, longitude }: Position): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180

/** The square degree that a position lies in: a key, so that the index finds what may be near. */
export const cellKey = (parameter: string, { latitude, longitude }: Position): string =>
  `${parameter}@${Math.floor(latitude)},${Math.floor(longitude)}`

/** Where the values of a parameter begin in `texts`. */
export const measureMark = (parameter: string): string => `${parameter}#`

export const positionText = (parameter: string, { latitude, longitude }: Position): string =>
  measureMark(parameter) + joined(String(latitude), String(longitude))
