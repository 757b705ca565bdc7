// Who may act for whom, those that are over too.
import { Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { relationshipWords } from '../fhir/relationship.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Status } from '../ui/status.tsx'
import { dateWords } from '../ui/when.ts'
import { useDelegations } from './admin-queries.ts'
import { Pages } from './pages.tsx'
import { Scrolling } from './scrolling.tsx'
import { useAdmin } from './signed-in-admin.ts'

export const Delegations = () => {
  const [page, setPage] = useState(1)
  const query = useDelegations(useAdmin(), page)
  return (
    <Loaded query={query} what="the delegations">
      {({ delegations, total }) =>
        delegations.length === 0 ? (
          <Empty title="Nobody acts for somebody else">
            Delegations come with the members that the plan imports.
          </Empty>
        ) : (
          <Stack gap="md">
            <Text size="sm" c="dimmed" role="status">
              {total} found
            </Text>
            <Scrolling label="Delegations">
              <Table horizontalSpacing="md" fz="sm" miw="40rem">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Who acts</Table.Th>
                    <Table.Th>For</Table.Th>
                    <Table.Th>Who that is</Table.Th>
                    <Table.Th>Until</Table.Th>
                    <Table.Th>State</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {delegations.map(({ id, person, patient, relationship, until, inactive }) => (
                    <Table.Tr key={id}>
                      <Table.Td className="words">
                        {person.name ?? person.id}
                        <Text size="xs" c="dimmed">
                          {person.email ?? 'no such account'}
                        </Text>
                      </Table.Td>
                      <Table.Td className="words">
                        {patient.name || patient.id}
                        <Text size="xs" c="dimmed">
                          {patient.id}
                        </Text>
                      </Table.Td>
                      <Table.Td>{relationshipWords(relationship)}</Table.Td>
                      <Table.Td>{until ? dateWords(until) : '–'}</Table.Td>
                      <Table.Td>
                        <Status tone={inactive ? 'quiet' : 'good'}>
                          {inactive ? 'Not in force' : 'In force'}
                        </Status>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Scrolling>
            <Pages total={total} size={20} page={page} onPage={setPage} />
          </Stack>
        )
      }
    </Loaded>
  )
}
