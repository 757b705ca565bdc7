// What the vendor's pages ask the sandbox, and what they must ask anew after a change.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SmartAppFields, SmartAppView } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { endIfRefused } from '../queries.ts'
import type { PortalSession } from '../session.ts'

const listKey = (session: PortalSession) => ['vendor', session.id, 'apps'] as const
const appKey = (session: PortalSession, id: string) => ['vendor', session.id, 'app', id] as const

export const useApps = (session: PortalSession) =>
  useQuery({
    queryKey: listKey(session),
    queryFn: ({ signal }) => call('list-apps', { token: session.token, signal }),
  })

export const useApp = (session: PortalSession, id: string) =>
  useQuery({
    queryKey: appKey(session, id),
    queryFn: ({ signal }) => call('read-app', { token: session.token, id, signal }),
    enabled: id !== '',
    // The form keeps what is being typed; a newer version is noticed when saving.
    refetchOnWindowFocus: false,
  })

/** Everything that changes a vendor's things; the list and the app are asked anew afterwards. */
export const useVendorAction = <Input, Answer>(
  session: PortalSession,
  perform: (input: Input) => Promise<Answer>,
  onSuccess?: (answer: Answer) => void,
) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: perform,
    onSuccess: async answer => {
      onSuccess?.(answer)
      await client.invalidateQueries({ queryKey: ['vendor', session.id] })
    },
    onError: error => endIfRefused(error, 'vendor'),
  })
}

/** Registers a new app, or saves a version of one. */
export const saveApp = (
  session: PortalSession,
  current: Pick<SmartAppView, 'id' | 'version'> | undefined,
  fields: SmartAppFields,
): Promise<SmartAppView & { secret?: string }> =>
  current
    ? call('update-app', {
        token: session.token,
        id: current.id,
        body: { ...fields, version: current.version },
      })
    : call('register-app', { token: session.token, body: fields })
