// Events of the audit as rows; what was refused stands out, what was read is folded away.
import { Anchor, Stack, Table, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { AuditRow } from '../../../vocabulary/staff.ts'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { auditWords } from './audit-words.ts'
import { Scrolling } from './scrolling.tsx'

export const AuditTable = ({ rows }: { rows: readonly AuditRow[] }) => (
  <Scrolling label="Events">
    <Table verticalSpacing="xs" horizontalSpacing="md" miw="56rem" fz="sm">
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
            <Table.Td valign="top">{momentWords(row.at)}</Table.Td>
            <Table.Td valign="top" className="words">
              <What row={row} />
            </Table.Td>
            <Table.Td valign="top" className="words">
              <Named who={row.person} by="person" />
              {row.about ? (
                <Text size="xs" c="dimmed">
                  about {row.about.name ?? row.about.id}
                </Text>
              ) : null}
            </Table.Td>
            <Table.Td valign="top" className="words">
              <Named who={row.app} by="app" />
            </Table.Td>
            <Table.Td valign="top" className="words">
              {row.patients.length === 0
                ? '–'
                : row.patients.map(patient => (
                    <div key={patient}>
                      <Narrow by="patient" value={patient}>
                        {patient}
                      </Narrow>
                    </div>
                  ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Scrolling>
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
