// The directory's requests: anonymous, straight to the production box.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ask } from '../box.ts'
import { text } from '../fhir/elements.ts'
import { readPage } from '../records.ts'
import { type Centre, nothingWanted, searchFor, type Wanted } from './directory-query.ts'
import { centreOf, positionOf, standInFor } from './place.ts'

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

/** The middle of a search by distance: the device, else a place of the directory in the ZIP code or city. */
const findCentre = async (wanted: Wanted, signal: AbortSignal): Promise<Centre | undefined> => {
  if (!wanted.distance) return undefined
  if (wanted.here) return centreOf(wanted.here)
  const query = standInFor(wanted)
  if (!query) return undefined
  const body = await ask({
    box: 'production',
    path: '/fhir/Location',
    query: new URLSearchParams([...query, ['_count', '20']]),
    signal,
  })
  return readPage(body).resources.map(positionOf).find(Boolean)
}

/** Pages of what is wanted; each knows the search that it is of. */
export const useDirectory = (wanted: Wanted | undefined) =>
  useInfiniteQuery({
    queryKey: ['directory', 'search', wanted],
    enabled: wanted !== undefined,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const centre = await findCentre(wanted ?? nothingWanted, signal)
      const search = searchFor(wanted ?? nothingWanted, centre)
      const body = await ask(
        pageParam
          ? { box: 'production', path: pageParam, signal }
          : {
              box: 'production',
              path: `/fhir/${search.type}`,
              query: new URLSearchParams(search.query),
              signal,
            },
      )
      return { search, centre, ...readPage(body) }
    },
    getNextPageParam: last => last.next,
  })
