// What a record points to: practitioners, organizations and the like, as the compartment's table lets them be reached.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import type { Box } from '../box.ts'
import { tableOf } from '../storage/tables.ts'
import { ask } from '../storage/together.ts'
import { all, binder, type Condition, idIn, keysFor } from './condition.ts'
import { targetOf } from './references.ts'
import { statementName } from './statement-name.ts'
import type { Views } from './views.ts'

export interface Part {
  type: string
  id: string
  /** Empty while only the record's list is made: a page reads the texts of its own resources. */
  body: string
  /** Which one is meant, where its text is read later. */
  version?: string
  /** When it was written, in milliseconds; likewise. */
  updated?: string
  /** Its outgoing references, one a line: an array would be taken apart by the driver, slowly. */
  refs: string
}

/** A record whole, or its list: what is in it, and what that points to. */
export type Extent = 'whole' | 'list'

const refs = `array_to_string(t.refs, E'\\n') as refs`

/** What is read of each row. */
export const columnsFor: Record<Extent, string> = {
  whole: `t.body, ${refs}`,
  list: `'' as body, ${refs}, t.version::text as version, t.updated::text as updated`,
}

/** What servable parts point at, and one hop further from a PractitionerRole, Location or Organization. */
export const reachedParts = async (
  box: Box,
  views: Views,
  from: readonly Part[],
  extent: Extent,
): Promise<Part[]> => {
  const columns = columnsFor[extent]
  const found = await targetsOf(box, views, from, new Set(), columns)
  const seen = new Set(found.map(({ type, id }) => `${type}/${id}`))
  return [...found, ...(await targetsOf(box, views, found, seen, columns))]
}

const targetsOf = async (
  box: Box,
  views: Views,
  from: readonly Part[],
  seen: ReadonlySet<string>,
  columns: string,
): Promise<Part[]> => {
  const ids = new Map<string, Set<string>>()
  const looked = new Map<string, Set<string>>()
  for (const { type, refs: lines } of from) {
    const known = looked.get(type) ?? new Set<string>()
    looked.set(type, known)
    for (const ref of lines.split('\n')) {
      // the same patient, coverage and provider stand in nearly every part
      if (known.has(ref)) continue
      known.add(ref)
      const equals = ref.indexOf('=')
      const target = targetOf(ref.slice(equals + 1))
      if (!target || seen.has(`${target.type}/${target.id}`)) continue
      const fact = patientCompartment[target.type]
      if (!fact?.reachedFrom?.includes(`${type}.${ref.slice(0, equals)}`)) continue
      ids.set(target.type, (ids.get(target.type) ?? new Set()).add(target.id))
    }
  }
  const { values, bind } = binder()
  const selects: string[] = []
  let byScope = false
  for (const [type, some] of ids) {
    const view = await views.view(type, 'include')
    if (view.kind !== 'patient') continue
    byScope ||= view.queries.length > 0
    const condition = all([
      idIn([...some]),
      open(view.sensitive),
      await scoped(type, view.queries, views),
    ])
    selects.push(`(select '${type}' as type, t.id, ${columns} from ${tableOf(type)} t
      where ${condition({ row: 't', keys: keysFor(condition, 't'), bind })} order by t.id)`)
  }
  if (selects.length === 0) return []
  const text = selects.join(' union all ')
  return byScope
    ? box.database.query<Part>(text, values, statementName(text), 'values')
    : ask<Part>(box.database, text, values, statementName(text))
}

const open = (sensitive: boolean): Condition =>
  sensitive ? all([]) : ({ row }) => `not ${row}.sensitive`

/** Types with scope queries go the whole way of the view; they are few and rare. */
const scoped = (
  type: string,
  queries: readonly string[],
  views: Views,
): Promise<Condition> | Condition =>
  queries.length === 0 ? all([]) : views.condition(type, 'include')
