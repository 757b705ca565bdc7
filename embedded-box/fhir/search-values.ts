// One SQL condition per kind of search parameter: token, string, reference, date, uri, with their modifiers.
import { fail } from '../errors.ts'
import { dateColumns } from '../storage/tables.ts'
import {
  any,
  type Condition,
  hasKey,
  hasKeyFrom,
  hasText,
  hasTextFrom,
  hasTextWith,
  idIn,
  not,
  ownedBy,
} from './condition.ts'
import {
  codeKey,
  exactText,
  logicalKey,
  normalise,
  normalText,
  prefixKeyOf,
  systemKey,
  targetKey,
  tokenText,
  typedKey,
} from './keys.ts'
import { spanOf } from './moments.ts'
import type { Parameter } from './parameters.ts'
import { relativeTo, type Target, targetOf } from './references.ts'
import { splitAt, unescaped } from './search-text.ts'

/** One parameter as it was asked for, values split at the commas, escapes still in them. */
export interface Asked {
  type: string
  parameter: Parameter
  modifier?: string
  values: readonly string[]
  /** URL below which this box's own resources live. */
  base: string
  now: () => Date
}

/** The condition that one `name[:modifier]=value,value` stands for. */
export const conditionOf = (asked: Asked): Condition => {
  const { parameter, modifier } = asked
  if (modifier === 'missing') return missing(asked)
  if (parameter.name === '_id') return byId(asked)
  const known = modifiers[parameter.kind]
  if (modifier !== undefined && !known.includes(modifier) && parameter.kind !== 'reference')
    throw fail(
      'not-supported',
      `Modifier :${modifier} is not supported for ${label(asked)}. ${known.length > 0 ? `Supported: ${['missing', ...known].map(name => `:${name}`).join(', ')}.` : 'Only :missing is.'}`,
    )
  return kinds[parameter.kind](asked)
}

const modifiers: Record<Parameter['kind'], readonly string[]> = {
  token: ['not', 'text', 'of-type'],
  string: ['exact', 'contains'],
  reference: ['identifier'],
  date: [],
  uri: ['below'],
  number: [],
  quantity: [],
  special: [],
}

const label = ({ type, parameter }: Asked): string => `${type}.${parameter.name}`

const byId = ({ values, modifier, ...asked }: Asked): Condition => {
  if (modifier !== undefined && modifier !== 'not')
    throw fail('not-supported', `Modifier :${modifier} is not supported for _id.`)
  const ids = values.map(value => {
    const target = targetOf(relativeTo(asked.base, unescaped(value)))
    return target?.type === asked.type ? target.id : unescaped(value)
  })
  return modifier === 'not' ? not(idIn(ids)) : idIn(ids)
}

const missing = (asked: Asked): Condition => {
  const { name, kind } = asked.parameter
  const [value = ''] = asked.values
  if (value !== 'true' && value !== 'false')
    throw fail('value', `${label(asked)}:missing takes true or false, not "${value}".`, {
      status: 400,
    })
  const present: Condition =
    name === '_id' || name === '_lastUpdated'
      ? () => 'true'
      : kind === 'date'
        ? ({ row }) => `${row}.${dateColumns(name).lo} is not null`
        : any([
            hasKeyFrom([':', '=', '#', '~'].map(mark => name + mark)),
            hasTextFrom([':', '='].map(mark => name + mark)),
          ])
  return value === 'true' ? not(present) : present
}

const token = (asked: Asked): Condition => {
  const { parameter, modifier, values } = asked
  const { name } = parameter
  if (modifier === 'text')
    return hasTextFrom(values.map(value => tokenText(name, normalise(unescaped(value)))))
  if (modifier === 'of-type')
    return hasKey(
      values.map(value => {
        const [system, code, identifier] = splitAt(value, '|').map(unescaped)
        if (system === undefined || !code || !identifier)
          throw fail('value', `${label(asked)}:of-type takes system|code|value.`, { status: 400 })
        return typedKey(name, `${system}|${code}`, identifier)
      }),
    )
  const exact: string[] = []
  const systems: string[] = []
  for (const value of values) {
    const [first = '', second, ...more] = splitAt(value, '|').map(unescaped)
    if (second === undefined) exact.push(codeKey(name, first))
    else if (second === '') systems.push(`${name}=${first}|`)
    else exact.push(systemKey(name, first, [second, ...more].join('|')))
  }
  const found = any([
    ...(exact.length > 0 ? [hasKey(exact)] : []),
    ...(systems.length > 0 ? [hasKeyFrom(systems)] : []),
  ])
  return modifier === 'not' ? not(found) : found
}

