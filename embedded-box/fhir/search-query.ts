// Turns query parameters into one condition: plain parameters, chains, `_has`, dot search; refuses what it does not know.
import { isAidboxType, isResourceType } from '../../vocabulary/resource-types.ts'
import { BoxError, fail } from '../errors.ts'
import { tableOf } from '../storage/tables.ts'
import { all, type Condition, hasKey } from './condition.ts'
import { dotSearch } from './dot-search.ts'
import { targetKey } from './keys.ts'
import { type Parameter, parameterOf, parametersOf } from './parameters.ts'
import { comparisonsOf, type Effort, freshEffort, spend } from './search-effort.ts'
import { splitAt } from './search-text.ts'
import { conditionOf } from './search-values.ts'

export interface QueryContext {
  /** URL below which this box's own resources live. */
  base: string
  now: () => Date
  /** What of a type the caller may follow a chain through; throws where the type is not allowed. */
  through: (type: string) => Promise<Condition>
}

/**
 * One condition for a list of `name=value`. Names that are not known, and modifiers and forms that are not supported, go
 * to `unknown`, or throw without it.
 */
export const queryCondition = async (
  type: string,
  query: readonly (readonly [string, string])[],
  context: QueryContext,
  unknown?: (readonly [string, string])[],
): Promise<Condition> => {
  if (query.length > mostParameters)
    throw fail('too-long', `A search has ${mostParameters} parameters at most.`, { status: 400 })
  const conditions: Condition[] = []
  const effort = freshEffort()
  for (const [name, value] of query) {
    const condition = await oneCondition(type, name, value, context, { depth: 0, effort }).catch(
      error => {
        if (unknown && isUnsupported(error)) return undefined
        throw error
      },
    )
    if (condition) conditions.push(condition)
    else if (unknown) unknown.push([name, value])
    else throw unknownParameter(type, name)
  }
  return all(conditions)
}

/** Only what this box cannot do; a value that is wrong, or a type that is not open, is refused to lenient callers too. */
const isUnsupported = (error: unknown): boolean =>
  error instanceof BoxError &&
  error.status === 400 &&
  error.outcome.issue[0]?.code === 'not-supported'

/** 400 that names the parameter and what there is instead. */
export const unknownParameter = (type: string, name: string) =>
  fail(
    'not-supported',
    `Search parameter "${shorten(name)}" is not known for ${type}. Known: ${[...parametersOf(type).keys()].join(', ')}.`,
    { expression: [shorten(name)] },
  )

const shorten = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

const deepest = 8
const mostValues = 1_000
const mostParameters = 100

/** Where in a request a parameter stands: steps from its beginning, and what the whole may still cost. */
interface Place {
  depth: number
  effort: Effort
}

const oneCondition = async (
  type: string,
  name: string,
  value: string,
  context: QueryContext,
  place: Place,
): Promise<Condition | undefined> => {
  const { depth, effort } = place
  if (depth > deepest)
    throw fail('too-long', `A chain of more than ${deepest} steps is not followed.`, {
      status: 400,
    })
  if (name.startsWith('_has:')) return reverseChain(type, name, value, context, place)
  if (name.startsWith('.')) return isAidboxType(type) ? dotSearch(type, name, value) : undefined
  const dot = name.indexOf('.')
  if (dot > 0) return chain(type, name.slice(0, dot), name.slice(dot + 1), value, context, place)
  const [bare = '', ...modifiers] = name.split(':')
  const parameter = parameterOf(type, bare)
  if (!parameter || modifiers.length > 1) return undefined
  if (value === '')
    throw fail('value', `Search parameter "${bare}" has no value.`, {
      status: 400,
      expression: [bare],
    })
  const values = splitAt(value, ',')
  if (values.length > mostValues)
    throw fail('too-long', `"${bare}" has more than ${mostValues} values.`, { status: 400 })
  const [modifier] = modifiers
  spend(effort, comparisonsOf(parameter, modifier, values))
  return conditionOf({
    type,
    parameter,
    ...(modifier === undefined ? {} : { modifier }),
    values,
    base: context.base,
    now: context.now,
  })
}

