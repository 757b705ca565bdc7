// Results over time: one chart for the result that is chosen, and the same numbers as a table.
import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import { ColorSwatch, Group, NativeSelect, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { type ResultLine, resultLines } from '../fhir/results-over-time.ts'
import { say } from '../language/language.ts'
import { useResources } from '../record/use-record.ts'
import type { OpenRecord } from '../records.ts'
import { Loaded } from '../ui/loaded.tsx'
import { dateWords } from '../ui/when.ts'

const colors = ['lake.6', 'orange.8', 'grape.6']

const ResultCharts = ({ record }: { record: OpenRecord }) => {
  const { first } = useResources(record, 'Observation', { _count: '500' })
  const [chosen, setChosen] = useState('')
  const { results } = say()
  return (
    <Loaded query={first} what={results.what} rows={6}>
      {({ resources }) => {
        const lines = resultLines(resources)
        const line = lines.find(one => keyOf(one) === chosen) ?? lines[0]
        if (!line)
          return (
            <Text size="sm" c="dimmed">
              {results.few}
            </Text>
          )
        return (
          <Paper withBorder p="lg" component="section" aria-label={results.over}>
            <Stack gap="md">
              <Title order={3} size="h5">
                {results.over}
              </Title>
              <NativeSelect
                className="no-print"
                label={results.choose}
                maw="24rem"
                value={keyOf(line)}
                onChange={event => setChosen(event.currentTarget.value)}
              >
                {lines.map(one => (
                  <option key={keyOf(one)} value={keyOf(one)} lang={one.lang}>
                    {one.name}
                  </option>
                ))}
              </NativeSelect>
              <Chart line={line} />
              <Numbers line={line} />
            </Stack>
          </Paper>
        )
      }}
    </Loaded>
  )
}

const keyOf = ({ name, unit }: ResultLine): string => `${name} ${unit}`

const Chart = ({ line }: { line: ResultLine }) => {
  const { results } = say()
  const { low, high, unit } = line
  return (
    <>
      <div aria-hidden="true">
        <LineChart
          h={260}
          data={line.points.map(({ date, values }) => ({
            date: dateWords(date),
            ...named(values),
          }))}
          dataKey="date"
          curveType="linear"
          series={line.parts.map((part, index) => ({
            name: part || results.value,
            color: colorOf(index),
          }))}
          yAxisProps={{ domain: ['auto', 'auto'] }}
          referenceLines={[low, high].flatMap(y =>
            y === undefined ? [] : [{ y, color: 'gray.6' }],
          )}
          lineChartProps={{ accessibilityLayer: false }}
        />
        {line.parts.length > 1 ? <Legend line={line} /> : null}
      </div>
      {low !== undefined && high !== undefined ? (
        <Text size="sm" c="dimmed">
          {results.range(String(low), `${high} ${unit}`)}
        </Text>
      ) : null}
    </>
  )
}

const colorOf = (index: number): string => colors[index % colors.length] ?? 'lake.6'

/** Which colour is which part, in the record's own language. */
const Legend = ({ line }: { line: ResultLine }) => (
  <Group justify="center" gap="md" mt="xs">
    {line.parts.map((part, index) => (
      <Group key={part} gap={6} wrap="nowrap">
        <ColorSwatch
          size={12}
          color={`var(--mantine-color-${colorOf(index).replace('.', '-')})`}
          withShadow={false}
        />
        <Text size="sm" lang={line.lang}>
          {part}
        </Text>
      </Group>
    ))}
  </Group>
)

/** A single value has no name of its own in the record. */
const named = (values: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).map(([part, value]) => [part || say().results.value, value]),
  )

const Numbers = ({ line }: { line: ResultLine }) => {
  const { results } = say()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long tables scroll, so the keyboard must reach them
    <section className="tall" tabIndex={0} aria-label={results.inNumbers(line.name)}>
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{results.date}</Table.Th>
            {line.parts.map(part => (
              <Table.Th key={part} className="amount" lang={part ? line.lang : undefined}>
                {part || results.value}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {line.points.toReversed().map(({ id, date, values }) => (
            <Table.Tr key={id}>
              <Table.Td>{dateWords(date)}</Table.Td>
              {line.parts.map(part => (
                <Table.Td key={part} className="amount">
                  {values[part] === undefined ? '–' : `${values[part]} ${line.unit}`}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

export default ResultCharts
