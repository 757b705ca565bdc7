// My Data: the synthetic member's record by type, with counts, search, words and JSON; read as any SMART app reads it.
import {
  Button,
  Grid,
  Group,
  NavLink,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { AppListAnswer } from '../../../vocabulary/operations.ts'
import { typeOrder, typeWords } from '../fhir/type-words.ts'
import { ResourceList } from '../record/resource-list.tsx'
import { useCounts, useOpenRecord } from '../record/use-record.ts'
import { bundleOf, loadWholeRecord } from '../record/whole-record.ts'
import { WholeRecordSearch } from '../record/whole-record-search.tsx'
import { type OpenRecord, openRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Failure } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { saveJson } from '../ui/save-file.ts'
import { Waiting } from '../ui/waiting.tsx'
import { useVendor } from './signed-in-vendor.ts'
import { useApps } from './vendor-queries.ts'

// The chart brings a library of its own: who does not look at it does not load it.
const ClaimsChart = lazy(() => import('../record/claims-chart.tsx'))
const Timeline = lazy(() => import('../record/timeline.tsx'))

const MyData = () => {
  const query = useApps(useVendor())
  return (
    <Page
      title="My Data"
      lead="The record of your synthetic member, as an app with access to everything reads it."
    >
      <Loaded query={query} what="your synthetic member">
        {({ patient }) =>
          patient ? (
            <Patient patient={patient} />
          ) : (
            <Empty
              title="No synthetic member yet"
              action={
                <Button component={Link} to="/vendor">
                  Go to Initialize Patient
                </Button>
              }
            >
              Initialize Patient makes one with a complete record.
            </Empty>
          )
        }
      </Loaded>
    </Page>
  )
}

const Patient = ({ patient }: { patient: NonNullable<AppListAnswer['patient']> }) => {
  const { record, error, retry } = useOpenRecord('sandbox', patient.id, () =>
    openRecord('sandbox', {
      patient: patient.id,
      returnTo: `/vendor/my-data${window.location.search}`,
    }),
  )
  if (record) return <Views record={record} name={patient.name} />
  if (error) return <Failure error={error} title="Could not open the record" retry={retry} />
  return <Waiting what="the record" />
}

const views = [
  { value: 'types', label: 'By type' },
  { value: 'claims', label: 'Claims by month' },
  { value: 'timeline', label: 'Timeline' },
]

const Views = ({ record, name }: { record: OpenRecord; name: string }) => {
  const [address, setAddress] = useSearchParams()
  const view = address.get('view') ?? 'types'
  const [search, setSearch] = useState('')
  const download = useMutation({
    mutationFn: async () =>
      saveJson(`record-${record.patient}.json`, bundleOf(await loadWholeRecord(record))),
  })
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="md">
        <SegmentedControl
          size="sm"
          aria-label="View"
          data={views}
          value={view}
          onChange={value => {
            setSearch('')
            setAddress(value === 'types' ? {} : { view: value })
          }}
        />
        <TextInput
          flex="1 1 14rem"
          maw="24rem"
          label="Search the whole record"
          placeholder="Words, a code, an id"
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
        />
        <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
          Download the record
        </Button>
      </Group>
      {download.error ? (
        <Failure error={download.error} title="The record was not downloaded" />
      ) : null}
      {search.trim() ? <WholeRecordSearch record={record} search={search.trim()} /> : null}
      <Suspense fallback={<Waiting what="the view" rows={4} />}>
        <div hidden={search.trim() !== ''}>
          {view === 'claims' ? <ClaimsChart record={record} /> : null}
          {view === 'timeline' ? <Timeline record={record} /> : null}
          {view !== 'claims' && view !== 'timeline' ? (
            <Contents record={record} name={name} />
          ) : null}
        </div>
      </Suspense>
    </Stack>
  )
}

const Contents = ({ record, name }: { record: OpenRecord; name: string }) => {
  const counts = useCounts(record, typeOrder)
  const [chosen, setChosen] = useState<string>()
  return (
    <Loaded query={counts} what="what there is" rows={6}>
      {types => {
        const type = chosen ?? types.find(item => item.type === 'ExplanationOfBenefit')?.type
        const current = type ?? types[0]?.type ?? ''
        const all = types.reduce((sum, { count }) => sum + count, 0)
        return (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {name} · {all} resources of {types.length} types · Patient/{record.patient}
            </Text>
            <Grid gap="lg">
              <Grid.Col span={{ base: 12, sm: 4, md: 3 }}>
                <Select
                  hiddenFrom="sm"
                  label="Type"
                  allowDeselect={false}
                  value={current}
                  onChange={value => value && setChosen(value)}
                  data={types.map(item => ({
                    value: item.type,
                    label: `${typeWords(item.type)} (${item.count})`,
                  }))}
                />
                <Paper withBorder visibleFrom="sm" component="nav" aria-label="Types">
                  {types.map(item => (
                    <NavLink
                      key={item.type}
                      component="button"
                      label={typeWords(item.type)}
                      description={item.type}
                      active={item.type === current}
                      aria-current={item.type === current ? 'true' : undefined}
                      onClick={() => setChosen(item.type)}
                      rightSection={<Text size="sm">{item.count}</Text>}
                    />
                  ))}
                </Paper>
              </Grid.Col>
              <Grid.Col span={{ base: 12, sm: 8, md: 9 }}>
                <Stack gap="md">
                  <ResourceList key={current} record={record} type={current} withJson />
                </Stack>
              </Grid.Col>
            </Grid>
          </Stack>
        )
      }}
    </Loaded>
  )
}

export default MyData