const string = ({ parameter, modifier, values }: Asked): Condition => {
  const { name } = parameter
  return any(
    values.map(unescaped).map((value): Condition => {
      const normal = normalise(value)
      if (modifier === 'contains') return hasTextWith(`${name}=`, normal)
      // the index finds candidates by their beginning, the row's own texts decide
      const candidates = prefixKeyOf(name, normal)
      const decide =
        modifier === 'exact'
          ? hasText(exactText(name, value))
          : hasTextFrom([normalText(name, normal)])
      if (candidates === undefined) return decide
      const sure = modifier !== 'exact' && candidates === `${name}~${normal}`
      const find = hasKey([candidates])
      return sure ? find : ground => `${find(ground)} and ${decide(ground)}`
    }),
  )
}

const reference = (asked: Asked): Condition => {
  const { parameter, modifier, values, base } = asked
  const { name, targets } = parameter
  if (modifier === 'identifier')
    return hasKey(
      values.map(value => {
        const [first = '', second] = splitAt(value, '|').map(unescaped)
        return second === undefined ? logicalKey(name, '*', first) : logicalKey(name, first, second)
      }),
    )
  if (modifier !== undefined && targets.length > 0 && !targets.includes(modifier))
    throw fail(
      'not-supported',
      `${label(asked)} does not point at ${modifier}. It points at ${targets.join(', ')}.`,
    )
  const wanted = values.map(unescaped).flatMap((value): readonly (Target | { url: string })[] => {
    const relative = relativeTo(base, value)
    const target = targetOf(relative)
    if (target) return modifier === undefined || modifier === target.type ? [target] : []
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(relative)) return [{ url: relative }]
    const types = modifier === undefined ? targets : [modifier]
    if (types.length === 0)
      throw fail('value', `${label(asked)} may point at any type: write Type/${relative}.`, {
        status: 400,
      })
    return types.map(type => ({ type, id: relative }))
  })
  const patients = wanted.flatMap(target =>
    'type' in target && target.type === 'Patient' ? [target.id] : [],
  )
  if (parameter.owner && patients.length === wanted.length && patients.length > 0)
    return ownedBy(patients)
  return hasKey(
    wanted.map(target =>
      targetKey(name, 'url' in target ? target.url : `${target.type}/${target.id}`),
    ),
  )
}

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const

const date = (asked: Asked): Condition =>
  any(asked.values.map(value => onDate(asked, unescaped(value))))

const onDate = (asked: Asked, value: string): Condition => {
  const { name } = asked.parameter
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
      `${label(asked)}: "${value}" is not a FHIR date (YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, after eq, ne, gt, lt, ge, le, sa, eb or ap).`,
      {
        status: 400,
        expression: [name],
      },
    )
  const { lo: from, hi: to } = span
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
        const slack = Math.round(Math.abs(asked.now().getTime() - from) / 10)
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

const uri = ({ parameter, modifier, values }: Asked): Condition => {
  const keys = values.map(value => targetKey(parameter.name, unescaped(value)))
  return modifier === 'below' ? hasKeyFrom(keys) : hasKey(keys)
}

const refused = (asked: Asked): Condition => {
  throw fail('not-supported', `Search parameter ${label(asked)} is not supported by this box.`)
}

const kinds: Record<Parameter['kind'], (asked: Asked) => Condition> = {
  token,
  string,
  reference,
  date,
  uri,
  number: refused,
  quantity: refused,
  special: refused,
}
