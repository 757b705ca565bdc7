// The member's own record in plain words, or that of someone they act for; read as any SMART app reads it.
import { Button, Grid, Group, NavLink, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { MyPatientsAnswer } from '../../../vocabulary/operations.ts'
import { relationshipWords } from '../fhir/relationship.ts'
import { typeWords } from '../fhir/type-words.ts'
import { call } from '../operations.ts'
import { ResourceList } from '../record/resource-list.tsx'
import { useCounts, useOpenRecord } from '../record/use-record.ts'
import { type OpenRecord, openRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Failure } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useMyPatients } from './member-queries.ts'
import { useMember } from './signed-in-member.ts'

/** What members look for, in that order; technical types stay out. */
const sections = [
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

const MyRecord = () => {
  const query = useMyPatients(useMember())
  return (
    <Page
      title="My record"
      lead="What your health plan has about your coverage, your claims and your care."
    >
      <Loaded query={query} what="whose records you may read">
        {({ patients }) => <Choice patients={patients} />}
      </Loaded>
    </Page>
  )
}

const rememberedKey = 'plan-api.member.patient'

const Choice = ({ patients }: MyPatientsAnswer) => {
  // Kept for the way back from the box, which opens the record that was chosen.
  const [remembered, setRemembered] = useState(sessionStorage.getItem(rememberedKey) ?? '')
  const chosen = patients.find(({ id }) => id === remembered) ?? patients[0]
  if (!chosen)
    return (
      <Empty title="No record is linked to your account">
        Ask your plan to link your health record to this account.
      </Empty>
    )
  const choose = (id: string) => {
    sessionStorage.setItem(rememberedKey, id)
    setRemembered(id)
  }
  return (
    <Stack gap="lg">
      {patients.length > 1 ? (
        <Select
          label="Whose record"
          maw="24rem"
          allowDeselect={false}
          value={chosen.id}
          onChange={id => id && choose(id)}
          data={patients.map(({ id, name, relationship }) => ({
            value: id,
            label: relationship ? `${name} (${relationshipWords(relationship)})` : name,
          }))}
        />
      ) : null}
      <Patient key={chosen.id} id={chosen.id} name={chosen.name} />
    </Stack>
  )
}

const Patient = ({ id, name }: { id: string; name: string }) => {
  const { token } = useMember()
  const { record, error, retry } = useOpenRecord('production', id, async () => {
    const { launch } = await call('open-record', { token, body: { patient: id } })
    await openRecord('production', { patient: id, launch, returnTo: '/member/record' })
  })
  if (record) return <Contents record={record} name={name} />
  if (error)
    return <Failure error={error} title={`Could not open the record of ${name}`} retry={retry} />
  return <Waiting what={`the record of ${name}`} rows={5} />
}

const Contents = ({ record, name }: { record: OpenRecord; name: string }) => {
  const counts = useCounts(record, sections)
  const [chosen, setChosen] = useState<string>()
  return (
    <Loaded query={counts} what="the record" rows={5}>
      {types => {
        const current = chosen ?? types[0]?.type
        if (!current)
          return (
            <Empty title={`Nothing is on record for ${name} yet`}>
              Claims appear here after the plan has received them.
            </Empty>
          )
        return (
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, sm: 4, md: 3 }}>
              <Select
                hiddenFrom="sm"
                label="Section"
                allowDeselect={false}
                value={current}
                onChange={value => value && setChosen(value)}
                data={types.map(({ type, count }) => ({
                  value: type,
                  label: `${typeWords(type)} (${count})`,
                }))}
              />
              <Paper withBorder visibleFrom="sm" component="nav" aria-label="Sections">
                {types.map(({ type, count }) => (
                  <NavLink
                    key={type}
                    component="button"
                    label={typeWords(type)}
                    active={type === current}
                    aria-current={type === current ? 'true' : undefined}
                    onClick={() => setChosen(type)}
                    rightSection={<Text size="sm">{count}</Text>}
                  />
                ))}
              </Paper>
            </Grid.Col>
            <Grid.Col span={{ base: 12, sm: 8, md: 9 }}>
              <Stack gap="md">
                <Group justify="space-between">
                  <Title order={2} size="h4">
                    {typeWords(current)} of {name}
                  </Title>
                  <Button
                    className="no-print"
                    size="compact-sm"
                    variant="default"
                    onClick={() => window.print()}
                  >
                    Print
                  </Button>
                </Group>
                <ResourceList key={current} record={record} type={current} />
              </Stack>
            </Grid.Col>
          </Grid>
        )
      }}
    </Loaded>
  )
}

export default MyRecord
