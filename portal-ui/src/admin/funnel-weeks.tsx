// The funnel's time line: the last weeks, drawn, and the same as a table.
import { BarChart } from '@mantine/charts'
import { Paper, Table, Text, Title } from '@mantine/core'
import type { FunnelWeek } from '../../../vocabulary/staff.ts'
import { dateWords } from '../ui/when.ts'
import { stageWords } from './stage-words.ts'

const lines = [
  { id: 'started', color: 'lake.3' },
  { id: 'granted', color: 'lake.6' },
  { id: 'denied', color: 'gray.6' },
] as const

/** Eight weeks need no year. */
const shortly = (day: string): string => dateWords(day).replace(/, \d{4}$/, '')

const countOf = ({ stages }: FunnelWeek, id: string): number | undefined =>
  stages.find(stage => stage.id === id)?.count

export const FunnelWeeks = ({ weeks }: { weeks: FunnelWeek[] }) => {
  // What this server does not record is left out, not drawn as nothing.
  const known = lines.filter(({ id }) => weeks.some(week => countOf(week, id) !== undefined))
  return (
    <Paper withBorder p="lg" component="section" aria-label="Week by week">
      <Title order={2} size="h4">
        Week by week
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        The last {weeks.length} weeks; each begins on the day below it.
      </Text>
      <div aria-hidden="true">
        <BarChart
          h={220}
          withLegend
          data={weeks.map(week => ({
            week: shortly(week.from),
            ...Object.fromEntries(known.map(({ id }) => [id, countOf(week, id) ?? 0])),
          }))}
          dataKey="week"
          series={known.map(({ id, color }) => ({ name: id, label: stageWords[id].label, color }))}
          yAxisProps={{ width: 50, allowDecimals: false }}
          barProps={{ maxBarSize: 24, isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
        />
      </div>
      <Table fz="sm" mt="lg" aria-label="Week by week in numbers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Week from</Table.Th>
            {known.map(({ id }) => (
              <Table.Th key={id} className="amount">
                {stageWords[id].label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {weeks.toReversed().map(week => (
            <Table.Tr key={week.from}>
              <Table.Th scope="row" fw={400}>
                {shortly(week.from)}
              </Table.Th>
              {known.map(({ id }) => (
                <Table.Td key={id} className="amount">
                  {(countOf(week, id) ?? 0).toLocaleString('en-US')}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
