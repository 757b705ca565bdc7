// A whole record at once: to search in all of it, and to take it away as one Bundle.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { typeOrder } from '../fhir/type-words.ts'
import { Problem } from '../problem.ts'
import { nextPage, type OpenRecord, searchRecord } from '../records.ts'
import { closedBy, searchFor } from './use-record.ts'

const pageSize = 200

/** Every resource that the token opens, type by type. */
export const loadWholeRecord = async (
  record: OpenRecord,
  signal?: AbortSignal,
): Promise<Resource[]> => {
  const all = new Map<string, Resource>()
  const keep = (resources: readonly Resource[]) => {
    for (const resource of resources) all.set(`${resource.resourceType}/${resource.id}`, resource)
  }
  for (const type of typeOrder) {
    const query = { ...searchFor(type, record.patient), _count: String(pageSize) }
    const first = await searchRecord(record, type, query, signal).catch((error: unknown) => {
      // Not granted, or not served by this box: no reason to withhold the rest.
      if (error instanceof Problem && ['forbidden', 'invalid', 'missing'].includes(error.kind))
        return undefined
      throw closedBy(error, record)
    })
    keep(first?.resources ?? [])
    for (let next = first?.next; next; ) {
      const page = await nextPage(record, next, signal)
      keep(page.resources)
      next = page.next
    }
  }
  return [...all.values()]
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
