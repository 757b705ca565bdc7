// The queue of production requests, by state, oldest first.
import { Anchor, Group, Paper, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ProductionRequestSummary } from '../../../vocabulary/operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { LiveStatus, RequestStatus } from '../ui/status.tsx'
import { ageWords, dateWords, momentWords } from '../ui/when.ts'
import { useRequests } from './admin-queries.ts'
import { Due } from './due.tsx'
import { Pages } from './pages.tsx'
import { useAdmin } from './signed-in-admin.ts'

const states = [
  { value: 'pending', label: 'Pending' },
  { value: 'approved', label: 'Approved' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'withdrawn', label: 'Withdrawn' },
]
const pageSize = 20

const ReviewList = () => {
  const [state, setState] = useState('pending')
  const [page, setPage] = useState(1)
  const query = useRequests(useAdmin(), state, page)
  return (
    <Page title="Production requests" lead="Apps whose vendors ask to offer them to members.">
      <Stack gap="md">
        <Group>
          <SegmentedControl
            className="fits"
            aria-label="State"
            data={states}
            value={state}
            onChange={value => {
              setState(value)
              setPage(1)
            }}
          />
        </Group>
        <Loaded query={query} what="the requests">
          {({ requests, total, workingDays }) =>
            requests.length === 0 ? (
              <Empty title={state === 'pending' ? 'Nothing waits for you' : 'No such requests'}>
                {state === 'pending' ? 'New requests appear here when vendors send them.' : null}
              </Empty>
            ) : (
              <Stack gap="md">
                {state === 'pending' ? (
                  <Text size="sm" c="dimmed">
                    Oldest first. Each is due {workingDays} working{' '}
                    {workingDays === 1 ? 'day' : 'days'} after it was sent; reminders go to every
                    admin by mail.
                  </Text>
                ) : null}
                <Queue requests={requests} />
                <Pages total={total} size={pageSize} page={page} onPage={setPage} />
              </Stack>
            )
          }
        </Loaded>
      </Stack>
    </Page>
  )
}

const Queue = ({ requests }: { requests: ProductionRequestSummary[] }) => (
  <>
    <Paper withBorder visibleFrom="md">
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>App</Table.Th>
            <Table.Th>Vendor</Table.Th>
            <Table.Th>Sent</Table.Th>
            <Table.Th>Due</Table.Th>
            <Table.Th>Request</Table.Th>
            <Table.Th>In production</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {requests.map(request => (
            <Table.Tr key={request.id}>
              <Table.Td>
                <Anchor component={Link} to={`/admin/requests/${request.id}`} fw={600}>
                  {request.name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {request.organizationName}
                </Text>
              </Table.Td>
              <Table.Td className="words" maw="13rem">
                <Text size="sm">{request.vendor.name}</Text>
                <Text size="xs" c="dimmed">
                  {request.vendor.email}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
                  {dateWords(request.sentAt)}
                </Text>
                {request.state === 'pending' ? (
                  <Text size="xs" c="dimmed">
                    waiting for {ageWords(request.ageHours)}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td>
                <Due request={request} />
              </Table.Td>
              <Table.Td>
                <RequestStatus state={request.state} />
              </Table.Td>
              <Table.Td>
                <LiveStatus state={request.live} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
    <Stack gap="sm" hiddenFrom="md">
      {requests.map(request => (
        <Paper key={request.id} withBorder p="md">
          <Stack gap={4}>
            <Anchor component={Link} to={`/admin/requests/${request.id}`} fw={600}>
              {request.name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {request.organizationName} · {request.vendor.name}
            </Text>
            <Text size="sm" c="dimmed">
              {request.state === 'pending'
                ? `waiting for ${ageWords(request.ageHours)}`
                : `sent ${momentWords(request.sentAt)}`}
            </Text>
            {request.state === 'pending' ? (
              <Group gap={6}>
                <Text size="sm" c="dimmed">
                  due
                </Text>
                <Due request={request} />
              </Group>
            ) : null}
            <Group gap={6}>
              <RequestStatus state={request.state} />
              <LiveStatus state={request.live} />
            </Group>
          </Stack>
        </Paper>
      ))}
    </Stack>
  </>
)

export default ReviewList
