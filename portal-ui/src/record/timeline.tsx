// A record as it happened: visits, claims, conditions, medicines and the rest, newest first, month by month.
import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { dateOf } from '../fhir/elements.ts'
import { summaryOf } from '../fhir/summary.ts'
import { typeWords } from '../fhir/type-words.ts'
import { say } from '../language/language.ts'
import { type OpenRecord, searchRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { dateWords } from '../ui/when.ts'
import { closedBy, newestFirst, searchFor } from './use-record.ts'

/** What happened to somebody, rather than who or what there is. */
const types = [
  'Encounter',
  'ExplanationOfBenefit',
  'Condition',
  'Procedure',
  'Immunization',
  'MedicationRequest',
  'DiagnosticReport',
] as const

const pageSize = 200
const step = 60

const useEvents = (record: OpenRecord) =>
  useQuery({
    queryKey: ['record', record.box, record.patient, 'timeline'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        types.map(type =>
          searchRecord(
            record,
            type,
            { ...searchFor(type, record.patient), _count: String(pageSize) },
            signal,
          ).catch((error: unknown) => {
            throw closedBy(error, record)
          }),
        ),
      )
      return {
        events: pages
          .flatMap(({ resources }) => resources)
          .filter(resource => dateOf(resource) !== '')
          .toSorted(newestFirst(dateOf)),
        isComplete: pages.every(({ next }) => next === undefined),
      }
    },
  })

const Timeline = ({ record }: { record: OpenRecord }) => {
  const query = useEvents(record)
  const [shown, setShown] = useState(step)
  return (
    <Loaded query={query} what={say().timeline.what} rows={5}>
      {({ events, isComplete }) => (
        <Stack gap="md">
          {events.length === 0 ? <Empty title={say().timeline.none} /> : null}
          {isComplete ? null : (
            <Text size="sm" c="dimmed">
              {say().timeline.long(pageSize)}
            </Text>
          )}
          {[...Map.groupBy(events.slice(0, shown), event => dateOf(event).slice(0, 7))].map(
            ([month, happened]) => (
              <Month key={month} month={month} events={happened} />
            ),
          )}
          {events.length > shown ? (
            <Group gap="sm">
              <Button variant="default" onClick={() => setShown(shown + step)}>
                {say().timeline.earlier}
              </Button>
              <Text size="sm" c="dimmed">
                {say().timeline.shownOf(shown, events.length)}
              </Text>
            </Group>
          ) : null}
        </Stack>
      )}
    </Loaded>
  )
}

const Month = ({ month, events }: { month: string; events: readonly Resource[] }) => (
  <Paper withBorder p="md" component="section" aria-label={dateWords(month)}>
    <Title order={2} size="h5" mb="xs">
      {dateWords(month)}
    </Title>
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {events.map(event => {
        const { title, line, date, titleLang, lineLang } = summaryOf(event)
        return (
          <Group
            component="li"
            key={`${event.resourceType}/${event.id}`}
            gap="sm"
            align="flex-start"
            wrap="nowrap"
          >
            <Text size="sm" c="dimmed" w="6.5rem" flex="none">
              {date}
            </Text>
            <Stack gap={2} miw={0}>
              <Text size="sm" className="words" lang={titleLang}>
                {title}
              </Text>
              {line ? (
                <Text size="xs" c="dimmed" className="words" lang={lineLang}>
                  {line}
                </Text>
              ) : null}
              <Badge
                variant="outline"
                color="gray"
                radius="sm"
                size="sm"
                tt="none"
                styles={{ label: { color: 'var(--mantine-color-text)' } }}
              >
                {typeWords(event.resourceType)}
              </Badge>
            </Stack>
          </Group>
        )
      })}
    </Stack>
  </Paper>
)

export default Timeline
