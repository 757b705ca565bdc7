// Links of a searchset, first to last as Aidbox names them: `self`, `previous`, `next`; absolute.
import { createHash } from 'node:crypto'
import type { Box } from '../box.ts'
import type { FhirCall } from '../context.ts'
import { openPosition, type Position, sealPosition } from './position.ts'
import type { Controls } from './search-controls.ts'
import type { Link } from './searchset.ts'

type Query = readonly (readonly [string, string])[]

export interface Paging {
  /** The whole query, also when the link carried it. */
  query: Query
  after?: readonly (string | null)[]
  page: number
  /** True when the query came in a form and stays out of URLs. */
  hidden: boolean
}

/** What the call asks for, its link opened. */
export const pagingOf = (box: Box, call: FhirCall, type: string): Paging => {
  const position = call.query.find(([name, value]) => name === '_page' && !/^\d{1,9}$/.test(value))
  const { posted = false } = call
  if (!position) {
    const number = call.query.findLast(([name]) => name === '_page')?.[1]
    return { query: call.query, page: number ? Number(number) : 1, hidden: posted }
  }
  const query = call.query.filter(([name]) => name !== '_page')
  const opened = openPosition(position[1], box.config.keys.secret, bound(call, type, query))
  return {
    query: opened.query ?? query,
    after: opened.after,
    page: opened.page,
    hidden: posted || opened.query !== undefined,
  }
}

/** A link is good for one caller, one type and one query. */
const bound = (call: FhirCall, type: string, query: Query): string =>
  createHash('sha256')
    .update(JSON.stringify([call.callerKey, type, call.compartment ?? null, query]))
    .digest('base64url')

/** The links of one page; `last` are the sort values and id of its last row when more follow. */
export const linksOf = (
  box: Box,
  call: FhirCall,
  type: string,
  paging: Paging,
  controls: Controls,
  last: readonly (string | null)[] | undefined,
): Link[] => {
  const base = call.base === 'fhir' ? `${box.config.baseUrl}/fhir` : box.config.baseUrl
  const path = call.compartment
    ? `${base}/${call.compartment.type}/${call.compartment.id}/${type}`
    : `${base}/${type}`
  const visible = paging.hidden ? [] : paging.query.filter(([name]) => name !== '_page')
  const url = (query: Query) => {
    const text = new URLSearchParams(query.map(([name, value]) => [name, value])).toString()
    return text === '' ? path : `${path}?${text}`
  }
  const at = call.query.filter(([name]) => name === '_page')
  const links: Link[] = [
    { relation: 'self', url: url([...visible, ...(paging.hidden && !paging.after ? [] : at)]) },
  ]
  if (paging.page > 1 && !paging.hidden)
    links.push({
      relation: 'previous',
      url: url([...visible, ['_page', String(paging.page - 1)]]),
    })
  if (last && controls.count > 0) {
    const position: Position = {
      page: paging.page + 1,
      after: [...last],
      ...(paging.hidden ? { query: [...paging.query] } : {}),
    }
    const sealed = sealPosition(position, box.config.keys.secret, bound(call, type, visible))
    links.push({ relation: 'next', url: url([...visible, ['_page', sealed]]) })
  }
  return links
}
