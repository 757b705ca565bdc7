// Connected apps: who reads what, since when, until when; revoked with one question.
import { Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Connection } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { endIfRefused } from '../queries.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Logo } from '../ui/logo.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { connectionsKey, useConnections } from './member-queries.ts'
import { useMember } from './signed-in-member.ts'

const ConnectedApps = () => {
  const session = useMember()
  const query = useConnections(session)
  const client = useQueryClient()
  const [asked, setAsked] = useState<Connection>()
  const [ended, setEnded] = useState('')
  const revoke = useMutation({
    mutationFn: (connection: Connection) =>
      call('revoke-connection', { token: session.token, id: connection.id, body: {} }),
    onSuccess: async (_, connection) => {
      setAsked(undefined)
      setEnded(
        `${connection.app.name} can no longer read the records of ${connection.patient.name}.`,
      )
      await client.invalidateQueries({ queryKey: connectionsKey(session) })
    },
    onError: error => endIfRefused(error, 'member'),
  })
  return (
    <Page
      title="Connected apps"
      lead="Apps that you allowed to read records. Revoking one stops it at once."
    >
      {ended ? <Notice tone="good" title={ended} /> : null}
      <Loaded query={query} what="your connected apps">
        {({ connections }) =>
          connections.length === 0 ? (
            <Empty
              title="No app is connected"
              action={
                <Button component={Link} to="/member" variant="default">
                  Look at the apps
                </Button>
              }
            >
              When you allow an app to read your records, it is listed here.
            </Empty>
          ) : (
            <Stack gap="md">
              {connections.map(connection => (
                <ConnectionCard
                  key={connection.id}
                  connection={connection}
                  onRevoke={() => {
                    setEnded('')
                    setAsked(connection)
                  }}
                />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <Confirm
        opened={asked !== undefined}
        title={`Revoke access of ${asked?.app.name ?? 'this app'}?`}
        action="Revoke access"
        danger
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => asked && revoke.mutate(asked)}
        onClose={() => {
          setAsked(undefined)
          revoke.reset()
        }}
      >
        <Text size="sm">
          It can no longer read the records of {asked?.patient.name}, starting now. What it has read
          already stays with it: ask its vendor to delete that.
        </Text>
      </Confirm>
    </Page>
  )
}

const ConnectionCard = ({
  connection,
  onRevoke,
}: {
  connection: Connection
  onRevoke: () => void
}) => {
  const { app, patient, since, lastUsed, until, scopes, sensitive } = connection
  return (
    <Paper withBorder p="lg" component="article">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="md">
          <Group wrap="nowrap" flex="1 1 14rem">
            <Logo name={app.name} {...(app.logo ? { src: app.logo } : {})} />
            <div>
              <Title order={2} size="h5" className="words">
                {app.name}
              </Title>
              <Text size="sm" c="dimmed" className="words">
                {app.organizationName}
              </Text>
            </div>
          </Group>
          <Button variant="default" onClick={onRevoke} aria-label={`Revoke access of ${app.name}`}>
            Revoke access
          </Button>
        </Group>
        {app.suspended ? <Status tone="bad">Suspended by the plan</Status> : null}
        <Facts
          columns={4}
          facts={[
            { label: 'Whose records', value: patient.name },
            { label: 'Since', value: momentWords(since) },
            { label: 'Last used', value: lastUsed ? momentWords(lastUsed) : 'not yet' },
            { label: 'Until', value: until ? momentWords(until) : 'you revoke it' },
          ]}
        />
        <div>
          <Text size="sm" fw={600}>
            It may read
          </Text>
          <List size="sm" mt={4} spacing={2}>
            {[...new Set(scopes.map(({ words }) => words))].map(words => (
              <List.Item key={words}>{words}</List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed" mt="xs">
            {sensitive
              ? 'Records marked as sensitive are included.'
              : 'Records marked as sensitive are held back.'}
          </Text>
        </div>
      </Stack>
    </Paper>
  )
}

export default ConnectedApps
