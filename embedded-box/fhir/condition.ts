// SQL conditions as functions: they are put together first and written out once, with all values bound.
import type { SqlValue } from '../storage/sql.ts'
import { ownKeys } from './keys.ts'

/** Where a condition is written: the row's alias, how values are bound, and how its columns are spelled. */
export interface Ground {
  row: string
  bind: (value: SqlValue) => string
  /** Hidden from the index where a better index (patient, id) has already cut the rows. */
  keys: string
  /** Hidden from its index where keys of the patient's own cut to fewer rows. */
  patient: string
}

/** What a condition says of every row that it finds: how its statement is planned, and which index is to be used. */
interface Facts {
  /** Cuts a table to few rows by a better index than that of `keys`. */
  isCutting?: boolean
  /** Names one id or one patient: the best plan is the same whichever it is. */
  isOfOne?: boolean
  /** Finds its rows by keys that name the patient with the code. */
  isByOwnKeys?: boolean
  /** Asks for `keys` and nothing else. */
  isKeysOnly?: boolean
  patient?: string
  keys?: readonly string[]
}

/** Writes itself on a ground. Facts stand on the function: a map of conditions would cost each request more than they. */
export interface Condition {
  (ground: Ground): string
  facts?: Facts
}

const withFacts = (condition: Condition, facts: Facts): Condition => {
  condition.facts = facts
  return condition
}

export const everything: Condition = () => 'true'
export const nothing: Condition = () => 'false'

/** Whether a statement with this condition is to be planned by its values. */
export const planBy = ({ facts }: Condition): 'values' | undefined =>
  facts?.isOfOne ? undefined : 'values'

/** Whether a condition finds its rows by id or patient, whatever else it asks of them. */
export const findsById = ({ facts }: Condition): boolean => facts?.isCutting === true

/** The ground for a whole condition: columns that are better looked at in the rows are out of their index's sight. */
export const groundFor = ({ facts }: Condition, row: string, bind: Ground['bind']): Ground => ({
  row,
  bind,
  keys: facts?.isCutting ? `coalesce(${row}.keys, '{}')` : `${row}.keys`,
  patient: facts?.isByOwnKeys ? `coalesce(${row}.patient, '')` : `${row}.patient`,
})

const withKeys = (keys: readonly string[]): Condition =>
  withFacts(({ keys: column, bind }) => `${column} @> ${bind(keys)}::text[]`, {
    keys,
    isKeysOnly: true,
  })

/** Conditions that ask for keys, all of them: several become one. */
const joinedKeys = (conditions: readonly Condition[]): readonly Condition[] => {
  const asking = conditions.filter(({ facts }) => facts?.isKeysOnly)
  if (asking.length < 2) return conditions
  const keys = asking.flatMap(({ facts }) => facts?.keys ?? [])
  return [...conditions.filter(({ facts }) => !facts?.isKeysOnly), withKeys(keys)]
}

/** What is true of rows that all of these find. */
const factsOfAll = (conditions: readonly Condition[]): Facts => {
  const joined: Facts = {}
  for (const { facts } of conditions) {
    if (!facts) continue
    if (facts.isCutting) joined.isCutting = true
    if (facts.isOfOne) joined.isOfOne = true
    if (facts.isByOwnKeys) joined.isByOwnKeys = true
    if (facts.patient !== undefined) joined.patient ??= facts.patient
    if (facts.keys) joined.keys = joined.keys ? [...joined.keys, ...facts.keys] : facts.keys
  }
  return joined
}

/** One patient's rows of a code: few, where the patient's rows may be thousands. */
const ownKeysOf = ({ isByOwnKeys, patient, keys }: Facts): Condition | undefined => {
  const own = isByOwnKeys || patient === undefined || !keys ? [] : ownKeys(patient, keys)
  return own.length === 0 ? undefined : ({ row, bind }) => `${row}.keys @> ${bind(own)}::text[]`
}

export const all = (conditions: readonly Condition[]): Condition => {
  const counted = joinedKeys(conditions.filter(condition => condition !== everything))
  if (counted.includes(nothing)) return nothing
  if (counted.length === 0) return everything
  const [only] = counted
  if (counted.length === 1 && only) return only
  const facts = factsOfAll(counted)
  const own = ownKeysOf(facts)
  const parts = own ? [own, ...counted] : counted
  return withFacts(
    ground => parts.map(condition => `(${condition(ground)})`).join(' and '),
    own ? { ...facts, isByOwnKeys: true } : facts,
  )
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

export const idIn = (ids: readonly string[]): Condition =>
  withFacts(
    ({ row, bind }) =>
      ids.length === 1
        ? `${row}.id = ${bind(ids[0] ?? '')}`
        : `${row}.id = any(${bind(ids)}::text[])`,
    { isOfOne: ids.length === 1 },
  )

/** Rows that belong to one of these patients. */
export const ownedBy = (patients: readonly string[]): Condition => {
  const [first = ''] = patients
  return patients.length === 1
    ? withFacts(({ patient, bind }) => `${patient} = ${bind(first)}`, {
        ...{ isCutting: true, isOfOne: true },
        patient: first,
      })
    : withFacts(({ patient, bind }) => `${patient} = any(${bind(patients)}::text[])`, {
        isCutting: true,
      })
}

/** Values in the order in which `bind` was called. */
export const binder = () => {
  const values: SqlValue[] = []
  return {
    values,
    bind: (value: SqlValue): string => `$${values.push(value)}`,
  }
}
