// How pages ask: again while a box is down, never twice for what a person must change; a dead token signs out.
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isPassing, Problem } from './problem.ts'
import { type PortalName, portals, sessionEnded } from './session.ts'

const longestWait = 15_000

/** Milliseconds until attempt number `failures`: what the box asked for, else doubling from one second. */
export const waitBefore = (failures: number, error: unknown): number => {
  const asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0
  return Math.min(Math.max(asked, 1000 * 2 ** failures), Math.max(longestWait, asked))
}

const isPortal = (name: unknown): name is PortalName =>
  typeof name === 'string' && Object.hasOwn(portals, name)

/** A token that the box refuses is over: the portal whose query it was shows its sign-in. */
export const endIfRefused = (error: unknown, portal: unknown): void => {
  if (error instanceof Problem && error.kind === 'signed-out' && isPortal(portal))
    sessionEnded(portal)
}

/** The page's one query client. Keys begin with the portal's name. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => endIfRefused(error, query.queryKey[0]),
    }),
    defaultOptions: {
      queries: {
        retry: (_, error) => isPassing(error),
        retryDelay: waitBefore,
        staleTime: 5_000,
        // A demo runs without any network; the box itself says whether it can be reached.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
