// Enrolls all members of a CSV file, or none: the file is checked first, faults are listed by row and column.
import { Code, FileInput, List, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { EnrollMembersAnswer } from '../../../vocabulary/staff.ts'
import { call } from '../operations.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Notice } from '../ui/notice.tsx'
import { useAdminAction } from './admin-queries.ts'
import { faultsIn } from './file-faults.ts'
import { useAdmin } from './signed-in-admin.ts'

interface EnrollFileProps {
  opened: boolean
  onClose: () => void
  onDone: (words: string) => void
}

const members = (count: number): string => (count === 1 ? '1 member' : `${count} members`)

export const EnrollFile = ({ opened, onClose, onDone }: EnrollFileProps) => {
  const session = useAdmin()
  const [file, setFile] = useState<File | null>(null)
  const [checked, setChecked] = useState<EnrollMembersAnswer>()
  const send = useAdminAction(
    session,
    async (dryRun: boolean) =>
      call('enroll-members', {
        token: session.token,
        body: { csv: (await file?.text()) ?? '', dryRun },
      }),
    (answer, dryRun) => {
      if (dryRun) return setChecked(answer)
      onDone(`${members(answer.enrolled)} enrolled; the invitations are on their way.`)
      close()
    },
  )
  const close = () => {
    setFile(null)
    setChecked(undefined)
    send.reset()
    onClose()
  }
  const faults = faultsIn(send.error)
  return (
    <Confirm
      opened={opened}
      title="Enroll members from a file"
      action={checked ? `Enroll ${members(checked.enrolled)}` : 'Check the file'}
      busy={send.isPending}
      incomplete={file === null || checked?.enrolled === 0}
      error={faults.length > 0 ? undefined : send.error}
      onConfirm={() => send.mutate(checked === undefined)}
      onClose={close}
    >
      <Text size="sm">
        A CSV file whose first row names the columns. Each member gets a mail with a link to set a
        password. If one row cannot be taken, none is.
      </Text>
      <Code block>{'name,email,patient\nAlex Example,alex@plan.example,patient-1001'}</Code>
      <FileInput
        label="File"
        placeholder="Choose a CSV file"
        accept=".csv,text/csv"
        clearable
        clearButtonProps={{ 'aria-label': 'Remove the file' }}
        required
        value={file}
        onChange={chosen => {
          setFile(chosen)
          setChecked(undefined)
          send.reset()
        }}
      />
      {faults.length > 0 ? (
        <Notice tone="bad" title="Nothing was changed. Correct these and choose the file again.">
          <Stack gap={4} mah="14rem" style={{ overflowY: 'auto' }}>
            <List size="sm" spacing={2}>
              {faults.map(fault => (
                <List.Item key={fault}>{fault}</List.Item>
              ))}
            </List>
          </Stack>
        </Notice>
      ) : null}
      {checked ? (
        <Notice
          tone={checked.enrolled > 0 ? 'good' : 'info'}
          title={
            checked.enrolled > 0
              ? `${members(checked.enrolled)} can be enrolled`
              : 'All of them have an account already'
          }
        >
          {checked.already > 0 && checked.enrolled > 0 ? (
            <Text size="sm">{members(checked.already)} of the file have an account already.</Text>
          ) : null}
        </Notice>
      ) : null}
    </Confirm>
  )
}
