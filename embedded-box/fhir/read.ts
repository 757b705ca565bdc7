// Read and version read: the caller's view is part of the statement, so what is not theirs is not there.
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { type BoxError, fail } from '../errors.ts'
import type { StoredVersion } from '../storage/resources.ts'
import type { Database, Sql } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
import { ask } from '../storage/together.ts'
import { inFormat, versionReply } from './answers.ts'
import { all, binder, type Condition, everything, groundFor, idIn, planBy } from './condition.ts'
import { canBeId } from './incoming.ts'
import { baseOf } from './search.ts'
import { controlsOf } from './search-controls.ts'
import { statementName } from './statement-name.ts'
import { trimmed } from './trim.ts'
import { type Views, viewsOf } from './views.ts'

/** The current version, as far as the caller may see it. */
export const read = async (box: Box, call: FhirCall, type: string, tx?: Sql): Promise<Reply> => {
  const base = baseOf(box, call)
  const sql = tx ?? box.database
  const views = viewsOf(call.sight, base, box.clock)
  const visible = await views.condition(type, 'read')
  const found = canBeId(call.id) ? await currentVersion(sql, type, call.id, visible) : undefined
  if (!found) throw await absent(sql, call, type, views)
  if (isNotModified(call, found)) return { status: 304, headers: { ETag: `W/"${found.version}"` } }
  const { controls } = controlsOf(type, call.query)
  const reply = versionReply(call, 200, found, { base, patient: found.patient })
  return controls.elements || controls.summary
    ? { ...reply, body: trimmed(call.base, controls)(found.text) }
    : reply
}

/** One version by its number; only where the current one may be seen. */
export const readVersion = async (box: Box, call: FhirCall, type: string): Promise<Reply> => {
  const base = baseOf(box, call)
  const views = viewsOf(call.sight, base, box.clock)
  const visible = await views.condition(type, 'read')
  const known = canBeId(call.id) && /^\d{1,18}$/.test(call.versionId ?? '')
  const current =
    known && canBeId(call.id)
      ? await currentVersion(box.database, type, call.id, visible)
      : undefined
  if (current && current.version === call.versionId)
    return versionReply(call, 200, current, { base, patient: current.patient })
  if (known && canBeId(call.id) && (current || visible === everything)) {
    const { values, bind } = binder()
    const where = await pastCondition(type, views, bind)
    const [row] = await box.database.query<VersionRow & { deleted: boolean }>(
      `select id, version::text as version, updated::text as updated, body, patient, deleted from history h
       where type = ${bind(type)} and id = ${bind(call.id)} and version = ${bind(call.versionId ?? '')}::bigint and ${where}`,
      values,
    )
    if (row?.deleted) throw gone(type, call.id)
    if (row)
      return {
        ...versionReply(call, 200, versionOf(type, row), { base, patient: row.patient }),
        body: inFormat(call, type, row.body),
      }
  }
  throw fail(
    'not-found',
    `There is no version ${shown(call.versionId)} of ${type}/${shown(call.id)}.`,
  )
}

interface VersionRow {
  id: string
  version: string
  updated: string
  body: string
  patient: string | null
}

const versionOf = (type: string, row: VersionRow): StoredVersion & { patient: string | null } => ({
  type,
  id: row.id,
  version: row.version,
  lastUpdated: new Date(Number(row.updated)).toISOString(),
  text: row.body,
  deleted: false,
  patient: row.patient,
})

const currentVersion = async (
  sql: Sql | Database,
  type: string,
  id: string,
  visible: Condition,
) => {
  const { values, bind } = binder()
  const condition = all([idIn([id]), visible])
  const text = `select t.id, t.version::text as version, t.updated::text as updated, t.body, t.patient
    from ${tableOf(type)} t where ${condition(groundFor(condition, 't', bind))}`
  const name = statementName(text)
  const by = planBy(condition)
  const [row] = by
    ? await sql.query<VersionRow>(text, values, name, by)
    : await ask<VersionRow>(sql, text, values, name)
  return row && versionOf(type, row)
}

/** Past versions know their patient, their labels and their directory flag; what else a view asks, they cannot answer. */
export const pastCondition = async (
  type: string,
  views: Views,
  bind: (value: string) => string,
): Promise<string> => {
  const view = await views.view(type, 'read')
  switch (view.kind) {
    case 'all':
      return 'true'
    case 'none':
      return 'false'
    case 'directory':
      return 'h.directory and not h.sensitive and not h.deleted'
    case 'patient':
      if (view.queries.length > 0) return 'false'
      return `h.patient = ${bind(view.patient)} and not h.deleted${view.sensitive ? '' : ' and not h.sensitive'}`
  }
}

/** 410 for callers who see everything; for all others what is gone was never there. */
const absent = async (sql: Sql, call: FhirCall, type: string, views: Views): Promise<BoxError> => {
  const { kind } = await views.view(type, 'read')
  if (kind === 'all' && canBeId(call.id)) {
    const [last] = await sql.query<{ deleted: boolean }>(
      'select deleted from history where type = $1 and id = $2 order by version desc limit 1',
      [type, call.id],
    )
    if (last?.deleted) return gone(type, call.id)
  }
  return notThere(type, call.id)
}

/** 404, the same for what does not exist and for what is somebody else's. */
export const notThere = (type: string, id: string | undefined): BoxError =>
  fail('not-found', `There is no ${type}/${shown(id)}.`)

const gone = (type: string, id: string): BoxError =>
  fail('deleted', `${type}/${id} has been deleted.`)

const shown = (text: string | undefined): string => (text ?? '').slice(0, 64)

const isNotModified = (call: FhirCall, { version, lastUpdated }: StoredVersion): boolean => {
  const tags = call.headers['if-none-match']
  if (tags !== undefined)
    return tags
      .split(',')
      .some(tag => ['*', version].includes(tag.trim().replace(/^(?:W\/)?"?([^"]*)"?$/, '$1')))
  const since = Date.parse(call.headers['if-modified-since'] ?? '')
  return Math.floor(Date.parse(lastUpdated) / 1000) * 1000 <= since
}
