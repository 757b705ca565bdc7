// `_include` and `_revinclude`: what the found rows point at and what points at them, each type within the caller's view.
import { BoxError, fail } from '../errors.ts'
import type { Sql } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
import { ask } from '../storage/together.ts'
import { binder, type Condition, findsById, groundFor, idIn, nothing } from './condition.ts'
import { type Found, type Links, linksColumn, linksFor } from './found.ts'
import { parameterOf } from './parameters.ts'
import { targetOf } from './references.ts'
import type { Inclusion } from './search-controls.ts'
import { pointsAt } from './search-query.ts'
import { statementName } from './statement-name.ts'
import type { Views } from './views.ts'

/** Rounds of `:iterate`; rows are never fetched twice, so this only ends long lists. */
const deepest = 10
const mostIncluded = 5_000

/** Rows to add to the matches, without repeating any. */
export const included = async (
  sql: Sql,
  matches: readonly Found[],
  inclusions: readonly Inclusion[],
  views: Views,
): Promise<Found[]> => {
  for (const inclusion of inclusions) await refuseForbidden(inclusion, views)
  const seen = new Set(matches.map(({ type, id }) => `${type}/${id}`))
  const result: Found[] = []
  const links = linksFor(inclusions)
  // rows of later rounds are followed only where an include says so
  const further = inclusions.some(({ iterate, reverse }) => iterate && !reverse) ? links : undefined
  let round = matches
  for (let depth = 0; round.length > 0 && depth < deepest; depth++) {
    const wanted = depth === 0 ? inclusions : inclusions.filter(({ iterate }) => iterate)
    const next: Found[] = []
    const take = (found: readonly Found[]): void => {
      for (const row of found) {
        const name = `${row.type}/${row.id}`
        if (seen.has(name)) continue
        seen.add(name)
        next.push(row)
      }
    }
    const forward = wanted.filter(({ reverse }) => !reverse)
    if (links) take(await pointedAt(sql, round, forward, views, { seen, links, further }))
    for (const inclusion of wanted)
      if (inclusion.reverse) take(await pointing(sql, round, inclusion, views, further))
    result.push(...next)
    if (result.length > mostIncluded)
      throw fail(
        'too-long',
        `More than ${mostIncluded} resources would be included. Ask for a smaller _count.`,
        {
          status: 400,
        },
      )
    round = next
  }
  return result
}

/** Types a caller may not include are refused before anything is fetched, whatever would be found. */
const refuseForbidden = async (inclusion: Inclusion, views: Views): Promise<void> => {
  if (inclusion.reverse) await views.view(inclusion.source, 'include')
  else for (const target of targetsOf(inclusion)) await views.view(target, 'include')
}

const targetsOf = ({ source, parameters, target }: Inclusion): string[] => {
  if (target !== undefined) return [target]
  return [...new Set(parameters.flatMap(name => parameterOf(source, name)?.targets ?? []))]
}

/** What the rows point at, by all `_include`s at once: one statement, whatever the types. */
const pointedAt = async (
  sql: Sql,
  rows: readonly Found[],
  inclusions: readonly Inclusion[],
  views: Views,
  { seen, links, further }: { seen: ReadonlySet<string>; links: Links; further?: Links },
): Promise<Found[]> => {
  const ids = new Map<string, Set<string>>()
  for (const inclusion of inclusions)
    for (const name of inclusion.parameters) {
      const parameter = parameterOf(inclusion.source, name)
      if (!parameter) continue
      const begins = links.begins(parameter)
      for (const row of rows) {
        if (row.type !== inclusion.source) continue
        for (const link of row.links.split('\n')) {
          const begin = begins.find(start => link.startsWith(start))
          const target = begin === undefined ? undefined : targetOf(link.slice(begin.length))
          if (!target || seen.has(`${target.type}/${target.id}`)) continue
          if (parameter.targets.length > 0 && !parameter.targets.includes(target.type)) continue
          if (inclusion.target !== undefined && inclusion.target !== target.type) continue
          ids.set(target.type, (ids.get(target.type) ?? new Set<string>()).add(target.id))
        }
      }
    }
  const parts: Wanted[] = []
  for (const [type, some] of ids)
    parts.push({ type, which: idIn([...some]), visible: await shown(type, views) })
  return rowsOf(sql, parts, further)
}

/** Targets of a parameter that may point anywhere were not asked for before: what is not allowed is left out. */
const shown = async (type: string, views: Views): Promise<Condition> => {
  try {
    return await views.condition(type, 'include')
  } catch (error) {
    if (error instanceof BoxError && error.status === 403) return nothing
    throw error
  }
}

const pointing = async (
  sql: Sql,
  rows: readonly Found[],
  { source, parameters, target }: Inclusion,
  views: Views,
  further: Links | undefined,
): Promise<Found[]> => {
  const visible = await views.condition(source, 'include')
  const found: Found[] = []
  for (const name of parameters) {
    const types = parameterOf(source, name)?.targets ?? []
    const targets = rows
      .filter(
        row =>
          (types.length === 0 || types.includes(row.type)) &&
          (target === undefined || row.type === target),
      )
      .map(row => `${row.type}/${row.id}`)
    if (targets.length > 0)
      found.push(
        ...(await rowsOf(
          sql,
          [{ type: source, which: pointsAt(name, targets), visible }],
          further,
        )),
      )
  }
  return found
}

interface Wanted {
  type: string
  /** Decides by its index; what is visible is checked on the rows that it finds. */
  which: Condition
  visible: Condition
}

const rowsOf = async (
  sql: Sql,
  wanted: readonly Wanted[],
  links: Links | undefined,
): Promise<Found[]> => {
  const { values, bind } = binder()
  const selects = wanted
    .filter(({ visible }) => visible !== nothing)
    .map(({ type, which, visible }) => {
      const mine = which(groundFor(which, 't', bind))
      const seen = visible({ row: 't', keys: `coalesce(t.keys, '{}')`, patient: 't.patient', bind })
      return `(select '${type}' as type, t.id, t.body, t.patient, ${links ? linksColumn(links) : `'' as links`} from ${tableOf(type)} t
        where ${mine} and (${seen}) order by t.id limit ${mostIncluded + 1})`
    })
  if (selects.length === 0) return []
  const text = selects.join(' union all ')
  const name = statementName(text)
  return wanted.every(({ which }) => findsById(which))
    ? ask<Found>(sql, text, values, name)
    : sql.query<Found>(text, values, name, 'values')
}
