// Starts a published app for the member, or for someone they act for; signing in comes first.
import { Button, Paper, Radio, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { relationshipWords } from '../fhir/relationship.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { Problem } from '../problem.ts'
import { endIfRefused } from '../queries.ts'
import { type PortalSession, signIn, useSession } from '../session.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Failure } from '../ui/notice.tsx'
import { useMyPatients } from './member-queries.ts'

export const LaunchPublished = ({ app }: { app: PublishedApp }) => {
  const session = useSession('member')
  return (
    <Paper withBorder p="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          {say().app.connect}
        </Title>
        {app.launchable ? null : (
          <Text size="sm" c="dimmed">
            {say().app.elsewhere}
          </Text>
        )}
        {app.launchable && session?.roles.includes('member') ? (
          <Launch app={app} session={session} />
        ) : null}
        {app.launchable && !session?.roles.includes('member') ? (
          <>
            <Text size="sm" c="dimmed">
              {say().app.signInFirst}
            </Text>
            <Button
              onClick={() => void signIn('member', session ? { other: true } : {})}
              aria-label={say().app.signInToLaunchWhat(app.name)}
            >
              {say().app.signInToLaunch}
            </Button>
          </>
        ) : null}
      </Stack>
    </Paper>
  )
}

const Launch = ({ app, session }: { app: PublishedApp; session: PortalSession }) => {
  const patients = useMyPatients(session)
  const [chosen, setChosen] = useState('')
  const launch = useMutation({
    mutationFn: async (patient: string) => {
      const { uri } = await call('launch-published-app', {
        token: session.token,
        id: app.id,
        body: patient ? { patient } : {},
      })
      if (!/^https?:\/\//i.test(uri)) throw new Problem('fault', say().problem.notWebAddress)
      window.location.assign(uri)
    },
    onError: error => endIfRefused(error, 'member'),
  })
  return (
    <Loaded query={patients} what={say().app.whoseToShare} rows={2}>
      {({ patients: people }) => {
        const first = people[0]
        if (!first) return <Text size="sm">{say().app.noRecord}</Text>
        const patient = chosen || first.id
        return (
          <Stack gap="md">
            {people.length > 1 ? (
              <Radio.Group label={say().app.whose} value={patient} onChange={setChosen}>
                <Stack gap="xs" mt="xs">
                  {people.map(({ id, name, relationship }) => (
                    <Radio
                      key={id}
                      value={id}
                      label={name}
                      description={relationshipWords(relationship)}
                    />
                  ))}
                </Stack>
              </Radio.Group>
            ) : null}
            {launch.error ? <Failure error={launch.error} title={say().app.notStarted} /> : null}
            <Button loading={launch.isPending} onClick={() => launch.mutate(patient)}>
              {say().app.launch}
            </Button>
          </Stack>
        )
      }}
    </Loaded>
  )
}
