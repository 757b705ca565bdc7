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

export const useFunnel = (session: PortalSession, id: string, from: string, to: string) =>
  useQuery({
    queryKey: ['admin', session.id, 'funnel', id, from, to],
    queryFn: ({ signal }) =>
      call('read-funnel', { token: session.token, id, query: { from, to }, signal }),
    placeholderData: keepPreviousData,
  })

export const useAppAccess = (session: PortalSession, id: string, page: number) =>
  useQuery({
    queryKey: ['admin', session.id, 'app-access', id, page],
    queryFn: ({ signal }) =>
      call('list-app-access', { token: session.token, id, query: { page: String(page) }, signal }),
    placeholderData: keepPreviousData,
  })

export const useDelegations = (session: PortalSession, page: number) =>
  useQuery({
    queryKey: ['admin', session.id, 'delegations', page],
    queryFn: ({ signal }) =>
      call('list-delegations', { token: session.token, query: { page: String(page) }, signal }),
    placeholderData: keepPreviousData,
  })

export const useAudit = (session: PortalSession, query: Record<string, string>) =>
  useQuery({
    queryKey: ['admin', session.id, 'audit', query],
    queryFn: ({ signal }) => call('search-audit', { token: session.token, query, signal }),
    placeholderData: keepPreviousData,
  })

export const useMails = (session: PortalSession, box: string, state: string, page: number) =>
  useQuery({
    queryKey: ['admin', session.id, 'mails', box, state, page],
    queryFn: ({ signal }) =>
      call('list-mails', {
        token: session.token,
        query: { box, state, page: String(page) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const useMailTemplates = (session: PortalSession) =>
  useQuery({
    queryKey: ['admin', session.id, 'mail-templates'],
    queryFn: ({ signal }) => call('list-mail-templates', { token: session.token, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useHealth = (session: PortalSession) =>
  useQuery({
    queryKey: ['admin', session.id, 'health'],
    queryFn: ({ signal }) => call('read-health', { token: session.token, signal }),
    // Asking touches every part of both boxes: only when somebody wants to know.
    refetchOnWindowFocus: false,
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
