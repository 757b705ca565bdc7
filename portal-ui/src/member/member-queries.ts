// What the member's pages ask the production box.
import { useQuery } from '@tanstack/react-query'
import { call } from '../operations.ts'
import type { PortalSession } from '../session.ts'

export const connectionsKey = (session: PortalSession) =>
  ['member', session.id, 'connections'] as const

export const useConnections = (session: PortalSession) =>
  useQuery({
    queryKey: connectionsKey(session),
    queryFn: ({ signal }) => call('list-connections', { token: session.token, signal }),
  })

/** Whose records this person may read: own, and those of others they act for. */
export const useMyPatients = (session: PortalSession | undefined) =>
  useQuery({
    queryKey: ['member', session?.id, 'patients'],
    enabled: session !== undefined,
    queryFn: ({ signal }) => call('list-my-patients', { token: session?.token, signal }),
  })
