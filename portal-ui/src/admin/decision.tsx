// The decision: a checklist that is stored with it, approve, or reject with a reason; on the version that was read.
import { Button, Checkbox, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProductionRequestAnswer, ReviewChecklist } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { fieldsOf, Problem } from '../problem.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Failure } from '../ui/notice.tsx'
import { useAdminAction } from './admin-queries.ts'
import { missingReasons, RejectReasons } from './reject-reasons.tsx'
import { useAdmin } from './signed-in-admin.ts'

const items: { name: keyof ReviewChecklist; label: string; help: string }[] = [
  { name: 'scopes', label: 'Scopes', help: 'It asks for no more than its description explains.' },
  { name: 'redirect', label: 'Redirect URL', help: 'It belongs to the vendor.' },
  { name: 'policies', label: 'Policies', help: 'All three links open and say what they should.' },
  { name: 'description', label: 'Description', help: 'A member understands what the app does.' },
]
const unticked: ReviewChecklist = {
  scopes: false,
  redirect: false,
  policies: false,
  description: false,
}

type Outcome = 'approve-production-request' | 'reject-production-request'

export const Decision = ({ request }: { request: ProductionRequestAnswer }) => {
  const session = useAdmin()
  const client = useQueryClient()
  const [checklist, setChecklist] = useState(unticked)
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [codes, setCodes] = useState<string[]>([])
  const [missing, setMissing] = useState<ReturnType<typeof missingReasons>>({})
  const [rejecting, setRejecting] = useState(false)
  const decide = useAdminAction(session, (outcome: Outcome) =>
    call(outcome, {
      token: session.token,
      id: request.id,
      body: {
        version: request.version,
        checklist,
        ...(outcome === 'reject-production-request'
          ? { reasonCodes: codes, ...(reason.trim() ? { reason: reason.trim() } : {}) }
          : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      },
    }),
  )
  const complete = Object.values(checklist).every(Boolean)
  const moved = decide.error instanceof Problem && decide.error.kind === 'conflict'
  const refused = fieldsOf(decide.error)
  const reject = () => {
    const found = missingReasons(request.rejectReasons, codes, reason)
    setMissing(found)
    if (Object.keys(found).length === 0) decide.mutate('reject-production-request')
  }
  const close = () => {
    setRejecting(false)
    setMissing({})
    decide.reset()
  }
  return (
    <Paper withBorder p="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          Decision
        </Title>
        <Stack gap="sm" role="group" aria-label="Checklist">
          {items.map(({ name, label, help }) => (
            <Checkbox
              key={name}
              label={label}
              description={help}
              checked={checklist[name]}
              onChange={event =>
                setChecklist({ ...checklist, [name]: event.currentTarget.checked })
              }
            />
          ))}
        </Stack>
        <Textarea
          label="Note"
          description="For your colleagues; the vendor does not see it."
          autosize
          minRows={2}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
        {decide.error && (!rejecting || moved) ? (
          <Failure
            error={decide.error}
            title={moved ? 'The request changed while you read it' : 'The decision was not stored'}
          >
            {moved ? (
              <Button
                size="compact-sm"
                onClick={() =>
                  void client.resetQueries({
                    queryKey: ['admin', session.id, 'request', request.id],
                  })
                }
              >
                Show what it is now
              </Button>
            ) : null}
          </Failure>
        ) : null}
        <Group gap="sm">
          <Button
            disabled={!complete}
            loading={decide.isPending}
            onClick={() => decide.mutate('approve-production-request')}
          >
            Approve
          </Button>
          <Button variant="default" onClick={() => setRejecting(true)}>
            Reject…
          </Button>
        </Group>
        {complete ? null : (
          <Text size="xs" c="dimmed">
            Tick all four to approve.
          </Text>
        )}
      </Stack>
      <Confirm
        opened={rejecting && !moved}
        title={`Reject ${request.name}?`}
        action="Reject"
        danger
        busy={decide.isPending}
        error={decide.error && Object.keys(refused).length === 0 ? decide.error : undefined}
        onConfirm={reject}
        onClose={close}
      >
        <RejectReasons
          offered={request.rejectReasons}
          chosen={codes}
          text={reason}
          errors={{ ...refused, ...missing }}
          onChosen={chosen => {
            setCodes(chosen)
            setMissing({})
          }}
          onText={text => {
            setReason(text)
            setMissing({})
          }}
        />
      </Confirm>
    </Paper>
  )
}
