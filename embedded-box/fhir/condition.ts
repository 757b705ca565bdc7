// SQL conditions as functions: they are put together first and written out once, with all values bound.
import type { SqlValue } from '../storage/sql.ts'

/** Where a condition is written: the row's alias, how values are bound, and how `keys` is spelled. */
export interface Ground {
  row: string
  bind: (value: SqlValue) => string
  /** Hidden from the index where a better index (patient, id) has already cut the rows. */
  keys: string
}

export type Condition = (ground: Ground) => string

export const everything: Condition = () => 'true'
export const nothing: Condition = () => 'false'

/** Conditions that cut a table to few rows by a better index than that of `keys`. */
const cutting = new WeakSet<Condition>()

/** Marks a condition as one that cuts by id or patient. */
const cut = (condition: Condition): Condition => {
  cutting.add(condition)
  return condition
}

/** Conditions that name one id or one patient: the best plan is the same whichever it is. */
const ofOne = new WeakSet<Condition>()

/** Whether a statement with this condition is to be planned by its values. */
export const planBy = (condition: Condition): 'values' | undefined =>
  ofOne.has(condition) ? undefined : 'values'

/** Whether a condition finds its rows by id or patient, whatever else it asks of them. */
export const findsById = (condition: Condition): boolean => cutting.has(condition)

/** How a condition should spell `keys`: out of the index's sight where id or patient has cut the rows already. */
export const keysFor = (condition: Condition, row: string): string =>
  cutting.has(condition) ? `coalesce(${row}.keys, '{}')` : `${row}.keys`

/** Conditions that ask for keys, all of them: several become one. */
const keysOf = new WeakMap<Condition, readonly string[]>()

const withKeys = (keys: readonly string[]): Condition => {
  const condition: Condition = ({ keys: column, bind }) => `${column} @> ${bind(keys)}::text[]`
  keysOf.set(condition, keys)
  return condition
}

const joinedKeys = (conditions: readonly Condition[]): readonly Condition[] => {
  const asking = conditions.filter(condition => keysOf.has(condition))
  if (asking.length < 2) return conditions
  const keys = asking.flatMap(condition => keysOf.get(condition) ?? [])
  return [...conditions.filter(condition => !keysOf.has(condition)), withKeys(keys)]
}

export const all = (conditions: readonly Condition[]): Condition => {
  const counted = joinedKeys(conditions.filter(condition => condition !== everything))
  if (counted.includes(nothing)) return nothing
  if (counted.length === 0) return everything
  const [only] = counted
  if (counted.length === 1 && only) return only
  const joined: Condition = ground =>
    counted.map(condition => `(${condition(ground)})`).join(' and ')
  if (counted.some(condition => ofOne.has(condition))) ofOne.add(joined)
  return counted.some(condition => cutting.has(condition)) ? cut(joined) : joined
}

export const any = (conditions: readonly Condition[]): Condition => {
  if (conditions.includes(everything)) return everything
  const counted = conditions.filter(condition => condition !== nothing)
  if (counted.length === 0) return nothing
  if (counted.length === 1 && counted[0]) return counted[0]
  return ground => counted.map(condition => `(${condition(ground)})`).join(' or ')
}

export const not =
  (condition: Condition): Condition =>
  ground =>
    `not coalesce((${condition(ground)}), false)`

/** At least one of these keys. */
export const hasKey = (keys: readonly string[]): Condition =>
  keys.length === 1
    ? withKeys(keys)
    : ({ keys: column, bind }) => `${column} && ${bind(keys)}::text[]`

/** Some key that begins like this; looks through the row's keys. */
export const hasKeyFrom =
  (beginnings: readonly string[]): Condition =>
  ({ row, bind }) =>
    `exists (select 1 from unnest(${row}.keys) k, unnest(${bind(beginnings)}::text[]) b where starts_with(k, b))`

/** Some text that begins like this. */
export const hasTextFrom =
  (beginnings: readonly string[]): Condition =>
  ({ row, bind }) =>
    `exists (select 1 from unnest(${row}.texts) s, unnest(${bind(beginnings)}::text[]) b where starts_with(s, b))`

/** Some text of a parameter that contains this. */
export const hasTextWith =
  (beginning: string, part: string): Condition =>
  ({ row, bind }) =>
    `exists (select 1 from unnest(${row}.texts) s where starts_with(s, ${bind(beginning)}) and strpos(substr(s, ${beginning.length + 1}), ${bind(part)}) > 0)`

/** Exactly this text. */
export const hasText =
  (text: string): Condition =>
  ({ row, bind }) =>
    `${row}.texts @> ${bind([text])}::text[]`

export const idIn = (ids: readonly string[]): Condition => {
  const condition: Condition = ({ row, bind }) =>
    ids.length === 1 ? `${row}.id = ${bind(ids[0] ?? '')}` : `${row}.id = any(${bind(ids)}::text[])`
  if (ids.length === 1) ofOne.add(condition)
  return condition
}

/** Rows that belong to one of these patients. */
export const ownedBy = (patients: readonly string[]): Condition => {
  const condition = cut(({ row, bind }) =>
    patients.length === 1
      ? `${row}.patient = ${bind(patients[0] ?? '')}`
      : `${row}.patient = any(${bind(patients)}::text[])`,
  )
  if (patients.length === 1) ofOne.add(condition)
  return condition
}

/** Values in the order in which `bind` was called. */
export const binder = () => {
  const values: SqlValue[] = []
  return {
    values,
    bind: (value: SqlValue): string => `$${values.push(value)}`,
  }
}
