// Members who allowed an app and the sessions it holds; one or all of them can be ended.
import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { EndAccessRequest } from '../../../vocabulary/operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { momentWords } from '../ui/when.ts'
import { useAppAccess } from './admin-queries.ts'
import type { AskedEnd } from './asked-end.ts'
import { EndAccess } from './end-access.tsx'
import { Pages } from './pages.tsx'
import { Scrolling } from './scrolling.tsx'
import { useAdmin } from './signed-in-admin.ts'

const size = 20

export const AppAccess = ({ id }: { id: string }) => {
  const [page, setPage] = useState(1)
  const [asked, setAsked] = useState<AskedEnd>()
  const [done, setDone] = useState('')
  const query = useAppAccess(useAdmin(), id, page)
  const ask = (request: Omit<EndAccessRequest, 'reason'>, title: string) => {
    setDone('')
    setAsked({ title, request })
  }
  return (
    <Stack gap="md">
      {done ? <Notice tone="good" title={done} /> : null}
      <Loaded query={query} what="who has access">
        {({ app, grants, totalGrants, sessions, totalSessions }) =>
          totalGrants + totalSessions === 0 ? (
            <Empty title="Nobody has connected this app" />
          ) : (
            <Stack gap="lg">
              <Group justify="space-between">
                <Text size="sm" c="dimmed">
                  {totalGrants === 1 ? '1 consent' : `${totalGrants} consents`},{' '}
                  {totalSessions === 1 ? '1 session' : `${totalSessions} sessions`}
                </Text>
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => ask({ client: id }, `End all access of ${app.name}?`)}
                >
                  End all access
                </Button>
              </Group>
              <Listed
                title="Consents"
                rows={grants.map(({ id: grant, person, patient, since, until }) => ({
                  id: grant,
                  cells: [
                    person.name ?? person.id,
                    patient ?? '–',
                    momentWords(since),
                    until ? momentWords(until) : '–',
                  ],
                  label: `End access of ${app.name} for ${person.name ?? person.id}`,
                  onEnd: () =>
                    ask({ grant }, `End access of ${app.name} for ${person.name ?? person.id}?`),
                }))}
                heads={['Member', 'Patient', 'Since', 'Until']}
              />
              <Listed
                title="Sessions"
                rows={sessions.map(({ id: session, person, since, expires }) => ({
                  id: session,
                  cells: [
                    person ? (person.name ?? person.id) : 'the app itself',
                    momentWords(since),
                    expires ? momentWords(expires) : '–',
                  ],
                  label: `End session of ${person?.name ?? app.name} since ${momentWords(since)}`,
                  onEnd: () => ask({ session }, `End this session of ${app.name}?`),
                }))}
                heads={['Member', 'Since', 'Expires']}
              />
              <Pages
                total={Math.max(totalGrants, totalSessions)}
                size={size}
                page={page}
                onPage={setPage}
              />
            </Stack>
          )
        }
      </Loaded>
      <EndAccess asked={asked} onClose={() => setAsked(undefined)} onDone={setDone} />
    </Stack>
  )
}

interface ListedProps {
  title: string
  heads: readonly string[]
  rows: readonly { id: string; cells: readonly string[]; label: string; onEnd: () => void }[]
}

const Listed = ({ title, heads, rows }: ListedProps) =>
  rows.length === 0 ? null : (
    <Stack gap="xs">
      <Title order={2} size="h5">
        {title}
      </Title>
      <Scrolling label={title}>
        <Table fz="sm" miw="36rem" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              {heads.map(head => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, cells, label, onEnd }) => (
              <Table.Tr key={id}>
                {cells.map((cell, index) => (
                  <Table.Td key={heads[index]} className="words">
                    {cell}
                  </Table.Td>
                ))}
                <Table.Td>
                  <Button size="compact-xs" variant="default" aria-label={label} onClick={onEnd}>
                    End
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolling>
    </Stack>
  )
