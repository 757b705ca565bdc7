// `Patient/{id}/$everything`: the record and what it points to, one statement for the record, text joined unparsed.
// A page reads the texts of its own resources only; the rest of the record is a list of names to it.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import type { Box } from '../box.ts'
import type { FhirCall, Reply, Sight } from '../context.ts'
import { BoxError, fail } from '../errors.ts'
import { hasOwner, tableOf } from '../storage/tables.ts'
import { ask } from '../storage/together.ts'
import { binder, groundFor, nothing } from './condition.ts'
import { columnsFor, type Extent, type Part, reachedParts } from './everything-reached.ts'
import { canBeId } from './incoming.ts'
import { spanOf } from './moments.ts'
import { notThere } from './read.ts'
import { baseOf } from './search.ts'
import { controlsOf } from './search-controls.ts'
import { type Link, searchset } from './searchset.ts'
import { statementName } from './statement-name.ts'
import { type Views, viewsOf } from './views.ts'

/** From this `_count` on a page is read with the record, not after it. */
const mostOfARecord = 200

const compartmentTypes = Object.keys(patientCompartment)
const ownedTypes = compartmentTypes.filter(hasOwner)

/** The whole record, as far as the caller may see each type. */
export const everythingOf = async (box: Box, call: FhirCall): Promise<Reply> => {
  const id = call.id
  if (!canBeId(id)) throw notThere('Patient', id)
  const { controls, rest } = controlsOf('Patient', call.query)
  const { types, since } = limitsOf(rest)
  const base = baseOf(box, call)
  // asked first, so that a caller without Patient gets a plain refusal
  const patientView = await call.sight.view('Patient', 'read')
  if (patientView.kind === 'patient' && patientView.patient !== id) throw notThere('Patient', id)
  const views = viewsOf(asPatient(call.sight, id), base, box.clock)

  // without _count the record is one page
  const paged = call.query.some(([name]) => name === '_count')
  // of a page that holds most records whole, a list would be read besides
  const extent: Extent = paged && controls.count < mostOfARecord ? 'list' : 'whole'
  const owned = await ownedParts(box, views, extent)
  if (!owned.some(({ type }) => type === 'Patient')) throw notThere('Patient', id)
  // asked at once, though what is told of the record points out of it as well: mostly nothing is told
  const [provenances, reached] = await Promise.all([
    provenanceParts(box, views, owned, extent),
    reachedParts(box, views, owned, extent),
  ])
  const toldOf = await reachedParts(box, views, provenances, extent)
  const parts = [...owned, ...provenances, ...eachOnce([...reached, ...toldOf])].filter(
    part => (!types || types.has(part.type)) && (since === undefined || updatedAt(part) >= since),
  )
  const size = paged ? controls.count : parts.length
  const start = (controls.page - 1) * size
  const slice = parts.slice(start, start + size)
  const shown = extent === 'list' ? await withBodies(box, slice) : slice
  return {
    status: 200,
    headers: {},
    body: searchset({
      base,
      total: parts.length,
      links: links(
        `${base}/Patient/${id}/$everything`,
        call,
        controls.page,
        size > 0 && start + size < parts.length,
      ),
      matches: shown,
      others: [],
    }),
    touched: { references: shown.map(part => `${part.type}/${part.id}`), patients: [id] },
  }
}

const eachOnce = (parts: readonly Part[]): Iterable<Part> =>
  new Map(parts.map(part => [`${part.type}/${part.id}`, part])).values()

const limitsOf = (rest: readonly (readonly [string, string])[]) => {
  let types: Set<string> | undefined
  let since: number | undefined
  for (const [name, value] of rest) {
    if (name === '_type') types = new Set([...(types ?? []), ...value.split(',')])
    else if (name === '_since') {
      since = spanOf(value.replace(/ (\d\d:\d\d)$/, '+$1'))?.lo
      if (since === undefined)
        throw fail('value', '_since takes an instant.', { status: 400, expression: ['_since'] })
    } else
      throw fail(
        'not-supported',
        `"${name.slice(0, 100)}" is not a parameter of $everything. Known: _type, _since, _count, _page.`,
      )
  }
  return { types, since }
}

