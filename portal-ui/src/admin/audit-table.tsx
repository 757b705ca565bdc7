// Events of the audit as rows, on a phone one below the other; what was refused stands out, what was read is folded away.
import { Anchor, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { AuditRow } from '../../../vocabulary/staff.ts'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { auditWords } from './audit-words.ts'
import { Scrolling } from './scrolling.tsx'

export const AuditTable = ({ rows }: { rows: readonly AuditRow[] }) => (
  <Scrolling label="Events">
    <Table className="stacks" verticalSpacing="xs" horizontalSpacing="md" fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="11rem">When</Table.Th>
          <Table.Th>What</Table.Th>
          <Table.Th w="12rem">Who</Table.Th>
          <Table.Th w="12rem">App</Table.Th>
          <Table.Th w="12rem">Record of</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(row => (
          <Table.Tr key={row.id}>
            <Cell name="When">{momentWords(row.at)}</Cell>
            <Cell name="What">
              <What row={row} />
            </Cell>
            <Cell name="Who" empty={!row.person && !row.about}>
              <Named who={row.person} by="person" />
              {row.about ? (
                <Text size="xs" c="dimmed">
                  about {row.about.name ?? row.about.id}
                </Text>
              ) : null}
            </Cell>
            <Cell name="App" empty={!row.app}>
              <Named who={row.app} by="app" />
            </Cell>
            <Cell name="Record of" empty={row.patients.length === 0}>
              {row.patients.length === 0
                ? '–'
                : row.patients.map(patient => (
                    <div key={patient}>
                      <Narrow by="patient" value={patient}>
                        {patient}
                      </Narrow>
                    </div>
                  ))}
            </Cell>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Scrolling>
)

/** On a phone the column's name stands before the value, and what is empty is left out. */
const Cell = ({
  name,
  empty = false,
  children,
}: {
  name: string
  empty?: boolean
  children: ReactNode
}) => (
  <Table.Td valign="top" className={empty ? 'words stacks-empty' : 'words'} data-column={name}>
    <div>{children}</div>
  </Table.Td>
)

const What = ({ row }: { row: AuditRow }) => (
  <Stack gap={2}>
    <span>
      {auditWords(row.what)} {row.refused ? <Status tone="bad">Refused</Status> : null}
    </span>
    {row.reason ? (
      <Text size="xs" c="dimmed">
        {row.reason}
      </Text>
    ) : null}
    {row.resources || row.details.length > 0 ? (
      <details>
        <summary>
          <Text span size="xs" c="dimmed">
            Details
          </Text>
        </summary>
        <Text size="xs">
          {row.resources}
          {row.details.map(({ name, value }) => (
            <span key={name + value} style={{ display: 'block' }}>
              {name}: {value}
            </span>
          ))}
        </Text>
      </details>
    ) : null}
  </Stack>
)

const Named = ({
  who,
  by,
}: {
  who: { id: string; name?: string } | undefined
  by: 'person' | 'app'
}) =>
  who ? (
    <Narrow by={by} value={who.id}>
      {who.name ?? who.id}
    </Narrow>
  ) : (
    '–'
  )

/** A link to everything of this person, app or patient. */
const Narrow = ({ by, value, children }: { by: string; value: string; children: string }) => (
  <Anchor
    component={Link}
    to={`/admin/audit?${new URLSearchParams({ kind: 'all', [by]: value })}`}
    size="sm"
    reloadDocument={false}
  >
    {children}
  </Anchor>
)
