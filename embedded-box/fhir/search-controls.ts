// The parameters that shape a result rather than find it: `_count`, `_sort`, `_include`, `_summary` and their kin.
import { isAidboxType, isResourceType } from '../../vocabulary/resource-types.ts'
import { BoxError, fail } from '../errors.ts'
import { dateColumns } from '../storage/tables.ts'
import type { Ground } from './condition.ts'
import { fieldMarkSql, measureMark } from './measures.ts'
import { parameterOf, parametersOf } from './parameters.ts'

export interface SortKey {
  descending: boolean
  /** SQL of the value; null where there is none. */
  value: (ground: Pick<Ground, 'row' | 'bind'>) => string
  cast: 'bigint' | 'numeric' | 'text'
}

/** `_include` or `_revinclude`, taken apart. */
export interface Inclusion {
  reverse: boolean
  iterate: boolean
  source: string
  /** Reference parameters; several for `*`. */
  parameters: readonly string[]
  target?: string
}

export interface Controls {
  count: number
  /** 1-based. */
  page: number
  /** Opaque position, when the caller follows a link. */
  position?: string
  sort: readonly SortKey[]
  inclusions: readonly Inclusion[]
  total: boolean
  summary?: 'count' | 'text' | 'data' | 'true'
  elements?: readonly string[]
}

export const defaultCount = 100
export const largestCount = 1_000

/**
 * Splits a query into what shapes the result and what finds it. What `_sort`, `_include` and `_revinclude` name without
 * there being such a thing goes to `unknown`, or throws without it.
 */
export const controlsOf = (
  type: string,
  query: readonly (readonly [string, string])[],
  unknown?: (readonly [string, string])[],
): { controls: Controls; rest: (readonly [string, string])[] } => {
  const controls: {
    -readonly [key in keyof Controls]: Controls[key]
  } = { count: defaultCount, page: 1, sort: [], inclusions: [], total: true }
  const rest: (readonly [string, string])[] = []
  const lenient = <T>(name: string, value: string, read: () => T[]): T[] => {
    try {
      return read()
    } catch (error) {
      if (!unknown || !(error instanceof BoxError)) throw error
      unknown.push([name, value])
      return []
    }
  }
  for (const [name, value] of query) {
    switch (name) {
      case '_count':
        controls.count = Math.min(wholeNumber(name, value, 0), largestCount)
        break
      case '_page':
        if (/^\d{1,9}$/.test(value)) controls.page = wholeNumber(name, value, 1)
        else controls.position = value
        break
      case '_sort':
        controls.sort = [
          ...controls.sort,
          ...value.split(',').flatMap(part => lenient(name, part, () => [sortKey(type, part)])),
        ]
        break
      case '_total':
        oneOf(name, value, ['none', 'estimate', 'accurate'])
        controls.total = value !== 'none'
        break
      case '_summary':
        if (oneOf(name, value, ['true', 'false', 'text', 'data', 'count'] as const) !== 'false')
          controls.summary = oneOf(name, value, ['true', 'text', 'data', 'count'] as const)
        break
      case '_elements':
        controls.elements = value.split(',').map(element => element.trim())
        break
      case '_include':
      case '_include:iterate':
      case '_revinclude':
      case '_revinclude:iterate':
        controls.inclusions = [
          ...controls.inclusions,
          ...lenient(name, value, () => [inclusion(type, name, value)]),
        ]
        break
      case '_format':
      case '_pretty':
      case '_timeout':
        break
      default:
        rest.push([name, value])
    }
  }
  return { controls, rest }
}

const wrong = (name: string, value: string, expected: string) =>
  fail('value', `${name} takes ${expected}, not "${value.slice(0, 100)}".`, {
    status: 400,
    expression: [name],
  })

const wholeNumber = (name: string, value: string, least: number): number => {
  if (!/^\d{1,9}$/.test(value) || Number(value) < least)
    throw wrong(name, value, `a whole number from ${least}`)
  return Number(value)
}

const oneOf = <T extends string>(name: string, value: string, words: readonly T[]): T => {
  const found = words.find(word => word === value)
  if (found === undefined) throw wrong(name, value, words.join(', '))
  return found
}

const sortKey = (type: string, part: string): SortKey => {
  const descending = part.startsWith('-')
  const name = descending ? part.slice(1) : part
  if (name.startsWith('.') && isAidboxType(type) && /^(\.[A-Za-z_][\w-]*){1,8}$/.test(name)) {
    const path = name.slice(1).split('.')
    return {
      descending,
      cast: 'text',
      value: ({ row, bind }) => `(${row}.body::jsonb #>> ${bind(path)}::text[])`,
    }
  }
  const parameter = parameterOf(type, name)
  if (!parameter)
    throw wrong(
      '_sort',
      part,
      `search parameters of ${type} (${[...parametersOf(type).keys()].join(', ')})`,
    )
  if (name === '_id') return { descending, cast: 'text', value: ({ row }) => `${row}.id` }
  if (name === '_lastUpdated')
    return { descending, cast: 'bigint', value: ({ row }) => `${row}.updated` }
  // a span is sorted by its beginning, the earliest where there are several
  if (parameter.kind === 'date')
    return { descending, cast: 'bigint', value: ({ row }) => `${row}.${dateColumns(name).lo}` }
  if (parameter.kind === 'composite' || parameter.kind === 'special')
    throw wrong('_sort', part, `parameters with an order; a ${parameter.kind} one has none`)
  const pick = descending ? 'max' : 'min'
  // what a number or quantity begins with is its value, or the lowest that it may have
  if (parameter.kind === 'number' || parameter.kind === 'quantity')
    return {
      descending,
      cast: 'numeric',
      value: ({ row, bind }) => {
        const mark = measureMark(name)
        return `(select ${pick}(case when starts_with(v, ${bind(mark)}) then split_part(substr(v, ${mark.length + 1}), ${fieldMarkSql}, 1)::numeric end) from unnest(${row}.texts) v)`
      },
    }
  const [list, mark] =
    parameter.kind === 'string' ? ['texts', '='] : ['keys', parameter.kind === 'token' ? ':' : '=']
  return {
    descending,
    cast: 'text',
    value: ({ row, bind }) =>
      `(select ${pick}(v) from unnest(${row}.${list}) v where starts_with(v, ${bind(name + mark)}))`,
  }
}

const inclusion = (type: string, name: string, value: string): Inclusion => {
  const reverse = name.startsWith('_revinclude')
  const iterate = name.endsWith(':iterate')
  const [source = '', by, target, ...more] =
    value === '*' && !reverse ? [type, '*'] : value.split(':')
  if (!isResourceType(source) || by === undefined || more.length > 0)
    throw wrong(name, value, 'Type:parameter or Type:parameter:Target')
  if (target !== undefined && !isResourceType(target))
    throw wrong(name, value, 'a resource type as its third part')
  const references = [...parametersOf(source).values()].filter(({ kind }) => kind === 'reference')
  const named = by === '*' ? references : references.filter(parameter => parameter.name === by)
  if (named.length === 0 && by !== '*')
    throw wrong(
      name,
      value,
      `a reference parameter of ${source} (${references.map(p => p.name).join(', ') || 'it has none'})`,
    )
  return {
    reverse,
    iterate,
    source,
    parameters: named.map(parameter => parameter.name),
    ...(target === undefined ? {} : { target }),
  }
}
