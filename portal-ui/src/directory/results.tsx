// What the directory found: cards, more on demand, and the call to copy.
import { Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { fhirBase } from '../box.ts'
import { Copy } from '../ui/copy.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { callOf, searchFor, type Wanted } from './directory-query.ts'
import { useDirectory, useNetworks } from './directory-requests.ts'
import { cardsOf, type DirectoryCard } from './directory-results.ts'

export const Results = ({ wanted }: { wanted: Wanted }) => {
  const { data, error, failureReason, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    useDirectory(wanted)
  const networks = useNetworks()
  const retry = () => void refetch()
  const cards = data?.pages.flatMap(page => cardsOf(page.type, page.resources, networks.data)) ?? []
  const total = data?.pages[0]?.total
  return (
    <Stack gap="md">
      {data ? (
        <Text role="status" size="sm" c="dimmed">
          {total === undefined ? `${cards.length} shown` : `${total} found, ${cards.length} shown`}
        </Text>
      ) : null}
      {error && !data ? (
        <Failure error={error} title="The search did not work" retry={retry} />
      ) : null}
      {!data && !error && failureReason ? (
        <Failure error={failureReason} title="The search has no answer yet" retry={retry} />
      ) : null}
      {!data && !error ? <Waiting what="the results" rows={4} /> : null}
      {data && cards.length === 0 ? (
        <Empty title="Nothing found">
          Try fewer words, the beginning of a name, or only the first three digits of the ZIP code.
        </Empty>
      ) : null}
      {cards.map(card => (
        <ResultCard key={card.id} card={card} />
      ))}
      {error && data ? <Failure error={error} title="Could not load more" /> : null}
      {hasNextPage ? (
        <Group>
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Load more
          </Button>
        </Group>
      ) : null}
      <Paper withBorder p="md" component="section" aria-label="API call">
        <Text size="xs" c="dimmed" mb={4}>
          The API call that gave this result
        </Text>
        <Copy value={callOf(fhirBase('production'), searchFor(wanted))} label="API call" />
      </Paper>
    </Stack>
  )
}

const ResultCard = ({ card }: { card: DirectoryCard }) => (
  <Paper withBorder p="md" component="article">
    <Group justify="space-between" align="flex-start" gap="md">
      <Stack gap={4} flex="1 1 16rem">
        <Title order={2} size="h5" className="words">
          {card.title}
        </Title>
        {card.lines.length > 0 ? <Text size="sm">{card.lines.join(' · ')}</Text> : null}
        {card.at ? (
          <Text size="sm" c="dimmed">
            {card.at}
          </Text>
        ) : null}
        {card.languages.length > 0 ? (
          <Text size="sm" c="dimmed">
            Speaks {card.languages.join(', ')}
          </Text>
        ) : null}
        <Group gap={6}>
          {card.accepting ? (
            <Badge
              variant="light"
              tt="none"
              radius="sm"
              color={card.accepting.startsWith('Accepting') ? 'teal' : 'gray'}
              styles={{ label: { color: 'var(--mantine-color-text)' } }}
            >
              {card.accepting}
            </Badge>
          ) : null}
          {card.networks.map(network => (
            <Badge
              key={network}
              variant="outline"
              tt="none"
              radius="sm"
              color="gray"
              styles={{ label: { color: 'var(--mantine-color-text)' } }}
            >
              {network}
            </Badge>
          ))}
        </Group>
      </Stack>
      <Stack gap="xs" flex="1 1 14rem">
        {card.places.map(place => (
          <div key={place.name + place.address}>
            {place.name ? <Text size="sm">{place.name}</Text> : null}
            <Text size="sm" c="dimmed">
              {place.address}
            </Text>
            {place.phone ? (
              <Anchor size="sm" href={`tel:${place.phone}`}>
                {place.phone}
              </Anchor>
            ) : null}
          </div>
        ))}
      </Stack>
    </Group>
  </Paper>
)
