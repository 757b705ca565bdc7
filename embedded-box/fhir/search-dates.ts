// Date search: prefixes compare spans, since a day is a day long (FHIR R4, search 3.1.1.5.2).
import { fail } from '../errors.ts'
import { dateColumns } from '../storage/tables.ts'
import { any, type Condition } from './condition.ts'
import { spanOf } from './moments.ts'
import type { FieldTest } from './search-measures.ts'
import { unescaped } from './search-text.ts'
import type { Asked } from './search-values.ts'

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const

/** A date parameter: one of the values, each with its prefix. */
export const date = (asked: Asked): Condition =>
  any(asked.values.map(value => onDate(asked, unescaped(value))))

/** A date as it is asked for: its prefix, and what it stands for. */
const askedSpan = (label: string, value: string) => {
  const prefix = prefixes.find(known => value.startsWith(known)) ?? 'eq'
  // `+` in a query is a space unless it was encoded; no date has a space
  const text = (prefixes.some(known => value.startsWith(known)) ? value.slice(2) : value).replace(
    / (\d\d:\d\d)$/,
    '+$1',
  )
  const span = spanOf(text)
  if (!span)
    throw fail(
      'value',
      `${label}: "${value.slice(0, 100)}" is not a FHIR date (YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, after eq, ne, gt, lt, ge, le, sa, eb or ap).`,
      {
        status: 400,
        expression: [label.split('.').at(-1) ?? label],
      },
    )
  return { prefix, from: span.lo, to: span.hi }
}

/** A tenth of the time between then and now, in which `ap` takes a date for the same. */
const slackOf = (from: number, now: () => Date): number =>
  Math.round(Math.abs(now().getTime() - from) / 10)

/** One span alone, as a part of a composite has it: its fields are start and end. */
export const spanTest = (label: string, value: string, now: () => Date): FieldTest => {
  const { prefix, from, to } = askedSpan(label, value)
  return (at, bind) => {
    const [lo, hi] = [`(${at(1)})::bigint`, `(${at(2)})::bigint`]
    const [start, end] = [() => `${bind(from)}::bigint`, () => `${bind(to)}::bigint`]
    const within = () => `(${lo} >= ${start()} and ${hi} <= ${end()})`
    const slack = slackOf(from, now)
    const tests: Record<typeof prefix, () => string> = {
      eq: within,
      ne: () => `not ${within()}`,
      gt: () => `${hi} > ${end()}`,
      lt: () => `${lo} < ${start()}`,
      ge: () => `(${hi} > ${end()} or ${within()})`,
      le: () => `(${lo} < ${start()} or ${within()})`,
      sa: () => `${lo} > ${end()}`,
      eb: () => `${hi} < ${start()}`,
      ap: () => `(${lo} <= ${bind(to + slack)}::bigint and ${hi} >= ${bind(from - slack)}::bigint)`,
    }
    return tests[prefix]()
  }
}

const onDate = (asked: Asked, value: string): Condition => {
  const { name } = asked.parameter
  const { prefix, from, to } = askedSpan(`${asked.type}.${name}`, value)
  return ({ row, bind }) => {
    const own = name === '_lastUpdated'
    const columns = dateColumns(name)
    const lo = own ? `${row}.updated` : `${row}.${columns.lo}`
    const hi = own ? `${row}.updated` : `${row}.${columns.hi}`
    const some = (test: string) =>
      `exists (select 1 from generate_subscripts(${row}.${columns.all}, 1) i, lateral (select ${row}.${columns.all}[i] as lo, ${row}.${columns.all}[i + 1] as hi) v where i % 2 = 1 and ${test})`
    /** Within the extremes every single value is; otherwise one of several may be. */
    const within = (a: string, b: string) => {
      const every = `${lo} >= ${a} and ${hi} <= ${b}`
      return own
        ? every
        : `((${every}) or (${row}.${columns.all} is not null and ${some(`v.lo >= ${a} and v.hi <= ${b}`)}))`
    }
    const start = () => `${bind(from)}::bigint`
    const end = () => `${bind(to)}::bigint`
    switch (prefix) {
      case 'eq':
        return within(start(), end())
      case 'ne':
        return `${lo} is not null and not ${within(start(), end())}`
      case 'gt':
        return `${hi} > ${end()}`
      case 'lt':
        return `${lo} < ${start()}`
      case 'ge':
        return `(${hi} > ${end()} or ${within(start(), end())})`
      case 'le':
        return `(${lo} < ${start()} or ${within(start(), end())})`
      case 'sa':
        return own
          ? `${lo} > ${end()}`
          : `(${lo} > ${end()} or (${row}.${columns.all} is not null and ${some(`v.lo > ${end()}`)}))`
      case 'eb':
        return own
          ? `${hi} < ${start()}`
          : `(${hi} < ${start()} or (${row}.${columns.all} is not null and ${some(`v.hi < ${start()}`)}))`
      case 'ap': {
        const slack = slackOf(from, asked.now)
        const a = `${bind(from - slack)}::bigint`
        const b = `${bind(to + slack)}::bigint`
        const touches = `${lo} <= ${b} and ${hi} >= ${a}`
        return own
          ? touches
          : `(${touches} and (${row}.${columns.all} is null or ${some(`v.lo <= ${b} and v.hi >= ${a}`)}))`
      }
    }
  }
}
