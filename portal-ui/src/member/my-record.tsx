// The member's own record in plain words, or that of someone they act for; read as any SMART app reads it.
import { Grid, Group, NavLink, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { typeWords } from '../fhir/type-words.ts'
import { language, say } from '../language/language.ts'
import { useCounts } from '../record/use-record.ts'
import type { OpenRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { Downloads } from './downloads.tsx'
import { OpenedRecord } from './opened-record.tsx'
import { RecordSection } from './record-section.tsx'

/** What members look for, in that order; technical types stay out. */
export const sections = [
  'Coverage',
  'ExplanationOfBenefit',
  'Condition',
  'MedicationRequest',
  'MedicationDispense',
  'AllergyIntolerance',
  'Immunization',
  'Observation',
  'DiagnosticReport',
  'Procedure',
  'Encounter',
  'CarePlan',
  'CareTeam',
  'Goal',
  'Device',
  'DocumentReference',
] as const

const MyRecord = () => (
  <Page title={say().record.title} lead={say().record.lead}>
    <OpenedRecord>
      {(record, name) => <Contents key={record.patient} record={record} name={name} />}
    </OpenedRecord>
  </Page>
)

const Contents = ({ record, name }: { record: OpenRecord; name: string }) => {
  const counts = useCounts(record, sections)
  const [address, setAddress] = useSearchParams()
  const choose = (section: string) => setAddress({ section }, { replace: true })
  const words = say().record
  return (
    <Loaded query={counts} what={words.what} rows={5}>
      {types => {
        const wanted = address.get('section')
        const current = types.find(({ type }) => type === wanted)?.type ?? types[0]?.type
        if (!current) return <Empty title={words.emptyTitle(name)}>{words.empty}</Empty>
        return (
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, sm: 4, md: 3 }} className="no-print">
              <Select
                hiddenFrom="sm"
                label={words.section}
                allowDeselect={false}
                value={current}
                onChange={value => value && choose(value)}
                data={types.map(({ type, count }) => ({
                  value: type,
                  label: `${typeWords(type)} (${count})`,
                }))}
              />
              <Paper withBorder visibleFrom="sm" component="nav" aria-label={words.sections}>
                {types.map(({ type, count }) => (
                  <NavLink
                    key={type}
                    component="button"
                    label={typeWords(type)}
                    active={type === current}
                    aria-current={type === current ? 'true' : undefined}
                    onClick={() => choose(type)}
                    rightSection={<Text size="sm">{count}</Text>}
                  />
                ))}
              </Paper>
            </Grid.Col>
            <Grid.Col span={{ base: 12, sm: 8, md: 9 }}>
              <Stack gap="md">
                <Group justify="space-between">
                  <Title order={2} size="h4">
                    {words.of(typeWords(current), name)}
                  </Title>
                  <Downloads record={record} name={name} types={types.map(({ type }) => type)} />
                </Group>
                {language() === 'es' ? (
                  <Text size="sm" c="dimmed">
                    {words.clinical}
                  </Text>
                ) : null}
                <RecordSection key={current} record={record} name={name} type={current} />
              </Stack>
            </Grid.Col>
          </Grid>
        )
      }}
    </Loaded>
  )
}

export default MyRecord
