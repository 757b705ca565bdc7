// Search in all of a record at once: words, codes, ids; the newest of what is found first.
import { Stack, Text } from '@mantine/core'
import { useDeferredValue } from 'react'
import { dateOf } from '../fhir/elements.ts'
import { mentions } from '../fhir/summary.ts'
import { typeWords } from '../fhir/type-words.ts'
import type { OpenRecord } from '../records.ts'
import { Loaded } from '../ui/loaded.tsx'
import { ResourceCard } from './resource-card.tsx'
import { newestFirst } from './use-record.ts'
import { useWholeRecord } from './whole-record.ts'

const most = 50

export const WholeRecordSearch = ({ record, search }: { record: OpenRecord; search: string }) => {
  const query = useWholeRecord(record, true)
  const wanted = useDeferredValue(search)
  return (
    <Loaded query={query} what="the whole record" rows={5}>
      {resources => {
        const found = resources
          .filter(resource => mentions(resource, wanted))
          .toSorted(newestFirst(dateOf))
        return (
          <Stack gap="sm">
            <Text size="sm" c="dimmed" role="status">
              {found.length === 0
                ? `Nothing in the record mentions “${wanted}”.`
                : `${found.length} of ${resources.length} resources mention “${wanted}”${
                    found.length > most ? `; the newest ${most} are shown` : ''
                  }.`}
            </Text>
            {found.slice(0, most).map(resource => (
              <div key={`${resource.resourceType}/${resource.id}`}>
                <Text size="xs" c="dimmed" mb={2}>
                  {typeWords(resource.resourceType)}
                </Text>
                <ResourceCard resource={resource} withJson />
              </div>
            ))}
          </Stack>
        )
      }}
    </Loaded>
  )
}
