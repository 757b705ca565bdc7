// Search by number and quantity: prefixes compare what a value is known to lie between; `eq` is as exact as it was written
// (FHIR R4, search 3.1.1.5.3 and 3.1.1.5.5). Units are compared as they are written, as Aidbox does.
import { fail } from '../errors.ts'
import type { SqlValue } from '../storage/sql.ts'
import { any, type Condition } from './condition.ts'
import { fieldMarkSql, measureMark } from './measures.ts'
import { splitAt, unescaped } from './search-text.ts'
import type { Asked } from './search-values.ts'

/** SQL that is true for one value; `at(1)` is its first field. */
export type FieldTest = (at: (field: number) => string, bind: (value: SqlValue) => string) => string

type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap'

const shape =
  /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?([+-]?\d{1,20}(?:\.(\d{1,20}))?(?:[eE]([+-]?\d{1,3}))?)$/

const bad = (label: string, value: string, expected: string) =>
  fail('value', `${label}: "${value.slice(0, 100)}" is not ${expected}.`, {
    status: 400,
    expression: [label.split('.').at(-1) ?? label],
  })

const prefixes = 'after eq, ne, gt, lt, ge, le, sa, eb or ap'

/** A number is between two numbers: its lowest and highest. */
export const numberTest = (label: string, value: string): FieldTest => {
  // `+` in a query is a space unless it was encoded
  const match = shape.exec(value.replace(/(^|[a-zA-Z]) (?=\d)/, '$1+'))
  if (!match) throw bad(label, value, `a number, such as 5.4 or 1e3 (${prefixes})`)
  const [, given, text = '', decimals = '', exponent = '0'] = match
  const prefix: Prefix = prefixOf(given)
  // half of the last digit that was written: 5.4 stands for 5.35 up to 5.45
  const half = `5e${Number(exponent) - decimals.length - 1}`
  const slack = String(Math.abs(Number(text)) / 10)
  return (at, bind) => {
    const lo = `(${at(1)})::numeric`
    const hi = `(${at(2)})::numeric`
    const n = `${bind(text)}::numeric`
    const around = () =>
      `(${lo} >= ${n} - ${bind(half)}::numeric and ${hi} < ${n} + ${bind(half)}::numeric)`
    switch (prefix) {
      case 'eq':
        return around()
      case 'ne':
        return `not ${around()}`
      case 'gt':
        return `${hi} > ${n}`
      case 'lt':
        return `${lo} < ${n}`
      case 'ge':
        return `${hi} >= ${n}`
      case 'le':
        return `${lo} <= ${n}`
      case 'sa':
        return `${lo} > ${n}`
      case 'eb':
        return `${hi} < ${n}`
      case 'ap':
        return `(${lo} <= ${n} + ${bind(slack)}::numeric and ${hi} >= ${n} - ${bind(slack)}::numeric)`
    }
  }
}

const known: readonly Prefix[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']

const prefixOf = (text: string | undefined): Prefix => known.find(one => one === text) ?? 'eq'

/** `5.4`, `5.4|http://unitsofmeasure.org|mg`, `5.4||mg`: the last finds the unit's code or its name. */
export const quantityTest = (label: string, value: string): FieldTest => {
  const [first = '', system, code, ...more] = splitAt(value, '|').map(unescaped)
  if (more.length > 0 || (system !== undefined && code === undefined))
    throw bad(label, value, 'a quantity: number, number|system|code or number||unit')
  const within = numberTest(label, first)
  return (at, bind) => {
    const tests = [within(at, bind)]
    if (system) tests.push(`${at(3)} = ${bind(system)}`)
    if (code) {
      const wanted = bind(code)
      tests.push(system ? `${at(4)} = ${wanted}` : `${wanted} in (${at(4)}, ${at(5)})`)
    }
    return tests.join(' and ')
  }
}

/** Rows of which one value of the parameter passes. The case keeps other parameters' texts from being read as numbers. */
export const someValue =
  (parameter: string, test: FieldTest): Condition =>
  ({ row, bind }) => {
    const mark = measureMark(parameter)
    const at = (field: number) => `v.f[${field}]`
    return `exists (select 1 from unnest(${row}.texts) s
      cross join lateral (select string_to_array(substr(s, ${mark.length + 1}), ${fieldMarkSql}) as f) v
      where case when starts_with(s, ${bind(mark)}) then ${test(at, bind)} else false end)`
  }

const by =
  (test: (label: string, value: string) => FieldTest) =>
  ({ type, parameter, values }: Asked): Condition =>
    any(values.map(value => someValue(parameter.name, test(`${type}.${parameter.name}`, value))))

export const number = by((label, value) => numberTest(label, unescaped(value)))
export const quantity = by(quantityTest)
