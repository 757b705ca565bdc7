// Access history: which app read which kind of the member's records, day by day.
import { Badge, Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import type { AccessEntry, AccessHistoryAnswer } from '../../../vocabulary/operations.ts'
import { queryNow } from '../address.ts'
import { typeWords } from '../fhir/type-words.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Logo } from '../ui/logo.tsx'
import { Failure } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { dateWords, momentWords } from '../ui/when.ts'
import { useConnections, useMyPatients } from './member-queries.ts'
import { useMember } from './signed-in-member.ts'

const AccessHistory = () => {
  const session = useMember()
  const [address, setAddress] = useSearchParams()
  const client = address.get('app') ?? ''
  const patient = address.get('patient') ?? ''
  const choose = (name: string, value: string) => {
    const next = queryNow()
    if (value) next.set(name, value)
    else next.delete(name)
    setAddress(next, { replace: true })
  }
  const connections = useConnections(session)
  const patients = useMyPatients(session)
  const query = useInfiniteQuery({
    queryKey: ['member', session.id, 'history', client, patient],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      call('list-access-history', {
        token: session.token,
        query: { client, patient, page: String(pageParam) },
        signal,
      }),
    getNextPageParam: (last: AccessHistoryAnswer) => last.next,
  })
  const { history } = say()
  const apps = new Map([
    ...(connections.data?.connections ?? []).map(({ app }) => [app.id, app.name] as const),
    ...(query.data?.pages ?? [])
      .flatMap(({ entries }) => entries)
      .map(({ app }) => [app.id, nameOf(app)] as const),
  ])
  const people = patients.data?.patients ?? []
  return (
    <Page title={history.title} lead={history.lead}>
      <Group gap="md" align="flex-end">
        <NativeSelect
          label={history.app}
          value={client}
          onChange={event => choose('app', event.currentTarget.value)}
          data={[
            { value: '', label: history.every },
            ...[...apps].map(([value, label]) => ({ value, label })),
          ]}
        />
        {people.length > 1 ? (
          <NativeSelect
            label={history.whose}
            value={patient}
            onChange={event => choose('patient', event.currentTarget.value)}
            data={[
              { value: '', label: history.everybody },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        ) : null}
      </Group>
      <Loaded query={query} what={history.what} rows={4}>
        {({ pages }) => (
          <Stack gap="md">
            <Days entries={pages.flatMap(({ entries }) => entries)} />
            {query.error ? (
              <Failure error={query.error} title={say().shared.couldNotLoadMore} />
            ) : null}
            {query.hasNextPage ? (
              <Group>
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {history.older}
                </Button>
              </Group>
            ) : null}
            <Text size="sm" c="dimmed" maw="46rem">
              {history.limits}
            </Text>
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

const nameOf = ({ id, name, kind }: AccessEntry['app']): string => {
  const { history } = say()
  return { app: name || id, portal: history.you, gone: history.unknownApp }[kind]
}

const Days = ({ entries }: { entries: AccessEntry[] }) => {
  const { history } = say()
  if (entries.length === 0) return <Empty title={history.noneTitle}>{history.none}</Empty>
  return [...Map.groupBy(entries, ({ day }) => day)].map(([day, ofDay]) => (
    <Paper key={day} withBorder p="md" component="section" aria-label={dateWords(day)}>
      <Title order={2} size="h5" mb="sm">
        {dateWords(day)}
      </Title>
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
        {ofDay.map(entry => (
          <Entry key={`${entry.app.id} ${entry.patient.id} ${entry.last}`} entry={entry} />
        ))}
      </Stack>
    </Paper>
  ))
}

const Entry = ({ entry: { app, patient, last, kinds } }: { entry: AccessEntry }) => {
  const { history } = say()
  return (
    <Group component="li" gap="sm" align="flex-start" wrap="nowrap">
      <Logo name={nameOf(app)} size={32} {...(app.logo ? { src: app.logo } : {})} />
      <Stack gap={4} miw={0}>
        <Text size="sm" fw={600} className="words">
          {nameOf(app)}
        </Text>
        <Text size="xs" c="dimmed">
          {history.whose}: {patient.name} · {history.lastAt}: {momentWords(last)}
        </Text>
        <Group gap={6}>
          {kinds.map(({ type, times }) => (
            <Badge
              key={type}
              variant="outline"
              color="gray"
              radius="sm"
              tt="none"
              styles={{ label: { color: 'var(--mantine-color-text)' } }}
            >
              {`${type === 'Patient' ? history.person : typeWords(type)} · ${history.times(times)}`}
            </Badge>
          ))}
        </Group>
      </Stack>
    </Group>
  )
}

export default AccessHistory
