// One section of the record: coverage as cards, claims with what each one cost, results with their charts, the rest as lists.
import { Stack, TextInput } from '@mantine/core'
import { type ComponentType, lazy, Suspense, useState } from 'react'
import { say } from '../language/language.ts'
import { ResourceList } from '../record/resource-list.tsx'
import type { OpenRecord } from '../records.ts'
import { Waiting } from '../ui/waiting.tsx'
import { ClaimCard } from './claim-card.tsx'
import { CoverageCards } from './coverage-cards.tsx'

// The charts bring a library of their own: only who looks at them loads it.
const ClaimsChart = lazy(() => import('../record/claims-chart.tsx'))
const ResultCharts = lazy(() => import('./result-charts.tsx'))

interface SectionProps {
  record: OpenRecord
  name: string
  type: string
}

/** What stands above the list of a type. */
const charts: Readonly<Record<string, ComponentType<{ record: OpenRecord }>>> = {
  ExplanationOfBenefit: ClaimsChart,
  Observation: ResultCharts,
}

export const RecordSection = ({ record, name, type }: SectionProps) => {
  const [search, setSearch] = useState('')
  const Chart = charts[type]
  if (type === 'Coverage') return <CoverageCards record={record} name={name} />
  return (
    <Stack gap="md">
      {Chart ? (
        <Suspense fallback={<Waiting what={say().record.what} rows={6} />}>
          <Chart record={record} />
        </Suspense>
      ) : null}
      <TextInput
        className="no-print"
        label={say().record.searchIn}
        maw="24rem"
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <ResourceList
        record={record}
        type={type}
        search={search}
        pageSize={20}
        {...(type === 'ExplanationOfBenefit' ? { card: ClaimCard } : {})}
      />
    </Stack>
  )
}
