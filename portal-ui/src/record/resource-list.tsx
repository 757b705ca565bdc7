// The resources of one type in an opened record: newest first, more on demand, filtered by what is typed.
import { Button, Group, Stack, Text } from '@mantine/core'
import { dateOf } from '../fhir/elements.ts'
import { mentions } from '../fhir/summary.ts'
import { typeWords } from '../fhir/type-words.ts'
import type { OpenRecord } from '../records.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Failure } from '../ui/notice.tsx'
import { ResourceCard } from './resource-card.tsx'
import { newestFirst, useResources } from './use-record.ts'

interface ResourceListProps {
  record: OpenRecord
  type: string
  search?: string
  withJson?: boolean
  pageSize?: number
}

export const ResourceList = ({
  record,
  type,
  search = '',
  withJson = false,
  pageSize = 50,
}: ResourceListProps) => {
  const { first, more, loadingMore, moreError } = useResources(record, type, {
    _count: String(pageSize),
  })
  const what = typeWords(type).toLowerCase()
  return (
    <Loaded query={first} what={what}>
      {({ resources, total, next }) => {
        const found = resources
          .filter(resource => resource.resourceType === type && mentions(resource, search))
          .toSorted(newestFirst(dateOf))
        return (
          <Stack gap="sm">
            {found.length === 0 ? (
              <Text c="dimmed" role="status">
                {search ? `Nothing here mentions “${search}”.` : `No ${what} on record.`}
              </Text>
            ) : null}
            {found.map(resource => (
              <ResourceCard
                key={`${resource.resourceType}/${resource.id}`}
                resource={resource}
                withJson={withJson}
              />
            ))}
            {moreError ? <Failure error={moreError} title="Could not load more" /> : null}
            {next ? (
              <Group gap="sm">
                <Button variant="default" loading={loadingMore} onClick={() => void more()}>
                  Load more
                </Button>
                <Text size="sm" c="dimmed">
                  {resources.length} of {total ?? 'more'} loaded
                </Text>
              </Group>
            ) : null}
          </Stack>
        )
      }}
    </Loaded>
  )
}
