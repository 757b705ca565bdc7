// Launch App on the app's page; says what is still missing.
import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { wordsOf } from '../problem.ts'
import { launchApp, launchObstacle } from './launch.ts'
import { useVendor } from './signed-in-vendor.ts'
import { useApps } from './vendor-queries.ts'

export const LaunchButton = ({ app }: { app: SmartAppView }) => {
  const session = useVendor()
  const list = useApps(session)
  const launch = useMutation({ mutationFn: () => launchApp(session, app.id) })
  if (!list.data) return null
  const obstacle = launchObstacle(app, list.data.patient !== undefined)
  const words = launch.error ? wordsOf(launch.error) : obstacle
  return (
    <Stack gap={4} maw="18rem" align="flex-end">
      {obstacle ? null : (
        <Button onClick={() => launch.mutate()} loading={launch.isPending}>
          Launch App
        </Button>
      )}
      {words ? (
        <Text size="xs" c="dimmed" ta="right" role={launch.error ? 'alert' : undefined}>
          {words}
        </Text>
      ) : null}
    </Stack>
  )
}
