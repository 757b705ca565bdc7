// Deletes an app; one that is live or under review stays, and the page says why.
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { Confirm } from '../ui/confirm.tsx'
import { useVendor } from './signed-in-vendor.ts'
import { useVendorAction } from './vendor-queries.ts'

export const RemoveApp = ({ app }: { app: SmartAppView }) => {
  const session = useVendor()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const remove = useVendorAction(
    session,
    () => call('delete-app', { token: session.token, id: app.id }),
    () => navigate('/vendor'),
  )
  const obstacle = whyNot(app)
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Title order={2} size="h4">
          Delete the app
        </Title>
        <Text size="sm" c="dimmed">
          {obstacle ??
            'Its Client ID stops working in the sandbox, and its secret can no longer be read.'}
        </Text>
        {obstacle ? null : (
          <Group>
            <Button variant="default" onClick={() => setAsking(true)}>
              Delete
            </Button>
          </Group>
        )}
      </Stack>
      <Confirm
        opened={asking}
        title={`Delete ${app.name}?`}
        action="Delete"
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">This cannot be undone.</Text>
      </Confirm>
    </Paper>
  )
}

const whyNot = ({ request, live }: SmartAppView): string | undefined => {
  if (live.state === 'live' || live.state === 'suspended')
    return 'The app is in production: members use it with this Client ID and secret, and both are kept here. Ask the plan to withdraw it first; then it can be deleted.'
  if (request.state === 'pending')
    return 'The app has a request under review. Withdraw the request above; then the app can be deleted.'
  return undefined
}
