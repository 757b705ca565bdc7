// One page of the audit, newest first, out of one search or several whose events do not overlap.
import type { Stored } from '../../vocabulary/aidbox.ts'
import type { BoxClient } from '../box-client.ts'
import { invalid } from '../errors.ts'
import { textAt } from '../json.ts'
import type { Pairs } from './filter.ts'

const newestFirst = ['_sort', '-date'] as const
/** Of several searches everything before the page is read too. */
const deepest = 1000

export interface FoundEvents {
  events: Stored[]
  total: number
}

/** The page'th `size` of them. */
export const foundEvents = async (
  box: BoxClient,
  searches: readonly Pairs[],
  { page, size }: { page: number; size: number },
): Promise<FoundEvents> => {
  const [only, ...others] = searches
  if (!only) return { events: [], total: 0 }
  if (others.length === 0) {
    const found = await box.search('AuditEvent', [
      ...only,
      newestFirst,
      ['_count', String(size)],
      ['_page', String(page)],
    ])
    return { events: found.resources, total: found.total }
  }
  const upTo = page * size
  if (upTo > deepest)
    throw invalid([
      {
        field: 'page',
        message: `Only the newest ${deepest} events of a person or an app can be turned to: narrow the period.`,
      },
    ])
  const found = await Promise.all(
    searches.map(search =>
      box.search('AuditEvent', [...search, newestFirst, ['_count', String(upTo)]]),
    ),
  )
  const events = new Map(
    found.flatMap(({ resources }) => resources.map(event => [event.id, event])),
  )
  return {
    events: [...events.values()]
      .sort((one, other) => momentOf(other).localeCompare(momentOf(one)))
      .slice(upTo - size, upTo),
    total: found.reduce((sum, { total }) => sum + total, 0),
  }
}

const momentOf = (event: Stored): string => textAt(event, 'recorded') ?? ''

/** How many events a search finds. */
export const countEvents = async (box: BoxClient, search: Pairs): Promise<number> =>
  (await box.search('AuditEvent', [...search, ['_count', '0']])).total