/** `location.address-city=x`, `subject:Patient.name=y`: rows that point at what the rest of the name finds. */
const chain = async (
  type: string,
  step: string,
  rest: string,
  value: string,
  context: QueryContext,
  { depth, effort }: Place,
): Promise<Condition | undefined> => {
  spend(effort, 1)
  const [bare = '', given, ...more] = step.split(':')
  const parameter = parameterOf(type, bare)
  if (parameter?.kind !== 'reference' || more.length > 0) return undefined
  const reached: { type: string; found: Condition; visible: Condition }[] = []
  for (const target of chainTargets(type, parameter, given)) {
    const found = await oneCondition(target, rest, value, context, { depth: depth + 1, effort })
    if (found) reached.push({ type: target, found, visible: await context.through(target) })
  }
  if (reached.length === 0) return undefined
  if (reached.length > 1 && given === undefined)
    throw fail(
      'not-supported',
      `"${bare}" points at several types that have "${rest}": write ${bare}:${reached[0]?.type}.${rest}.`,
    )
  return ({ row, keys, bind }) =>
    reached
      .map(({ type: target, found, visible }) => {
        const inner = all([found, visible])({
          row: 'c',
          keys: 'c.keys',
          patient: 'c.patient',
          bind,
        })
        if (parameter.owner && target === 'Patient')
          return `${row}.patient in (select c.id from ${tableOf(target)} c where ${inner})`
        const begin = bind(targetKey(bare, `${target}/`))
        return `${keys} && (select coalesce(array_agg(${begin}::text || c.id), '{}') from ${tableOf(target)} c where ${inner})`
      })
      .join(' or ')
}

const chainTargets = (type: string, parameter: Parameter, given: string | undefined): string[] => {
  if (given === undefined) return [...parameter.targets]
  if (
    !isResourceType(given) ||
    (parameter.targets.length > 0 && !parameter.targets.includes(given))
  )
    throw fail(
      'not-supported',
      `${type}.${parameter.name} does not point at ${shorten(given)}. It points at ${parameter.targets.join(', ') || 'any type'}.`,
    )
  return [given]
}

/** `_has:Observation:patient:code=x`: rows that something found by the rest of the name points at. */
const reverseChain = async (
  type: string,
  name: string,
  value: string,
  context: QueryContext,
  { depth, effort }: Place,
): Promise<Condition | undefined> => {
  spend(effort, 1)
  const [, source = '', by = '', ...rest] = name.split(':')
  if (!isResourceType(source) || by === '' || rest.length === 0)
    throw fail('value', `"${shorten(name)}" is not _has:Type:reference:parameter.`, { status: 400 })
  const parameter = parameterOf(source, by)
  if (parameter?.kind !== 'reference')
    throw fail('not-supported', `${source} has no reference parameter "${shorten(by)}".`)
  const visible = await context.through(source)
  const found = await oneCondition(source, rest.join(':'), value, context, {
    depth: depth + 1,
    effort,
  })
  if (!found) throw unknownParameter(source, rest.join(':'))
  return ({ row, bind }) => {
    const inner = all([found, visible])({ row: 'h', keys: 'h.keys', patient: 'h.patient', bind })
    if (parameter.owner && type === 'Patient')
      return `${row}.id in (select h.patient from ${tableOf(source)} h where h.patient is not null and ${inner})`
    const begin = targetKey(by, `${type}/`)
    return `${row}.id in (select substr(k, ${begin.length + 1}) from ${tableOf(source)} h, unnest(h.keys) k where starts_with(k, ${bind(begin)}) and ${inner})`
  }
}

/** Rows that some key points from: used by `_revinclude` and by lookups of several targets at once. */
export const pointsAt = (parameter: string, targets: readonly string[]): Condition =>
  hasKey(targets.map(target => targetKey(parameter, target)))
