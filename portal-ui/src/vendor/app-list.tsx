// The vendor's apps: client id, status, and what can be done with each.
import { Anchor, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { Copy } from '../ui/copy.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Failure } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { LiveStatus, RequestStatus } from '../ui/status.tsx'
import { FirstSteps } from './first-steps.tsx'
import { launchApp, launchObstacle } from './launch.ts'
import { PatientPanel } from './patient-panel.tsx'
import { useVendor } from './signed-in-vendor.ts'
import { useApps } from './vendor-queries.ts'

const AppList = () => {
  const session = useVendor()
  const query = useApps(session)
  const newApp = (
    <Button component={Link} to="/vendor/apps/new">
      New Application
    </Button>
  )
  return (
    <Page title="Your apps" actions={query.data?.apps.length ? newApp : null}>
      <Loaded query={query} what="your apps">
        {answer => (
          <Stack gap="lg">
            {answer.apps.length === 0 ? (
              <Empty title="No apps yet" action={newApp}>
                Register your first app: you get a Client ID at once, and can launch it against a
                synthetic member’s record.
              </Empty>
            ) : (
              <Apps apps={answer.apps} hasPatient={answer.patient !== undefined} />
            )}
            <PatientPanel session={session} answer={answer} />
            <FirstSteps answer={answer} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

const Apps = ({ apps, hasPatient }: { apps: SmartAppView[]; hasPatient: boolean }) => {
  const session = useVendor()
  const launch = useMutation({ mutationFn: (id: string) => launchApp(session, id) })
  const actions = (app: SmartAppView) => (
    <Actions
      app={app}
      hasPatient={hasPatient}
      busy={launch.isPending && launch.variables === app.id}
      onLaunch={() => launch.mutate(app.id)}
    />
  )
  return (
    <Stack gap="sm">
      {launch.error ? <Failure error={launch.error} title="The app was not launched" /> : null}
      <Paper withBorder visibleFrom="md">
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Client ID</Table.Th>
              <Table.Th>App Status</Table.Th>
              <Table.Th>Actions</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {apps.map(app => (
              <Table.Tr key={app.id}>
                <Table.Td>
                  <Anchor component={Link} to={`/vendor/apps/${app.id}`} fw={600}>
                    {app.name || 'Unnamed app'}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Copy value={app.id} label="Client ID" />
                </Table.Td>
                <Table.Td>
                  <States app={app} />
                </Table.Td>
                <Table.Td>{actions(app)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      <Stack gap="sm" hiddenFrom="md">
        {apps.map(app => (
          <Paper key={app.id} withBorder p="md">
            <Stack gap="sm">
              <Title order={2} size="h4" className="words">
                {app.name || 'Unnamed app'}
              </Title>
              <Copy value={app.id} label="Client ID" />
              <States app={app} />
              {actions(app)}
            </Stack>
          </Paper>
        ))}
      </Stack>
    </Stack>
  )
}

const States = ({ app }: { app: SmartAppView }) => (
  <Group gap={6}>
    <RequestStatus state={app.request.state} />
    <LiveStatus state={app.live.state} />
  </Group>
)

interface ActionsProps {
  app: SmartAppView
  hasPatient: boolean
  busy: boolean
  onLaunch: () => void
}

const Actions = ({ app, hasPatient, busy, onLaunch }: ActionsProps) => {
  const obstacle = launchObstacle(app, hasPatient)
  const of = `of ${app.name || 'this app'}`
  return (
    <Group gap="xs">
      <Button
        component={Link}
        to={`/vendor/apps/${app.id}`}
        size="compact-sm"
        variant="default"
        aria-label={`Edit ${app.name}`}
      >
        Edit
      </Button>
      {obstacle ? null : (
        <Button
          size="compact-sm"
          onClick={onLaunch}
          loading={busy}
          aria-label={`Launch App ${app.name}`}
        >
          Launch App
        </Button>
      )}
      {hasPatient ? (
        <Button
          component={Link}
          to="/vendor/my-data"
          size="compact-sm"
          variant="default"
          aria-label={`My Data ${of}`}
        >
          My Data
        </Button>
      ) : null}
      {obstacle && hasPatient ? (
        <Text size="xs" c="dimmed">
          {obstacle}
        </Text>
      ) : null}
    </Group>
  )
}

export default AppList
