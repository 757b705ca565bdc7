// The directory's requests: anonymous, straight to the production box.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ask } from '../box.ts'
import { text } from '../fhir/elements.ts'
import { readPage } from '../records.ts'
import { nothingWanted, searchFor, type Wanted } from './directory-query.ts'

/** Networks to choose from, by name. */
export const useNetworks = () =>
  useQuery({
    queryKey: ['directory', 'networks'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ type: 'ntwk', _count: '100' })
      const body = await ask({ box: 'production', path: '/fhir/Organization', query, signal })
      return readPage(body)
        .resources.map(network => ({ value: network.id ?? '', label: text(network, 'name') }))
        .filter(({ value, label }) => value !== '' && label !== '')
        .toSorted((one, other) => one.label.localeCompare(other.label))
    },
  })

/** Pages of what is wanted. */
export const useDirectory = (wanted: Wanted | undefined) =>
  useInfiniteQuery({
    queryKey: ['directory', 'search', wanted],
    enabled: wanted !== undefined,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const { type, query } = searchFor(wanted ?? nothingWanted)
      const body = await ask(
        pageParam
          ? { box: 'production', path: pageParam, signal }
          : {
              box: 'production',
              path: `/fhir/${type}`,
              query: new URLSearchParams(query),
              signal,
            },
      )
      return { type, ...readPage(body) }
    },
    getNextPageParam: last => last.next,
  })
