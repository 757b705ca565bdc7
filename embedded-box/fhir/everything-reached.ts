// What a record points to: practitioners, organizations and the like, as the compartment's table lets them be reached.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import type { Box } from '../box.ts'
import { tableOf } from '../storage/tables.ts'
import { ask } from '../storage/together.ts'
import { all, binder, type Condition, groundFor, idIn } from './condition.ts'
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

/** A type's `element=Target` that lead out of the record; most references name the patient, the coverage, the encounter. */
const outward = new Map<string, Map<string, string>>()
for (const [target, { reachedFrom = [] }] of Object.entries(patientCompartment))
  for (const path of reachedFrom) {
    const [type = '', ...element] = path.split('.')
    const known = outward.get(type) ?? new Map<string, string>()
    outward.set(type, known.set(`${element.join('.')}=${target}`, target))
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
  for (const { type, refs: lines } of from) {
    const leading = outward.get(type)
    if (!leading) continue
    for (const line of lines.split('\n')) {
      const slash = line.indexOf('/')
      const target = leading.get(line.slice(0, slash))
      if (target === undefined) continue
      const id = line.slice(slash + 1)
      if (!seen.has(`${target}/${id}`)) ids.set(target, (ids.get(target) ?? new Set()).add(id))
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
      where ${condition(groundFor(condition, 't', bind))} order by t.id)`)
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
