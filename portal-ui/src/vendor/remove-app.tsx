// Deletes an app; one that is live or under review stays, the page says why, and offers the way there.
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
  const { token } = session
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'delete' | 'withdraw'>()
  const remove = useVendorAction(
    session,
    () => call('delete-app', { token, id: app.id }),
    () => navigate('/vendor'),
  )
  const withdraw = useVendorAction(
    session,
    () => call('withdraw-production-request', { token, id: app.id, body: { what: 'live' } }),
    () => setAsking(undefined),
  )
  const obstacle = whyNot(app)
  const inProduction = isInProduction(app)
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
        <Group>
          {obstacle ? null : (
            <Button variant="default" onClick={() => setAsking('delete')}>
              Delete
            </Button>
          )}
          {inProduction ? (
            <Button variant="default" onClick={() => setAsking('withdraw')}>
              Withdraw from production
            </Button>
          ) : null}
        </Group>
      </Stack>
      <Confirm
        opened={asking === 'delete'}
        title={`Delete ${app.name}?`}
        action="Delete"
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined)}
        onClose={() => setAsking(undefined)}
      >
        <Text size="sm">This cannot be undone.</Text>
      </Confirm>
      <Confirm
        opened={asking === 'withdraw'}
        title={`Withdraw ${app.name} from production?`}
        action="Withdraw"
        danger
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => withdraw.mutate(undefined)}
        onClose={() => setAsking(undefined)}
      >
        <Text size="sm">
          Members lose it at once: its tokens stop, and it leaves the gallery. To come back, send a
          new production request.
        </Text>
      </Confirm>
    </Paper>
  )
}

const isInProduction = ({ live }: SmartAppView): boolean =>
  live.state === 'live' || live.state === 'suspended'

const whyNot = (app: SmartAppView): string | undefined => {
  if (isInProduction(app))
    return 'The app is in production: members use it with this Client ID and secret, and both are kept here. Withdraw it from production first; then it can be deleted.'
  if (app.request.state === 'pending')
    return 'The app has a request under review. Withdraw the request first; then the app can be deleted.'
  if (app.request.state === 'unknown')
    return 'Production does not answer just now, so nobody knows whether members use the app. Try again later.'
  return undefined
}
