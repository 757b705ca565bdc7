// How far members come with an app in a period: drawn, and the same numbers as a table; failures by their cause.
import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { Grid, Group, Paper, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { FunnelAnswer } from '../../../vocabulary/staff.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { dateWords } from '../ui/when.ts'
import { useFunnel } from './admin-queries.ts'
import { auditWords } from './audit-words.ts'
import { causeWords } from './cause-words.ts'
import { FunnelWeeks } from './funnel-weeks.tsx'
import { useAdmin } from './signed-in-admin.ts'
import { stageWords } from './stage-words.ts'

const periods = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
]

const daysBack = (days: number): string =>
  new Date(Date.now() - (days - 1) * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)

const Funnel = ({ id }: { id: string }) => {
  const [days, setDays] = useState('30')
  const query = useFunnel(useAdmin(), id, daysBack(Number(days)), daysBack(1))
  return (
    <Stack gap="md">
      <Group>
        <SegmentedControl aria-label="Period" data={periods} value={days} onChange={setDays} />
      </Group>
      <Loaded query={query} what="the numbers" rows={4}>
        {funnel => <Numbers funnel={funnel} />}
      </Loaded>
    </Stack>
  )
}

const Numbers = ({ funnel }: { funnel: FunnelAnswer }) => {
  const { stages, from, to, members } = funnel
  const drawn = stages.flatMap(({ id, count }) =>
    count === undefined || id === 'reads' ? [] : [{ stage: stageWords[id].label, count }],
  )
  const isPartial = stages.some(({ count }) => count === undefined)
  return (
    <Stack gap="lg">
      {isPartial ? (
        <Notice tone="info" title="Not everything is known here">
          <Text size="sm">
            This server does not record authorizations and tokens (a licensed Aidbox does not).
            Shown is what the plan’s own App and the record of FHIR calls know.
          </Text>
        </Notice>
      ) : null}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Paper withBorder p="lg" h="100%" component="section" aria-label="How members come in">
            <Title order={2} size="h4">
              How members come in
            </Title>
            <Text size="sm" c="dimmed" mb="md">
              {dateWords(from)} to {dateWords(to)} ·{' '}
              {members === 1 ? '1 member' : `${members} members`} said yes
            </Text>
            <div aria-hidden="true">
              <BarChart
                h={260}
                data={drawn}
                dataKey="stage"
                series={[{ name: 'count', label: 'Times', color: 'lake.6' }]}
                yAxisProps={{ width: 50, allowDecimals: false }}
                barProps={{ maxBarSize: 56, isAnimationActive: false }}
                barChartProps={{ accessibilityLayer: false }}
              />
            </div>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Paper withBorder h="100%">
            <Table verticalSpacing="xs" horizontalSpacing="md" aria-label="The same in numbers">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Step</Table.Th>
                  <Table.Th className="amount">Times</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {stages.map(({ id, count }) => (
                  <Table.Tr key={id}>
                    <Table.Td>
                      {stageWords[id].label}
                      <Text size="xs" c="dimmed">
                        {stageWords[id].help}
                      </Text>
                    </Table.Td>
                    <Table.Td className="amount">
                      {count === undefined ? 'not known' : count.toLocaleString('en-US')}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Paper>
        </Grid.Col>
      </Grid>
      <FunnelWeeks weeks={funnel.weeks} />
      <Failures funnel={funnel} />
    </Stack>
  )
}

const Failures = ({ funnel: { failures, failuresCut } }: { funnel: FunnelAnswer }) => (
  <Paper withBorder p="lg">
    <Stack gap="sm">
      <Title order={2} size="h4">
        What failed, by cause
      </Title>
      {failures.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing that the audit knows of.
        </Text>
      ) : (
        <Table verticalSpacing="xs" aria-label="Failures by cause">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Cause</Table.Th>
              <Table.Th className="amount">Times</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {failures.map(({ cause, count }) => (
              <Table.Tr key={cause}>
                <Table.Td className="words">{causeWords(cause) ?? auditWords(cause)}</Table.Td>
                <Table.Td className="amount">{count.toLocaleString('en-US')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {failuresCut ? (
        <Text size="xs" c="dimmed">
          There were more; the newest 1,000 were looked at.
        </Text>
      ) : null}
    </Stack>
  </Paper>
)

export default Funnel
