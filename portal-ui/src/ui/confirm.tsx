// Asks before something that cannot simply be undone.
import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { say } from '../language/language.ts'
import { Failure } from './notice.tsx'

interface ConfirmProps {
  opened: boolean
  title: string
  /** The verb on the button. */
  action: string
  danger?: boolean
  busy?: boolean
  /** Something is still missing: a reason, a password. */
  incomplete?: boolean
  error?: unknown
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

export const Confirm = ({
  opened,
  title,
  action,
  danger = false,
  busy = false,
  incomplete = false,
  error,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) => (
  <Modal.Root opened={opened} onClose={onClose} centered>
    <Modal.Overlay />
    <Modal.Content>
      <Modal.Body pt="md">
        <Group justify="space-between" wrap="nowrap" align="flex-start" mb="sm">
          <Modal.Title fw={600}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={say().shared.close} />
        </Group>
        <form
          onSubmit={event => {
            event.preventDefault()
            if (!busy && !incomplete) onConfirm()
          }}
        >
          <Stack gap="md">
            {children}
            {error ? <Failure error={error} title={say().shared.failed} /> : null}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>
                {say().shared.cancel}
              </Button>
              <Button
                type="submit"
                loading={busy}
                disabled={incomplete}
                {...(danger ? { color: 'red.9' } : {})}
              >
                {action}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal.Body>
    </Modal.Content>
  </Modal.Root>
)