/** The texts of these versions; what has changed since the list was made may be somebody else's by now, and is left out. */
const withBodies = async (box: Box, parts: readonly Part[]): Promise<Part[]> => {
  const { values, bind } = binder()
  const selects = [...Map.groupBy(parts, ({ type }) => type)].map(
    ([type, some]) => `select '${type}' as type, t.id, t.body from ${tableOf(type)} t
      join unnest(${bind(some.map(({ id }) => id))}::text[], ${bind(some.map(({ version = '' }) => version))}::bigint[]) w(id, version)
        on t.id = w.id and t.version = w.version`,
  )
  if (selects.length === 0) return []
  const text = selects.join(' union all ')
  const rows = await box.database.query<Pick<Part, 'type' | 'id' | 'body'>>(
    text,
    values,
    statementName(text),
    'values',
  )
  const bodies = new Map(rows.map(({ type, id, body }) => [`${type}/${id}`, body]))
  return parts.flatMap(part => {
    const body = bodies.get(`${part.type}/${part.id}`)
    return body === undefined ? [] : [{ ...part, body }]
  })
}

/** Listed beside a text that is read later; else written at its beginning by the store itself. */
const updatedAt = ({ body, updated }: Part): number =>
  updated !== undefined
    ? Number(updated)
    : Date.parse(/"lastUpdated":"([^"]+)"/.exec(body.slice(0, 300))?.[1] ?? '')

/** Whoever sees all sees this patient's part of it here; a member sees what the token allows. */
const asPatient = (sight: Sight, patient: string): Sight => ({
  async view(type) {
    const view = await sight.view(type, 'include').catch(error => {
      // a type that is not allowed is left out of the record
      if (error instanceof BoxError && error.status === 403) return { kind: 'none' as const }
      throw error
    })
    if (view.kind === 'patient') return view
    return view.kind === 'all'
      ? {
          kind: 'patient',
          patient,
          sensitive: true,
          queries: [],
          servable: new Set(compartmentTypes),
        }
      : { kind: 'none' }
  },
})

const ownedParts = async (box: Box, views: Views, extent: Extent): Promise<Part[]> => {
  const { values, bind } = binder()
  const selects: string[] = []
  for (const type of ownedTypes) {
    const condition = await views.condition(type, 'include')
    if (condition === nothing) continue
    const where = condition(groundFor(condition, 't', bind))
    selects.push(
      `select '${type}' as type, t.id, ${columnsFor[extent]} from ${tableOf(type)} t where ${where}`,
    )
  }
  if (selects.length === 0) return []
  const text = selects.join(' union all ')
  const parts = await box.database.query<Part>(text, values, statementName(text))
  return parts.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}

const rank = ({ type }: Part): number => (type === 'Patient' ? -1 : ownedTypes.indexOf(type))

/** Provenance of the record: shown when all its targets are in it. */
const provenanceParts = async (
  box: Box,
  views: Views,
  owned: readonly Part[],
  extent: Extent,
): Promise<Part[]> => {
  const view = await views.view('Provenance', 'include')
  if (view.kind !== 'patient') return []
  const keys = owned.map(({ type, id }) => `target=${type}/${id}`)
  // the keys are made a list once, not for each row that is looked at
  const text = `with asked as materialized (select $1::text[] as keys)
    select 'Provenance' as type, t.id, ${columnsFor[extent]} from asked, "Provenance" t
    where t.keys && asked.keys and (not t.sensitive or $2::boolean)
      and not exists (select 1 from unnest(t.keys) k
        where (starts_with(k, 'target=') or starts_with(k, 'target#')) and not k = any(asked.keys))
    order by t.id`
  return ask<Part>(box.database, text, [keys, view.sensitive], statementName(text))
}

const links = (path: string, call: FhirCall, page: number, more: boolean): Link[] => {
  const query = call.query.filter(([name]) => name !== '_page')
  const url = (number: number) => {
    const pairs = [
      ...query.map(([name, value]) => [name, value]),
      ...(number > 1 ? [['_page', String(number)]] : []),
    ]
    const text = new URLSearchParams(pairs).toString()
    return text === '' ? path : `${path}?${text}`
  }
  return [
    { relation: 'self', url: url(page) },
    ...(page > 1 ? [{ relation: 'previous', url: url(page - 1) }] : []),
    ...(more ? [{ relation: 'next', url: url(page + 1) }] : []),
  ]
}
