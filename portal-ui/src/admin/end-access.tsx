// Ends access, with the reason that the record keeps.
import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { Confirm } from '../ui/confirm.tsx'
import { useAdminAction } from './admin-queries.ts'
import type { AskedEnd } from './asked-end.ts'
import { useAdmin } from './signed-in-admin.ts'

interface EndAccessProps {
  asked: AskedEnd | undefined
  onClose: () => void
  onDone: (words: string) => void
}

export const EndAccess = ({ asked, onClose, onDone }: EndAccessProps) => {
  const session = useAdmin()
  const [reason, setReason] = useState('')
  const close = () => {
    setReason('')
    end.reset()
    onClose()
  }
  const end = useAdminAction(
    session,
    ({ request }: AskedEnd) =>
      call('end-access', {
        token: session.token,
        body: { ...request, reason: reason.trim() },
      }),
    () => {
      onDone('Access is ended.')
      close()
    },
  )
  return (
    <Confirm
      opened={asked !== undefined}
      title={asked?.title ?? ''}
      action="End access"
      danger
      busy={end.isPending}
      incomplete={reason.trim() === ''}
      error={end.error}
      onConfirm={() => asked && end.mutate(asked)}
      onClose={close}
    >
      <Text size="sm">It stops at once. The person may sign in, and allow the app, again.</Text>
      <Textarea
        label="Reason"
        description="Kept in the audit log."
        autosize
        minRows={2}
        required
        data-autofocus
        value={reason}
        error={fieldsOf(end.error).reason}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </Confirm>
  )
}
