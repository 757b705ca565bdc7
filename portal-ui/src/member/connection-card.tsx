// One connection: the app, whose records, since when, last use, until when, what it may read; and the way to end it.
import { Anchor, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Connection } from '../../../vocabulary/operations.ts'
import { say } from '../language/language.ts'
import { Facts } from '../ui/facts.tsx'
import { Logo } from '../ui/logo.tsx'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { grantedWords } from './kind-words.ts'

const dayMs = 86_400_000
/** As the notices by mail count it. */
const unusedMs = 182 * dayMs
const endingMs = 14 * dayMs

interface ConnectionCardProps {
  connection: Connection
  onRevoke: () => void
}

export const ConnectionCard = ({ connection, onRevoke }: ConnectionCardProps) => {
  const { app, patient, since, lastUsed, until, scopes, sensitive } = connection
  const { connections } = say()
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
          <Group gap="sm">
            <Anchor
              component={Link}
              to={`/member/history?app=${encodeURIComponent(app.id)}`}
              size="sm"
              aria-label={connections.historyOf(app.name)}
            >
              {connections.history}
            </Anchor>
            <Button
              variant="default"
              onClick={onRevoke}
              aria-label={connections.revokeWhat(app.name)}
            >
              {connections.revoke}
            </Button>
          </Group>
        </Group>
        {app.suspended ? <Status tone="bad">{connections.suspended}</Status> : null}
        <Advice connection={connection} />
        <Facts
          columns={4}
          facts={[
            { label: connections.whose, value: patient.name },
            { label: connections.since, value: momentWords(since) },
            {
              label: connections.lastUsed,
              value: lastUsed ? momentWords(lastUsed) : connections.notYet,
            },
            {
              label: connections.until,
              value: until ? momentWords(until) : connections.untilRevoked,
            },
          ]}
        />
        <div>
          <Text size="sm" fw={600}>
            {connections.mayRead}
          </Text>
          <List size="sm" mt={4} spacing={2}>
            {grantedWords(scopes).map(words => (
              <List.Item key={words}>{words}</List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed" mt="xs">
            {sensitive ? connections.sensitive : connections.notSensitive}
          </Text>
        </div>
      </Stack>
    </Paper>
  )
}

/** What the member was, or will be, told by mail too. */
const Advice = ({ connection: { since, lastUsed, until } }: { connection: Connection }) => {
  const { connections } = say()
  const idle = Date.now() - Date.parse(lastUsed ?? since)
  const left = until ? Date.parse(until) - Date.now() : Number.POSITIVE_INFINITY
  const advice = [
    ...(idle >= unusedMs ? [connections.unused(Math.floor(idle / (30 * dayMs)))] : []),
    ...(until && left <= endingMs ? [connections.ending(momentWords(until))] : []),
  ]
  return advice.map(words => (
    <Text key={words} size="sm" fw={500}>
      {words}
    </Text>
  ))
}
