// The statement of one page: what matches, cut and sorted; with or without a count of all that match.
import type { SqlValue } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
import { binder, type Condition, groundFor } from './condition.ts'
import { linksColumn, linksFor } from './found.ts'
import { afterPosition, orderBy } from './order.ts'
import type { Paging } from './paging.ts'
import type { Controls } from './search-controls.ts'

interface Statement {
  text: string
  values: readonly SqlValue[]
}

type PageStatement = (
  type: string,
  condition: Condition,
  controls: Controls,
  paging: Paging,
) => Statement

/** Rows of a page and one more, which tells whether others follow. */
export const plainPage: PageStatement = (type, condition, controls, paging) => {
  const { values, bind } = binder()
  const ground = groundFor(condition, 't', bind)
  const where = [condition(ground)]
  if (paging.after) where.push(afterPosition(controls.sort, paging.after, ground))
  const links = linksFor(controls.inclusions)
  const sorts = controls.sort.map((key, index) => `${key.value(ground)}::text as s${index}`)
  const columns = ['t.id', 't.body', 't.patient', ...(links ? [`t.${links.column}`] : []), ...sorts]
  const offset = paging.after ? 0 : (controls.page - 1) * controls.count
  const cut = `select ${columns.join(', ')} from ${tableOf(type)} t
    where ${where.join(' and ')} order by ${orderBy(controls.sort, ground)}
    limit ${bind(controls.count + 1)}::int offset ${bind(offset)}::bigint`
  if (!links) return { text: cut, values }
  // links are made of the page's rows only, not of all that were sorted for it
  const named = controls.sort.map((_, index) => `t.s${index}`)
  const shown = ['t.id', 't.body', 't.patient', ...named, linksColumn(links)].join(', ')
  return { text: `select ${shown} from (${cut}) t`, values }
}

/** The first page with the number of all that match: the index is asked once, whole rows are read for the page only. */
export const countedPage: PageStatement = (type, condition, controls) => {
  const { values, bind } = binder()
  const ground = groundFor(condition, 't', bind)
  const sorts = controls.sort.map((key, index) => `${key.value(ground)} as v${index}`)
  const order = [
    ...controls.sort.map(
      ({ descending }, at) => `v${at} ${descending ? 'desc' : 'asc'} nulls last`,
    ),
    'id',
  ].join(', ')
  const links = linksFor(controls.inclusions)
  const shown = [
    ...['t.id', 't.body', 't.patient', '(select count(*) from m)::text as total'],
    ...controls.sort.map((_, index) => `p.v${index}::text as s${index}`),
    ...(links ? [linksColumn(links)] : []),
  ].join(', ')
  const text = `with m as materialized (select ${['t.id', ...sorts].join(', ')} from ${tableOf(type)} t
      where ${condition(ground)})
    select ${shown}
    from (select * from m order by ${order} limit ${bind(controls.count + 1)}::int) p
      join ${tableOf(type)} t on t.id = p.id
    order by ${order.replace(/\bid$/, 'p.id')}`
  return { text, values }
}
