// Claims by month and by who paid: drawn, and the same numbers as a table.
import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { money } from '../fhir/amounts.ts'
import { type ClaimMonth, claimsByMonth } from '../fhir/claims-by-month.ts'
import type { OpenRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { dateWords } from '../ui/when.ts'
import { useResources } from './use-record.ts'

const series = [
  { name: 'planPaid', label: 'Plan paid', color: 'lake.6' },
  { name: 'youOwe', label: 'You owe', color: 'orange.8' },
]

const ClaimsChart = ({ record }: { record: OpenRecord }) => {
  const { first } = useResources(record, 'ExplanationOfBenefit', { _count: '500' })
  return (
    <Loaded query={first} what="the claims" rows={4}>
      {({ resources, total, next }) => {
        const months = claimsByMonth(
          resources.filter(({ resourceType }) => resourceType === 'ExplanationOfBenefit'),
        )
        return months.length === 0 ? (
          <Empty title="No claims on record" />
        ) : (
          <Stack gap="md">
            {next ? (
              <Text size="sm" c="dimmed">
                Of {total ?? 'many'} claims, the first {resources.length} are counted.
              </Text>
            ) : null}
            <Paper
              withBorder
              p="lg"
              component="section"
              aria-label="Claims by month and by who paid"
            >
              <Title order={2} size="h4" mb="md">
                Claims by month and by who paid
              </Title>
              <div aria-hidden="true">
                <BarChart
                  h={280}
                  data={months.map(row => ({
                    ...row,
                    planPaid: row.planPaid / 100,
                    youOwe: row.youOwe / 100,
                  }))}
                  dataKey="month"
                  type="stacked"
                  withLegend
                  series={series}
                  valueFormatter={value => money(Math.round(value * 100))}
                  yAxisProps={{ width: 90 }}
                  barChartProps={{ accessibilityLayer: false }}
                />
              </div>
            </Paper>
            <Numbers months={months} />
          </Stack>
        )
      }}
    </Loaded>
  )
}

const Numbers = ({ months }: { months: readonly ClaimMonth[] }) => (
  <Paper withBorder>
    <Table verticalSpacing="xs" horizontalSpacing="xs" aria-label="Claims by month, in numbers">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Month</Table.Th>
          <Table.Th className="amount">Claims</Table.Th>
          <Table.Th className="amount">Plan paid</Table.Th>
          <Table.Th className="amount">You owe</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {months
          .filter(({ claims }) => claims > 0)
          .toReversed()
          .map(({ month, claims, planPaid, youOwe }) => (
            <Table.Tr key={month}>
              <Table.Td>{dateWords(month)}</Table.Td>
              <Table.Td className="amount">{claims}</Table.Td>
              <Table.Td className="amount">{money(planPaid)}</Table.Td>
              <Table.Td className="amount">{money(youOwe)}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  </Paper>
)

export default ClaimsChart
