// One production request: what would go live beside what is live, the checks, and the decision.
import { Anchor, Grid, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { Link, useParams } from 'react-router'
import type { ProductionRequestAnswer } from '../../../vocabulary/operations.ts'
import { Facts } from '../ui/facts.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { LiveStatus, RequestStatus } from '../ui/status.tsx'
import { ageWords, momentWords } from '../ui/when.ts'
import { useRequest } from './admin-queries.ts'
import { Decision } from './decision.tsx'
import { Differences } from './differences.tsx'
import { Due } from './due.tsx'
import { Evidence } from './evidence.tsx'
import { useAdmin } from './signed-in-admin.ts'

const Review = () => {
  const { id = '' } = useParams()
  const query = useRequest(useAdmin(), id)
  return (
    <Loaded query={query} what="the request" rows={5}>
      {request => <Details request={request} />}
    </Loaded>
  )
}

const Details = ({ request }: { request: ProductionRequestAnswer }) => (
  <Page
    title={request.name}
    lead={
      <Anchor component={Link} to="/admin" size="sm">
        All requests
      </Anchor>
    }
    actions={
      <>
        <RequestStatus state={request.state} />
        <LiveStatus state={request.live} />
      </>
    }
  >
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack gap="lg">
          <Paper withBorder p="lg">
            <Facts
              facts={[
                { label: 'Vendor', value: `${request.vendor.name} (${request.vendor.email})` },
                { label: 'Organization', value: request.organizationName },
                { label: 'Client ID', value: request.clientId },
                {
                  label: 'Sent',
                  value: `${momentWords(request.sentAt)}${request.state === 'pending' ? `, waiting for ${ageWords(request.ageHours)}` : ''}`,
                },
                ...(request.state === 'pending'
                  ? [{ label: 'Due', value: <Due request={request} /> }]
                  : []),
                { label: 'Last saved while pending', value: momentWords(request.updatedAt) },
                { label: 'Version', value: request.version },
              ]}
            />
          </Paper>
          <Differences request={request} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack gap="lg">
          <Checks checks={request.checks} />
          {request.state === 'pending' ? (
            <Decision key={request.version} request={request} />
          ) : null}
          <Evidence request={request} />
          {request.decision ? <Decided decision={request.decision} /> : null}
        </Stack>
      </Grid.Col>
    </Grid>
  </Page>
)

const Checks = ({ checks }: Pick<ProductionRequestAnswer, 'checks'>) => (
  <Paper withBorder p="lg">
    <Stack gap="sm">
      <Title order={2} size="h4">
        Automatic checks
      </Title>
      {checks.length === 0 ? (
        <Text size="sm" c="dimmed">
          None were made.
        </Text>
      ) : null}
      {checks.map(({ id, title, ok, detail }) => (
        <Group key={id} wrap="nowrap" align="flex-start" gap="sm">
          <ThemeIcon
            size="sm"
            radius="xl"
            color={ok ? 'teal.9' : 'red.9'}
            role="img"
            aria-label={ok ? 'Passed' : 'Look at this'}
          >
            {ok ? '✓' : '!'}
          </ThemeIcon>
          <div>
            <Text size="sm" fw={500}>
              {title}
            </Text>
            <Text size="xs" c="dimmed" className="words">
              {detail}
            </Text>
          </div>
        </Group>
      ))}
    </Stack>
  </Paper>
)

const Decided = ({ decision }: { decision: NonNullable<ProductionRequestAnswer['decision']> }) => (
  <Notice
    tone={decision.outcome === 'approved' ? 'good' : 'warning'}
    title={decision.outcome === 'approved' ? 'Approved' : 'Rejected'}
  >
    <Stack gap={4}>
      <Text size="sm">
        by {decision.by}, {momentWords(decision.at)}
      </Text>
      {decision.reason ? (
        <Text size="sm" className="words">
          Reason: {decision.reason}
        </Text>
      ) : null}
      {decision.note ? (
        <Text size="sm" className="words">
          Note: {decision.note}
        </Text>
      ) : null}
    </Stack>
  </Notice>
)

export default Review
