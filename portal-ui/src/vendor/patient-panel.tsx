// The vendor's synthetic member: made once, looked at, replaced by a fresh one.
import { Button, Group, Paper, Radio, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { AppListAnswer } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { forgetRecords } from '../records.ts'
import type { PortalSession } from '../session.ts'
import { Confirm } from '../ui/confirm.tsx'
import { useVendorAction } from './vendor-queries.ts'

interface PatientPanelProps {
  session: PortalSession
  answer: AppListAnswer
}

export const PatientPanel = ({ session, answer }: PatientPanelProps) => {
  const { patient, scenarios } = answer
  const [asking, setAsking] = useState(false)
  const [scenario, setScenario] = useState(patient?.scenario ?? scenarios[0]?.id ?? '')
  const make = useVendorAction(
    session,
    () =>
      call(patient ? 'reset-patient' : 'initialize-patient', {
        token: session.token,
        body: scenario ? { scenario } : {},
      }),
    () => {
      // A token to the record that was replaced would show nothing.
      forgetRecords()
      setAsking(false)
    },
  )
  const title = patient ? 'Replace the synthetic member?' : 'Initialize Patient'
  const words = (id: string) => scenarios.find(item => item.id === id)?.title ?? id

  return (
    <Paper withBorder p="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={4} flex="1 1 18rem">
          <Title order={2} size="h4">
            Synthetic member
          </Title>
          <Text size="sm" c="dimmed">
            {patient
              ? `${patient.name} · ${words(patient.scenario)}. Your apps are launched for this member.`
              : 'Your apps are launched for a made-up member with a complete record: coverage, claims and clinical data.'}
          </Text>
        </Stack>
        <Group gap="sm">
          {patient ? (
            <>
              <Button component={Link} to="/vendor/my-data" variant="default">
                My Data
              </Button>
              <Button variant="default" onClick={() => setAsking(true)}>
                Reset
              </Button>
            </>
          ) : (
            <Button onClick={() => setAsking(true)}>Initialize Patient</Button>
          )}
        </Group>
      </Group>
      <Confirm
        opened={asking}
        title={title}
        action={patient ? 'Replace' : 'Initialize Patient'}
        danger={patient !== undefined}
        busy={make.isPending}
        error={make.error}
        onConfirm={() => make.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">
          {patient
            ? 'The record is deleted, apps that were given access to it lose it, and a new member takes its place.'
            : 'One synthetic member is made and linked to your account. No real person’s data is in it.'}
        </Text>
        {scenarios.length > 0 ? (
          <Radio.Group label="Scenario" value={scenario} onChange={setScenario}>
            <Stack gap="xs" mt="xs">
              {scenarios.map(({ id, title: name, description }) => (
                <Radio key={id} value={id} label={name} description={description} />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
      </Confirm>
    </Paper>
  )
}
