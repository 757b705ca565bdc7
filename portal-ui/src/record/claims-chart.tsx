// Claims by month and by who paid: drawn, and the same numbers as a table.
import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { money } from '../fhir/amounts.ts'
import { type ClaimMonth, claimsByMonth } from '../fhir/claims-by-month.ts'
import { say } from '../language/language.ts'
import type { OpenRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { dateWords } from '../ui/when.ts'
import { useResources } from './use-record.ts'

const series = () => [
  { name: 'planPaid', label: say().claims.planPaid, color: 'lake.6' },
  { name: 'youOwe', label: say().claims.youOwe, color: 'orange.8' },
]

const ClaimsChart = ({ record }: { record: OpenRecord }) => {
  const { first } = useResources(record, 'ExplanationOfBenefit', { _count: '500' })
  return (
    <Loaded query={first} what={say().claims.what} rows={4}>
      {({ resources, total, next }) => {
        const months = claimsByMonth(
          resources.filter(({ resourceType }) => resourceType === 'ExplanationOfBenefit'),
        )
        return months.length === 0 ? (
          <Empty title={say().claims.none} />
        ) : (
          <Stack gap="md">
            {next ? (
              <Text size="sm" c="dimmed">
                {say().claims.counted(total ?? say().claims.many, resources.length)}
              </Text>
            ) : null}
            <Paper withBorder p="lg" component="section" aria-label={say().claims.byMonth}>
              <Title order={2} size="h4" mb="md">
                {say().claims.byMonth}
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
                  series={series()}
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
  <Paper
    withBorder
    className="wide tall"
    component="section"
    // It scrolls, so the keyboard must reach it.
    tabIndex={0}
    aria-label={say().claims.inNumbers}
  >
    <Table verticalSpacing="xs" horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say().claims.month}</Table.Th>
          <Table.Th className="amount">{say().claims.count}</Table.Th>
          <Table.Th className="amount">{say().claims.planPaid}</Table.Th>
          <Table.Th className="amount">{say().claims.youOwe}</Table.Th>
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
