// One person: roles, whose records, which apps and sessions, each of which can be ended.
import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Person } from '../../../vocabulary/operations.ts'
import { relationshipWords } from '../fhir/relationship.ts'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import type { AskedEnd } from './asked-end.ts'

interface PersonCardProps {
  person: Person
  onEnd: (asked: AskedEnd) => void
}

export const PersonCard = ({ person, onEnd }: PersonCardProps) => {
  const { box, name, email, organization, inactive, patients, grants, sessions, hasTwoFactor } =
    person
  const hasAccess = grants.length > 0 || sessions.length > 0
  return (
    <Paper withBorder p="lg" component="article">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="md">
          <Stack gap={2} flex="1 1 16rem">
            <Group gap="sm">
              <Title order={2} size="h5" className="words">
                {name || email}
              </Title>
              {inactive ? <Status tone="bad">Inactive</Status> : null}
            </Group>
            <Text size="sm" c="dimmed" className="words">
              {[email, organization, person.roles.join(', '), box].filter(Boolean).join(' · ')}
            </Text>
          </Stack>
          {hasTwoFactor && box === 'production' ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Remove the second factor of ${name || email}`}
              onClick={() =>
                onEnd({
                  title: `Remove the second factor of ${name || email}?`,
                  removeTwoFactorOf: person.id,
                })
              }
            >
              Remove second factor
            </Button>
          ) : null}
          {hasAccess ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`End all access of ${name || email}`}
              onClick={() =>
                onEnd({
                  title: `End all access of ${name || email}?`,
                  request: { box, user: person.id },
                })
              }
            >
              End all access
            </Button>
          ) : null}
        </Group>
        {patients.length > 0 ? (
          <Text size="sm">
            May act for:{' '}
            {patients
              .map(
                patient =>
                  `${patient.name} (${relationshipWords(patient.relationship)}${patient.until ? `, until ${momentWords(patient.until)}` : ''})`,
              )
              .join(', ')}
          </Text>
        ) : null}
        {grants.length > 0 ? (
          <Rows
            label="Apps this person allowed"
            whose={email || name}
            heads={['App', 'Since', 'Until', '']}
          >
            {grants.map(grant => (
              <Table.Tr key={grant.id}>
                <Table.Td>{grant.app}</Table.Td>
                <Table.Td visibleFrom="sm">{momentWords(grant.since)}</Table.Td>
                <Table.Td>{grant.until ? momentWords(grant.until) : '–'}</Table.Td>
                <Table.Td>
                  <End
                    label={`End access of ${grant.app}`}
                    onClick={() =>
                      onEnd({
                        title: `End access of ${grant.app} to records of ${name}?`,
                        request: { box, grant: grant.id },
                      })
                    }
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Rows>
        ) : null}
        {sessions.length > 0 ? (
          <Rows label="Sessions" whose={email || name} heads={['Client', 'Since', 'Expires', '']}>
            {sessions.map(session => (
              <Table.Tr key={session.id}>
                <Table.Td>{session.clientId ?? 'browser'}</Table.Td>
                <Table.Td visibleFrom="sm">{momentWords(session.since)}</Table.Td>
                <Table.Td>{momentWords(session.expires)}</Table.Td>
                <Table.Td>
                  <End
                    label={`End session of ${session.clientId ?? 'browser'}`}
                    onClick={() =>
                      onEnd({
                        title: `End this session of ${name}?`,
                        request: { box, session: session.id },
                      })
                    }
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Rows>
        ) : null}
      </Stack>
    </Paper>
  )
}

const Rows = ({
  label,
  whose,
  heads,
  children,
}: {
  label: string
  whose: string
  heads: string[]
  children: ReactNode
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, so the keyboard must reach them
  <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label={`${label}: ${whose}`}>
    <Text size="sm" fw={600}>
      {label}
    </Text>
    <Table fz="sm" miw={{ base: 0, sm: '26rem' }}>
      <Table.Thead>
        <Table.Tr>
          {heads.map(head =>
            head ? (
              <Table.Th key={head} visibleFrom={head === 'Since' ? 'sm' : undefined}>
                {head}
              </Table.Th>
            ) : (
              <Table.Td key="" />
            ),
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </section>
)

const End = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button size="compact-xs" variant="default" aria-label={label} onClick={onClick}>
    End
  </Button>
)
