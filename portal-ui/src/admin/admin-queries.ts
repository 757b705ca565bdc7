// What the admin's pages ask the production box, and what is asked anew after a decision.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../operations.ts'
import { endIfRefused } from '../queries.ts'
import type { PortalSession } from '../session.ts'

export const useRequests = (session: PortalSession, state: string, page: number) =>
  useQuery({
    queryKey: ['admin', session.id, 'requests', state, page],
    queryFn: ({ signal }) =>
      call('list-production-requests', {
        token: session.token,
        query: { state, page: String(page) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const useRequest = (session: PortalSession, id: string) =>
  useQuery({
    queryKey: ['admin', session.id, 'request', id],
    queryFn: ({ signal }) => call('read-production-request', { token: session.token, id, signal }),
    // The admin decides on the version that was read: it never changes under the eyes.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export const useLiveApps = (session: PortalSession) =>
  useQuery({
    queryKey: ['admin', session.id, 'live-apps'],
    queryFn: ({ signal }) => call('list-live-apps', { token: session.token, signal }),
  })

export const usePeople = (session: PortalSession, role: string, q: string, page: number) =>
  useQuery({
    queryKey: ['admin', session.id, 'people', role, q, page],
    queryFn: ({ signal }) =>
      call('find-people', {
        token: session.token,
        query: { role, q, page: String(page) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** A change by the admin; everything shown is asked anew afterwards. */
export const useAdminAction = <Input, Answer>(
  session: PortalSession,
  perform: (input: Input) => Promise<Answer>,
  onSuccess?: (answer: Answer, input: Input) => void,
) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: perform,
    onSuccess: async (answer, input) => {
      onSuccess?.(answer, input)
      await client.invalidateQueries({ queryKey: ['admin', session.id] })
    },
    onError: error => endIfRefused(error, 'admin'),
  })
}
