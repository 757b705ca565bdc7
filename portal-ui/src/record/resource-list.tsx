// The resources of one type in an opened record: newest first, more on demand, filtered by what is typed.
import { Button, Group, Stack, Text } from '@mantine/core'
import type { ComponentType } from 'react'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { dateOf } from '../fhir/elements.ts'
import { mentions } from '../fhir/summary.ts'
import { typeWords } from '../fhir/type-words.ts'
import { say } from '../language/language.ts'
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
  /** How one resource is shown; absent: as summary with details. */
  card?: ComponentType<{ resource: Resource }>
}

export const ResourceList = ({
  record,
  type,
  search = '',
  withJson = false,
  pageSize = 50,
  card: Card,
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
                {search ? say().record.nothingMentions(search) : say().record.noneOf(what)}
              </Text>
            ) : null}
            {found.map(resource =>
              Card ? (
                <Card key={`${resource.resourceType}/${resource.id}`} resource={resource} />
              ) : (
                <ResourceCard
                  key={`${resource.resourceType}/${resource.id}`}
                  resource={resource}
                  withJson={withJson}
                />
              ),
            )}
            {moreError ? <Failure error={moreError} title={say().shared.couldNotLoadMore} /> : null}
            {next ? (
              <Group gap="sm">
                <Button variant="default" loading={loadingMore} onClick={() => void more()}>
                  {say().shared.loadMore}
                </Button>
                <Text size="sm" c="dimmed">
                  {say().record.loadedOf(resources.length, total ?? say().record.more)}
                </Text>
              </Group>
            ) : null}
          </Stack>
        )
      }}
    </Loaded>
  )
}
