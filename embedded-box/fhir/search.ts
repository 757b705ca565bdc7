// Search: plan one statement with the caller's view in it, run it, join the Bundle from stored text.
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import type { Database, Sql } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
import { ask } from '../storage/together.ts'
import {
  all,
  binder,
  type Condition,
  everything,
  groundFor,
  nothing,
  ownedBy,
  planBy,
} from './condition.ts'
import type { Found } from './found.ts'
import { included } from './include.ts'
import { countedPage, plainPage } from './page.ts'
import { linksOf, type Paging, pagingOf } from './paging.ts'
import { parameterOf } from './parameters.ts'
import { type Controls, controlsOf } from './search-controls.ts'
import { queryCondition } from './search-query.ts'
import { outcomeEntry, searchset } from './searchset.ts'
import { statementName } from './statement-name.ts'
import { trimmed } from './trim.ts'
import { type Views, viewsOf } from './views.ts'

/** Performs a search on one type; `tx` when it is part of a transaction. */
export const search = async (box: Box, call: FhirCall, type: string, tx?: Sql): Promise<Reply> => {
  const base = baseOf(box, call)
  const paging = pagingOf(box, call, type)
  const lenient = /\bhandling=lenient\b/.test(call.headers.prefer ?? '')
  const unknown: (readonly [string, string])[] | undefined = lenient ? [] : undefined
  const { controls, rest } = controlsOf(type, paging.query, unknown)
  const views = viewsOf(call.sight, base, box.clock)
  const view = await views.condition(type, 'search')
  const asked = await queryCondition(type, rest, views.query, unknown)
  const condition = all([compartment(type, call), view, asked])
  const sql = tx ?? box.database

  const { rows, more, last, counted }: Page =
    controls.summary === 'count' || controls.count === 0 || condition === nothing
      ? { rows: [], more: false, last: undefined }
      : await page(sql, type, condition, controls, paging)
  const total = controls.total
    ? (counted ?? (await totalOf(sql, type, condition, controls, paging, rows.length, more)))
    : undefined
  const others = await included(sql, rows, controls.inclusions, views)
  const patients = new Set<string>()
  for (const { patient } of [...rows, ...others]) if (patient !== null) patients.add(patient)

  const text = trimmed(call.base, controls)
  return {
    status: 200,
    headers: {},
    body: searchset({
      base,
      total,
      links: linksOf(box, call, type, without(paging, unknown), controls, more ? last : undefined),
      matches: rows.map(row => ({ ...row, body: text(row.body) })),
      others: others.map(row => ({ ...row, body: text(row.body) })),
      extra: leftOut(type, unknown),
    }),
    touched: {
      references: [...rows, ...others].map(row => `${row.type}/${row.id}`),
      patients: [...patients],
    },
  }
}

/** Links say what was really asked for. */
const without = (paging: Paging, unknown: Paging['query'] = []): Paging => {
  const shown = unknown.map(pair => JSON.stringify(pair))
  const query = paging.query.flatMap(([name, value]) => {
    if (name !== '_sort')
      return shown.includes(JSON.stringify([name, value])) ? [] : [[name, value] as const]
    const kept = value.split(',').filter(part => !shown.includes(JSON.stringify([name, part])))
    return kept.length > 0 ? [[name, kept.join(',')] as const] : []
  })
  return unknown.length > 0 ? { ...paging, query } : paging
}

const leftOut = (type: string, unknown: Paging['query'] = []): string[] => {
  const names = unknown.map(([name, value]) =>
    /^_(sort|include|revinclude)/.test(name) ? `${name}=${value.slice(0, 100)}` : name,
  )
  return names.length > 0
    ? [outcomeEntry(`Left out, because not known for ${type}: ${names.join(', ')}.`)]
    : []
}

/** URL of the format a call speaks: `<box>/fhir`, or the box itself for Aidbox's. */
export const baseOf = (box: Box, call: Pick<FhirCall, 'base'>): string =>
  call.base === 'fhir' ? `${box.config.baseUrl}/fhir` : box.config.baseUrl

/** Compartment search: what belongs to the patient of the path. */
const compartment = (type: string, call: FhirCall): Condition => {
  if (!call.compartment) return everything
  const { id } = call.compartment
  return parameterOf(type, 'patient')?.owner || type === 'Patient' ? ownedBy([id]) : nothing
}

type FoundRow = Omit<Found, 'type'> & Record<string, string | null>

interface Page {
  rows: Found[]
  more: boolean
  last: (string | null)[] | undefined
  /** How many there are on all pages, where the same statement has counted them. */
  counted?: number
}

/** Up to this size a first page is likely to be full: what matches is then found once, for the page and its total. */
const shortPage = 50

const page = async (
  sql: Sql | Database,
  type: string,
  condition: Condition,
  controls: Controls,
  paging: Paging,
): Promise<Page> => {
  const first = !paging.after && controls.page === 1
  const counting =
    first && controls.total && controls.count <= shortPage && planBy(condition) === 'values'
  const { text, values } = (counting ? countedPage : plainPage)(type, condition, controls, paging)
  const name = statementName(text)
  const by = planBy(condition)
  const found = by
    ? await sql.query<FoundRow>(text, values, name, by)
    : await ask<FoundRow>(sql, text, values, name)
  const rows = found
    .slice(0, controls.count)
    .map(({ id, body, patient, links }) => ({ type, id, body, patient, links: links ?? '' }))
  const end = found[controls.count - 1]
  const [one] = found
  return {
    rows,
    more: found.length > controls.count,
    last: end ? [...controls.sort.map((_, index) => end[`s${index}`] ?? null), end.id] : undefined,
    ...(counting ? { counted: Number(one?.total ?? 0) } : {}),
  }
}

/** A first page that is not full has counted itself. */
const totalOf = async (
  sql: Sql,
  type: string,
  condition: Condition,
  controls: Controls,
  paging: Paging,
  rows: number,
  more: boolean,
): Promise<number> => {
  if (condition === nothing) return 0
  const counted = controls.summary !== 'count' && controls.count > 0
  if (counted && !more && !paging.after && controls.page === 1) return rows
  const { values, bind } = binder()
  const text = `select count(*)::int as total from ${tableOf(type)} t where ${condition(groundFor(condition, 't', bind))}`
  const [row] = await sql.query<{ total: number }>(
    text,
    values,
    statementName(text),
    planBy(condition),
  )
  return row?.total ?? 0
}

/** Ids that a query finds, at most `limit`; for conditional writes. */
export const findIds = async (
  sql: Sql,
  type: string,
  query: readonly (readonly [string, string])[],
  views: Views,
  limit: number,
): Promise<string[]> => {
  const { rest } = controlsOf(type, query)
  const condition = all([
    await views.condition(type, 'search'),
    await queryCondition(type, rest, views.query),
  ])
  const { values, bind } = binder()
  const where = condition(groundFor(condition, 't', bind))
  const rows = await sql.query<{ id: string }>(
    `select t.id from ${tableOf(type)} t where ${where} order by t.id limit ${limit}`,
    values,
  )
  return rows.map(({ id }) => id)
}
