// History of one resource or of a type: current rows and past versions, newest first, each within the caller's view.
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { fail } from '../errors.ts'
import type { SqlValue } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
import { inFormat } from './answers.ts'
import { all, binder, type Condition, everything, groundFor, idIn } from './condition.ts'
import { canBeId } from './incoming.ts'
import { type Span, spanOf } from './moments.ts'
import { notThere, pastCondition } from './read.ts'
import { baseOf } from './search.ts'
import { controlsOf } from './search-controls.ts'
import { bundleText, type Link } from './searchset.ts'
import { viewsOf } from './views.ts'

interface PastRow {
  id: string
  version: string
  updated: string
  deleted: boolean
  posted: boolean
  body: string
  patient: string | null
}

/** `_history` on an instance, or on a type when the call has no id. */
export const history = async (box: Box, call: FhirCall, type: string): Promise<Reply> => {
  const base = baseOf(box, call)
  const views = viewsOf(call.sight, base, box.clock)
  const visible = await views.condition(type, 'read')
  const { controls, rest } = controlsOf(type, call.query)
  const { since, at } = limitsOf(type, rest)
  const { values, bind } = binder()

  const ids = call.id === undefined ? undefined : idsOf(type, call.id)
  const current: Condition = all([...(ids ? [idIn(ids)] : []), visible])
  const now = current(groundFor(current, 't', bind))
  if (ids && visible !== everything && !(await isVisible(box, type, now, values)))
    throw notThere(type, call.id)
  const past = await pastCondition(type, views, bind)
  // what may not be seen now (moved to another patient, marked sensitive) shows no past either
  const own = ids
    ? `and h.id = any(${bind(ids)}::text[])`
    : visible === everything
      ? ''
      : `and h.id in (select t.id from ${tableOf(type)} t where ${now})`
  const versions = `
    select id, version, updated, false as deleted, posted, body, patient from ${tableOf(type)} t where ${now}
    union all
    select id, version, updated, deleted, posted, body, patient from history h
    where h.type = ${bind(type)} ${own} and ${past}`
  const unlimited = [...values]
  // current at some moment of a time: made before its end, and not replaced before its beginning
  const found = at
    ? `select * from (select u.*, lead(updated) over (partition by id order by version) as until from (${versions}) u) l
       where updated <= ${bind(at.hi)}::bigint and (until is null or until > ${bind(at.lo)}::bigint)`
    : versions
  const union =
    since === undefined
      ? found
      : `select * from (${found}) s where updated >= ${bind(since)}::bigint`
  const offset = (controls.page - 1) * controls.count
  const total = await countOf(box, union, values)
  // nothing of that time is an empty history; nothing at all is nothing
  if (ids && total === 0 && (await countOf(box, versions, unlimited)) === 0)
    throw notThere(type, call.id)
  const rows = await box.database.query<PastRow>(
    `select id, version::text as version, updated::text as updated, deleted, posted, body, patient
     from (${union}) v order by v.version desc, v.id limit ${bind(controls.count)}::int offset ${bind(offset)}::bigint`,
    values,
  )
  const path = `${base}/${type}${ids ? `/${ids[0]}` : ''}/_history`
  return {
    status: 200,
    headers: {},
    body: bundleText(
      'history',
      total,
      links(path, call, controls.page, offset + rows.length < total),
      rows.map(row => entry(call, base, type, row)),
    ),
    touched: {
      references: [...new Set(rows.map(({ id }) => `${type}/${id}`))],
      patients: [...new Set(rows.flatMap(({ patient }) => patient ?? []))],
    },
  }
}

const countOf = async (box: Box, rows: string, values: readonly SqlValue[]): Promise<number> => {
  const [counted] = await box.database.query<{ total: number }>(
    `select count(*)::int as total from (${rows}) v`,
    values,
  )
  return counted?.total ?? 0
}

const idsOf = (type: string, id: string): string[] => {
  if (!canBeId(id)) throw notThere(type, id)
  return [id]
}

const isVisible = async (box: Box, type: string, where: string, values: readonly SqlValue[]) => {
  const rows = await box.database.query(`select 1 from ${tableOf(type)} t where ${where}`, values)
  return rows.length > 0
}

/** `_since` an instant, `_at` a time that may be as long as a year. */
const limitsOf = (
  type: string,
  rest: readonly (readonly [string, string])[],
): { since?: number; at?: Span } => {
  const limits: { since?: number; at?: Span } = {}
  for (const [name, value] of rest) {
    if (name !== '_since' && name !== '_at')
      throw fail(
        'not-supported',
        `"${name.slice(0, 100)}" is not a parameter of ${type} history. Known: _since, _at, _count, _page.`,
      )
    // `+` in a query is a space unless it was encoded
    const span = spanOf(value.replace(/ (\d\d:\d\d)$/, '+$1'))
    if (!span)
      throw fail('value', `${name} takes ${name === '_at' ? 'a date or instant' : 'an instant'}.`, {
        status: 400,
        expression: [name],
      })
    if (name === '_at') limits.at = span
    else limits.since = span.lo
  }
  return limits
}

const entry = (call: FhirCall, base: string, type: string, row: PastRow): string => {
  const url = `${base}/${type}/${row.id}`
  const response = JSON.stringify({
    status: row.deleted ? '204' : row.posted ? '201' : '200',
    etag: `W/"${row.version}"`,
    lastModified: new Date(Number(row.updated)).toISOString(),
  })
  const request = JSON.stringify({
    method: row.deleted ? 'DELETE' : row.posted ? 'POST' : 'PUT',
    url: row.posted && !row.deleted ? type : `${type}/${row.id}`,
  })
  const resource = row.deleted ? '' : `"resource":${inFormat(call, type, row.body)},`
  return `{"fullUrl":${JSON.stringify(url)},${resource}"request":${request},"response":${response}}`
}

const links = (path: string, call: FhirCall, page: number, more: boolean): Link[] => {
  const query = call.query.filter(([name]) => name !== '_page')
  const url = (number: number) =>
    `${path}?${new URLSearchParams([...query.map(([name, value]) => [name, value]), ['_page', String(number)]])}`
  return [
    { relation: 'self', url: url(page) },
    ...(page > 1 ? [{ relation: 'previous', url: url(page - 1) }] : []),
    ...(more ? [{ relation: 'next', url: url(page + 1) }] : []),
  ]
}
