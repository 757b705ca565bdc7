// What the directory found: cards, more on demand, and the call to copy.
import { Anchor, Badge, Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { fhirBase } from '../box.ts'
import { say } from '../language/language.ts'
import { Copy } from '../ui/copy.tsx'
import { Empty } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Failure } from '../ui/notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { callOf, type Wanted } from './directory-query.ts'
import { useDirectory, useNetworks } from './directory-requests.ts'
import { cardsOf, type DirectoryCard } from './directory-results.ts'

/** So many pages are looked through for those who take new patients, before the reader is asked. */
const pagesLookedThrough = 5
const enough = 10

export const Results = ({ wanted }: { wanted: Wanted }) => {
  const { data, error, failureReason, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    useDirectory(wanted)
  const networks = useNetworks()
  const words = say().directory
  const retry = () => void refetch()
  const pages = data?.pages ?? []
  const all = pages.flatMap(({ search, resources, centre }) =>
    cardsOf(search.type, resources, networks.data, centre),
  )
  const cards = wanted.accepting ? all.filter(({ isAccepting }) => isAccepting) : all
  const [first] = pages
  const looksFurther =
    wanted.accepting !== '' &&
    hasNextPage &&
    cards.length < enough &&
    pages.length < pagesLookedThrough
  useEffect(() => {
    if (looksFurther && !isFetchingNextPage && !error) void fetchNextPage()
  }, [looksFurther, isFetchingNextPage, error, fetchNextPage])
  return (
    <Stack gap="md">
      {data ? (
        <Text role="status" size="sm" c="dimmed">
          {wanted.accepting
            ? words.acceptingShown(cards.length, all.length)
            : first?.total === undefined
              ? words.shown(cards.length)
              : words.found(first.total, cards.length)}
        </Text>
      ) : null}
      {error && !data ? <Failure error={error} title={words.failed} retry={retry} /> : null}
      {!data && !error && failureReason ? (
        <Failure error={failureReason} title={words.noAnswer} retry={retry} />
      ) : null}
      {!data && !error ? <Waiting what={words.what} rows={4} /> : null}
      {data && cards.length === 0 && !looksFurther ? (
        <Empty title={words.noneTitle}>{words.none}</Empty>
      ) : null}
      {cards.map(card => (
        <ResultCard key={card.id} card={card} />
      ))}
      {error && data ? <Failure error={error} title={say().shared.couldNotLoadMore} /> : null}
      {hasNextPage ? (
        <Group>
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {say().shared.loadMore}
          </Button>
        </Group>
      ) : null}
      {first ? (
        <Paper withBorder p="md" component="section" aria-label={words.call}>
          <Text size="xs" c="dimmed" mb={4}>
            {words.callTitle}
          </Text>
          <Copy value={callOf(fhirBase('production'), first.search)} label={words.call} />
        </Paper>
      ) : null}
    </Stack>
  )
}

const ResultCard = ({ card }: { card: DirectoryCard }) => {
  const words = say().directory
  const [opened, setOpened] = useState(false)
  const id = useId()
  return (
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
              {words.speaks(card.languages.join(', '))}
            </Text>
          ) : null}
          <Group gap={6}>
            {card.accepting ? (
              <Badge
                variant="light"
                tt="none"
                radius="sm"
                color={card.isAccepting ? 'teal' : 'gray'}
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
                {place.miles === undefined ? '' : ` · ${words.away(place.miles.toFixed(1))}`}
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
      {card.details.length > 0 ? (
        <>
          <Button
            mt="sm"
            size="compact-xs"
            variant="default"
            aria-expanded={opened}
            aria-controls={id}
            aria-label={
              opened
                ? say().record.hideDetailsOf(card.title)
                : say().record.showDetailsOf(card.title)
            }
            onClick={() => setOpened(!opened)}
          >
            {opened ? say().record.hide : words.details}
          </Button>
          <div id={id}>
            {opened ? (
              <Box mt="sm">
                <Facts facts={card.details} />
              </Box>
            ) : null}
          </div>
        </>
      ) : null}
    </Paper>
  )
}
