// App Status: the request and what is live, two states beside each other; Send Request and withdraw it.
import { Anchor, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Failure, Notice } from '../ui/notice.tsx'
import { LiveStatus, RequestStatus } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { labelOf } from './app-fields.ts'
import { useVendor } from './signed-in-vendor.ts'
import { useVendorAction } from './vendor-queries.ts'

export const AppStatus = ({ app, dirty }: { app: SmartAppView; dirty: boolean }) => {
  const session = useVendor()
  const { token } = session
  const [withdrawing, setWithdrawing] = useState(false)
  const send = useVendorAction(session, () =>
    call('send-production-request', { token, id: app.id, body: {} }),
  )
  const withdraw = useVendorAction(
    session,
    () => call('withdraw-production-request', { token, id: app.id, body: { what: 'request' } }),
    () => setWithdrawing(false),
  )
  const pending = app.request.state === 'pending'
  const unknown = app.request.state === 'unknown'
  const missing = [...new Set([...app.missing, ...Object.keys(fieldsOf(send.error))])]
  return (
    <Paper withBorder p="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          App Status
        </Title>
        <Group gap="xl" align="flex-start">
          <Stack gap={4}>
            <Text size="xs" c="dimmed">
              Production request
            </Text>
            <RequestStatus state={app.request.state} />
            <Text size="xs" c="dimmed">
              {requestWords(app)}
            </Text>
          </Stack>
          <Stack gap={4}>
            <Text size="xs" c="dimmed">
              In production
            </Text>
            <LiveStatus state={app.live.state} />
            <Text size="xs" c="dimmed">
              {app.live.since ? `since ${momentWords(app.live.since)}` : ''}
            </Text>
          </Stack>
        </Group>
        {app.request.state === 'rejected' && app.request.reason ? (
          <Notice tone="warning" title="Why it was rejected">
            <Text size="sm" className="words">
              {app.request.reason}
            </Text>
          </Notice>
        ) : null}
        {app.live.reason && app.live.state !== 'live' ? (
          <Notice tone="warning" title="Why it is not live">
            <Text size="sm" className="words">
              {app.live.reason}
            </Text>
          </Notice>
        ) : null}
        {missing.length > 0 ? (
          <div>
            <Text size="sm">Before you can send the request, fill in:</Text>
            <List size="sm" mt={4}>
              {missing.map(name => (
                <List.Item key={name}>
                  <Anchor href={`#field-${name}`} size="sm">
                    {labelOf(name)}
                  </Anchor>
                </List.Item>
              ))}
            </List>
          </div>
        ) : null}
        {send.error ? <Failure error={send.error} title="The request was not sent" /> : null}
        {unknown ? (
          <Notice tone="warning" title="Production does not answer just now">
            Your app in the sandbox works as before; its status in production shows again when
            production is back.
          </Notice>
        ) : null}
        {dirty ? (
          <Text size="sm" c="dimmed">
            Save your changes first: a request copies what is saved.
          </Text>
        ) : null}
        <Group gap="sm">
          {pending ? (
            <Button variant="default" onClick={() => setWithdrawing(true)}>
              Withdraw request
            </Button>
          ) : (
            <Button
              onClick={() => send.mutate(undefined)}
              loading={send.isPending}
              disabled={dirty || unknown || app.missing.length > 0}
            >
              Send Request
            </Button>
          )}
        </Group>
        {pending ? (
          <Text size="xs" c="dimmed">
            While it is pending, saving the form updates the request. You get an e-mail with the
            decision.
          </Text>
        ) : null}
      </Stack>
      <Confirm
        opened={withdrawing}
        title="Withdraw the production request?"
        action="Withdraw"
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => withdraw.mutate(undefined)}
        onClose={() => setWithdrawing(false)}
      >
        <Text size="sm">The reviewers no longer see it. You can send a new one at any time.</Text>
      </Confirm>
    </Paper>
  )
}

const requestWords = ({ request }: SmartAppView): string => {
  if (request.decidedAt && request.state !== 'pending')
    return `decided ${momentWords(request.decidedAt)}`
  return request.sentAt ? `sent ${momentWords(request.sentAt)}` : 'not sent yet'
}
