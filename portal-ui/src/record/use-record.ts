// An opened record for a page: opens it by itself when it is not, and once only, so that nothing loops.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { patientCompartment } from '../../../vocabulary/compartment.ts'
import type { BoxName } from '../../../vocabulary/operations.ts'
import { say } from '../language/language.ts'
import { Problem, type ProblemKind } from '../problem.ts'
import {
  nextPage,
  type OpenRecord,
  type Page,
  recordClosed,
  searchRecord,
  useOpenedRecord,
} from '../records.ts'

const triedKey = (box: BoxName, patient: string) => `plan-api.tried.${box}.${patient}`

/** The record of a patient; `open` sends the browser for a token. */
export const useOpenRecord = (
  box: BoxName,
  patient: string,
  open: () => Promise<void>,
): { record: OpenRecord | undefined; error: unknown; retry: () => void } => {
  const record = useOpenedRecord(box, patient)
  const [error, setError] = useState<unknown>()

  const begin = useCallback(() => {
    setError(undefined)
    sessionStorage.setItem(triedKey(box, patient), String(Date.now()))
    open().catch(setError)
  }, [box, patient, open])

  const isOpen = record !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each record, not when the way to open it is made anew
  useEffect(() => {
    if (patient === '' || isOpen) return
    const last = Number(sessionStorage.getItem(triedKey(box, patient)))
    // A browser that has just come back without a token would go round for ever.
    if (Date.now() - last < 10_000)
      setError(new Problem('forbidden', say().problem.recordNotOpened))
    else begin()
  }, [box, patient, isOpen])

  return { record, error, retry: begin }
}

/** The search that finds a type's resources in a patient's record. */
export const searchFor = (type: string, patient: string): Record<string, string> => {
  const fact = patientCompartment[type]
  if (fact?.rule === 'self') return { _id: patient }
  // What belongs to nobody (a practitioner) is cut down by the box itself to what the record points at.
  const isOwned = fact?.rule === 'member-owned' || fact?.rule === 'member-owned-outside-compartment'
  return isOwned && fact.parameter ? { [fact.parameter]: `Patient/${patient}` } : {}
}

/** How many resources of each type a record has; types that the token may not read are left out. */
export const useCounts = (record: OpenRecord | undefined, types: readonly string[]) =>
  useQuery({
    queryKey: ['record', record?.box, record?.patient, 'counts', types],
    enabled: record !== undefined,
    queryFn: async ({ signal }) => {
      if (!record) return []
      const counts = await Promise.all(
        types.map(async type => ({ type, count: await countOf(record, type, signal) })),
      )
      const refused = counts.map(({ count }) => count).filter(count => count instanceof Problem)
      // One type may be left out; where nothing could be read, an empty record would be a lie.
      const [refusal] = refused
      if (refusal && refused.length === counts.length) throw refusal
      return counts.flatMap(({ type, count }) =>
        typeof count === 'number' && count > 0 ? [{ type, count }] : [],
      )
    },
  })

const leftOut: ReadonlySet<ProblemKind> = new Set(['forbidden', 'invalid', 'missing'])

/** The number, or why there is none for this type. */
const countOf = async (
  record: OpenRecord,
  type: string,
  signal: AbortSignal,
): Promise<number | Problem> => {
  try {
    const query = { ...searchFor(type, record.patient), _summary: 'count' }
    const page = await searchRecord(record, type, query, signal)
    return page.total ?? 0
  } catch (error) {
    // Not granted, or not served by this box: no reason to withhold the rest.
    if (error instanceof Problem && leftOut.has(error.kind)) return error
    throw closedBy(error, record)
  }
}

/** Resources of one type, page by page. */
export const useResources = (
  record: OpenRecord | undefined,
  type: string,
  query: Record<string, string> = {},
) => {
  const client = useQueryClient()
  const key = ['record', record?.box, record?.patient, type, query] as const
  const first = useQuery({
    queryKey: key,
    enabled: record !== undefined && type !== '',
    queryFn: async ({ signal }): Promise<Page> => {
      if (!record) return { resources: [], total: 0, next: undefined }
      try {
        return await searchRecord(
          record,
          type,
          { ...searchFor(type, record.patient), ...query },
          signal,
        )
      } catch (error) {
        throw closedBy(error, record)
      }
    },
  })
  const [loadingMore, setLoadingMore] = useState(false)
  const [moreError, setMoreError] = useState<unknown>()
  const more = async () => {
    const { data } = first
    if (!record || !data?.next || loadingMore) return
    setLoadingMore(true)
    setMoreError(undefined)
    try {
      const page = await nextPage(record, data.next)
      client.setQueryData<Page>(key, {
        resources: [...data.resources, ...page.resources],
        total: data.total,
        next: page.next,
      })
    } catch (error) {
      setMoreError(closedBy(error, record))
    } finally {
      setLoadingMore(false)
    }
  }
  return { first, more, loadingMore, moreError }
}

/** A token that the box refuses is forgotten, so that the page opens the record anew. */
export const closedBy = (error: unknown, record: OpenRecord): unknown => {
  if (error instanceof Problem && error.kind === 'signed-out') recordClosed(record)
  return error
}

/** Newest first, by the date each resource is about. */
export const newestFirst =
  (dateOf: (resource: Resource) => string) =>
  (one: Resource, other: Resource): number =>
    dateOf(other).localeCompare(dateOf(one))
