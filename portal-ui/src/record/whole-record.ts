// A whole record at once: to search in all of it, and to take it away as one Bundle.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { typeOrder } from '../fhir/type-words.ts'
import { Problem } from '../problem.ts'
import { nextPage, type OpenRecord, searchRecord } from '../records.ts'
import { closedBy, searchFor } from './use-record.ts'

const pageSize = 200

/** Every resource that the token opens, in the order of the types. */
export const loadWholeRecord = async (
  record: OpenRecord,
  signal?: AbortSignal,
): Promise<Resource[]> => {
  const byType = await Promise.all(typeOrder.map(type => allOf(record, type, signal)))
  // What several types point at comes once.
  return [
    ...new Map(
      byType.flat().map(resource => [`${resource.resourceType}/${resource.id}`, resource]),
    ).values(),
  ]
}

const allOf = async (
  record: OpenRecord,
  type: string,
  signal: AbortSignal | undefined,
): Promise<Resource[]> => {
  const query = { ...searchFor(type, record.patient), _count: String(pageSize) }
  try {
    let page = await searchRecord(record, type, query, signal)
    const found = [...page.resources]
    while (page.next) {
      page = await nextPage(record, page.next, signal)
      found.push(...page.resources)
    }
    return found
  } catch (error) {
    // Not granted, or not served by this box: no reason to withhold the rest.
    if (error instanceof Problem && ['forbidden', 'invalid', 'missing'].includes(error.kind))
      return []
    throw closedBy(error, record)
  }
}

/** The same for a page, once it is wanted. */
export const useWholeRecord = (record: OpenRecord, wanted: boolean): UseQueryResult<Resource[]> =>
  useQuery({
    queryKey: ['record', record.box, record.patient, 'whole'],
    enabled: wanted,
    staleTime: 60_000,
    queryFn: ({ signal }) => loadWholeRecord(record, signal),
  })

/** The record as a Bundle that other tools read. */
export const bundleOf = (resources: readonly Resource[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  timestamp: new Date().toISOString(),
  entry: resources.map(resource => ({ resource })),
})
