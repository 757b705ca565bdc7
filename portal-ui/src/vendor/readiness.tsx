// Ready for production? What the form and the sandbox show, each with what to do; it advises and stops nobody.
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReadinessAnswer, SmartAppView } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Status } from '../ui/status.tsx'
import { useVendor } from './signed-in-vendor.ts'

const states = {
  ok: ['good', 'Ready'],
  missing: ['bad', 'To do'],
  unseen: ['wait', 'Not seen yet'],
} as const

export const Readiness = ({ app }: { app: SmartAppView }) => {
  const session = useVendor()
  const query = useQuery({
    queryKey: ['vendor', session.id, 'readiness', app.id, app.version],
    queryFn: ({ signal }) => call('check-readiness', { token: session.token, id: app.id, signal }),
  })
  return (
    <Paper withBorder p="lg" component="section" aria-label="Ready for production?">
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={2} size="h4">
            Ready for production?
          </Title>
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetching}
            onClick={() => void query.refetch()}
          >
            Check again
          </Button>
        </Group>
        <Loaded query={query} what="the readiness check" rows={4}>
          {answer => <Items answer={answer} />}
        </Loaded>
        <Text size="xs" c="dimmed">
          The result goes with your request, and the reviewer reads it. Only an incomplete form
          keeps a request back. What is “not seen yet” you show by using your app;{' '}
          <Anchor component={Link} to={`/vendor/apps/${app.id}/requests`} size="xs">
            its request log
          </Anchor>{' '}
          says what was seen.
        </Text>
      </Stack>
    </Paper>
  )
}

const Items = ({ answer }: { answer: ReadinessAnswer }) => (
  <ul className="log">
    {answer.items.map(({ id, title, state, detail }) => {
      const [tone, words] = states[state]
      return (
        <li key={id} className="ready-line">
          <Group justify="space-between" gap="xs" align="flex-start">
            <Text size="sm" fw={600} flex="1 1 12rem">
              {title}
            </Text>
            <Status tone={tone}>{words}</Status>
          </Group>
          <Text size="sm" c="dimmed" className="words">
            {detail}
          </Text>
        </li>
      )
    })}
  </ul>
)
