// One SQL condition per kind of search parameter, with its modifiers.
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
  logicalKeysOfAny,
  normalise,
  normalText,
  prefixKeyOf,
  systemKey,
  targetKey,
  tokenText,
  typedKey,
} from './keys.ts'
import type { Parameter } from './parameters.ts'
import { relativeTo, type Target, targetOf } from './references.ts'
import { composite } from './search-composite.ts'
import { date } from './search-dates.ts'
import { number, quantity } from './search-measures.ts'
import { mentions } from './search-mentions.ts'
import { near } from './search-near.ts'
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
  uri: ['below', 'above'],
  number: [],
  quantity: [],
  composite: [],
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
            hasTextFrom([':', '=', '#'].map(mark => name + mark)),
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
      values.flatMap(value => {
        const [first = '', second] = splitAt(value, '|').map(unescaped)
        return second === undefined
          ? logicalKeysOfAny(name, first)
          : [logicalKey(name, first, second)]
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
  const pointed = hasKey(
    wanted.map(target =>
      targetKey(name, 'url' in target ? target.url : `${target.type}/${target.id}`),
    ),
  )
  const local = wanted.flatMap(target => ('type' in target ? [target] : []))
  const listed = mentions(asked.type, name, local)
  return listed ? any([pointed, listed]) : pointed
}

const uri = ({ parameter, modifier, values }: Asked): Condition => {
  const wanted = values.map(unescaped)
  const named = modifier === 'above' ? wanted.flatMap(beginningsOf) : wanted
  const keys = named.map(value => targetKey(parameter.name, value))
  return modifier === 'below' ? hasKeyFrom(keys) : hasKey(keys)
}

/** `http://a.org/b/c` and what it may lie below: `http://a.org/b`, `http://a.org`, each also with the slash at its end. */
const beginningsOf = (url: string): string[] => {
  const ends = [...url.matchAll(/(?<![:/])[/](?![/])/g)].map(({ index }) => index)
  return [url, ...ends.flatMap(end => [url.slice(0, end), url.slice(0, end + 1)])]
}

const kinds: Record<Parameter['kind'], (asked: Asked) => Condition> = {
  token,
  string,
  reference,
  date,
  uri,
  number,
  quantity,
  composite,
  special: near,
}
