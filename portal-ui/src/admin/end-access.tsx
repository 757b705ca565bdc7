// Ends access, or removes a lost second factor, with the reason that the record keeps.
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
  const isRemoval = asked !== undefined && 'removeTwoFactorOf' in asked
  const close = () => {
    setReason('')
    end.reset()
    onClose()
  }
  const end = useAdminAction(
    session,
    (what: AskedEnd) => {
      const { token } = session
      return 'request' in what
        ? call('end-access', { token, body: { ...what.request, reason: reason.trim() } })
        : call('remove-two-factor', {
            token,
            body: { user: what.removeTwoFactorOf, reason: reason.trim() },
          })
    },
    () => {
      onDone(isRemoval ? 'The second factor is removed.' : 'Access is ended.')
      close()
    },
  )
  return (
    <Confirm
      opened={asked !== undefined}
      title={asked?.title ?? ''}
      action={isRemoval ? 'Remove second factor' : 'End access'}
      danger
      busy={end.isPending}
      incomplete={reason.trim() === ''}
      error={end.error}
      onConfirm={() => asked && end.mutate(asked)}
      onClose={close}
    >
      <Text size="sm">
        {isRemoval
          ? 'Make sure that it is really them who ask. Their sessions end; at the next sign-in they set up a new second factor.'
          : 'It stops at once. The person may sign in, and allow the app, again.'}
      </Text>
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
