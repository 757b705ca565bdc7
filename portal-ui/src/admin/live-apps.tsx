// Apps that are or were live: suspend, reinstate, withdraw, each with a reason.
import { Anchor, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { LiveAppSummary, LiveState } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { LiveStatus } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { useAdminAction, useLiveApps } from './admin-queries.ts'
import { useAdmin } from './signed-in-admin.ts'

type Move = 'suspend-app' | 'reinstate-app' | 'withdraw-app'

const moves: Record<
  Move,
  { verb: string; from: readonly LiveState[]; says: string; done: string }
> = {
  'suspend-app': {
    verb: 'Suspend',
    from: ['live'],
    says: 'Its tokens stop at once and it leaves the gallery, until it is reinstated. Members’ consents are kept.',
    done: 'is suspended',
  },
  'reinstate-app': {
    verb: 'Reinstate',
    from: ['suspended'],
    says: 'It is back in the gallery, and members can use it again.',
    done: 'is live again',
  },
  'withdraw-app': {
    verb: 'Withdraw',
    from: ['live', 'suspended'],
    says: 'It leaves production for good: its tokens stop, and a new production request is needed to come back.',
    done: 'is withdrawn',
  },
}
const moveNames: Move[] = ['suspend-app', 'reinstate-app', 'withdraw-app']

const LiveApps = () => {
  const session = useAdmin()
  const query = useLiveApps(session)
  const [asked, setAsked] = useState<{ move: Move; app: LiveAppSummary }>()
  const [reason, setReason] = useState('')
  const [done, setDone] = useState('')
  const close = () => {
    setAsked(undefined)
    setReason('')
    act.reset()
  }
  const act = useAdminAction(
    session,
    ({ move, app }: { move: Move; app: LiveAppSummary }) =>
      call(move, { token: session.token, id: app.id, body: { reason: reason.trim() } }),
    (_, { move, app }) => {
      setDone(`${app.name} ${moves[move].done}.`)
      close()
    },
  )
  return (
    <Page title="Live apps" lead="Apps that members can use, or could.">
      {done ? <Notice tone="good" title={done} /> : null}
      <Loaded query={query} what="the apps">
        {({ apps }) =>
          apps.length === 0 ? (
            <Empty title="No app is live yet">Approve a production request, and it is here.</Empty>
          ) : (
            <Stack gap="sm">
              {apps.map(app => (
                <Paper key={app.id} withBorder p="md" component="article">
                  <Group justify="space-between" gap="md">
                    <Stack gap={2} flex="1 1 16rem">
                      <Group gap="sm">
                        <Title order={2} size="h5" className="words">
                          <Anchor component={Link} to={`/admin/apps/${app.id}`}>
                            {app.name}
                          </Anchor>
                        </Title>
                        <LiveStatus state={app.live} />
                      </Group>
                      <Text size="sm" c="dimmed">
                        {app.organizationName} · since {momentWords(app.since)} ·{' '}
                        {app.grants === 1
                          ? '1 member connected'
                          : `${app.grants} members connected`}
                      </Text>
                    </Stack>
                    <Group gap="xs">
                      {moveNames
                        .filter(move => moves[move].from.includes(app.live))
                        .map(move => (
                          <Button
                            key={move}
                            size="compact-sm"
                            variant="default"
                            aria-label={`${moves[move].verb} ${app.name}`}
                            onClick={() => {
                              setDone('')
                              setAsked({ move, app })
                            }}
                          >
                            {moves[move].verb}
                          </Button>
                        ))}
                    </Group>
                  </Group>
                </Paper>
              ))}
            </Stack>
          )
        }
      </Loaded>
      <Confirm
        opened={asked !== undefined}
        title={asked ? `${moves[asked.move].verb} ${asked.app.name}?` : ''}
        action={asked ? moves[asked.move].verb : ''}
        danger={asked?.move !== 'reinstate-app'}
        busy={act.isPending}
        incomplete={reason.trim() === ''}
        error={act.error}
        onConfirm={() => asked && act.mutate(asked)}
        onClose={close}
      >
        <Text size="sm">{asked ? moves[asked.move].says : ''}</Text>
        <Textarea
          label="Reason"
          description={
            asked?.move === 'reinstate-app'
              ? 'It is kept with the decision; the vendor is told that the app is back.'
              : 'The vendor reads it in the e-mail; it is kept with the decision.'
          }
          autosize
          minRows={3}
          required
          data-autofocus
          value={reason}
          error={fieldsOf(act.error).reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
      </Confirm>
    </Page>
  )
}

export default LiveApps
