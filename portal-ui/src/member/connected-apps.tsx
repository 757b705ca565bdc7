// Connected apps: who reads what, since when, until when; revoked with one question, connected again by one link.
import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Connection } from '../../../vocabulary/operations.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { endIfRefused } from '../queries.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { ConnectionCard } from './connection-card.tsx'
import { connectionsKey, useConnections } from './member-queries.ts'
import { useMember } from './signed-in-member.ts'

const ConnectedApps = () => {
  const session = useMember()
  const query = useConnections(session)
  const client = useQueryClient()
  const [asked, setAsked] = useState<Connection>()
  const [ended, setEnded] = useState<Connection>()
  const revoke = useMutation({
    mutationFn: (connection: Connection) =>
      call('revoke-connection', { token: session.token, id: connection.id, body: {} }),
    onSuccess: async (_, connection) => {
      setAsked(undefined)
      setEnded(connection)
      await client.invalidateQueries({ queryKey: connectionsKey(session) })
    },
    onError: error => endIfRefused(error, 'member'),
  })
  const { connections: words } = say()
  return (
    <Page title={words.title} lead={words.lead}>
      {ended ? (
        <Notice tone="good" title={words.revoked(ended.app.name, ended.patient.name)}>
          <Link to={`/member/apps/${ended.app.id}`}>{words.undo}</Link>
        </Notice>
      ) : null}
      <Loaded query={query} what={words.what}>
        {({ connections }) =>
          connections.length === 0 ? (
            <Empty
              title={words.noneTitle}
              action={
                <Button component={Link} to="/member" variant="default">
                  {words.look}
                </Button>
              }
            >
              {words.none}
            </Empty>
          ) : (
            <Stack gap="md">
              {connections.map(connection => (
                <ConnectionCard
                  key={connection.id}
                  connection={connection}
                  onRevoke={() => {
                    setEnded(undefined)
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
        title={words.revokeAsk(asked?.app.name ?? words.thisApp)}
        action={words.revoke}
        danger
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => asked && revoke.mutate(asked)}
        onClose={() => {
          setAsked(undefined)
          revoke.reset()
        }}
      >
        <Text size="sm">{words.consequence(asked?.patient.name ?? '')}</Text>
      </Confirm>
    </Page>
  )
}

export default ConnectedApps
