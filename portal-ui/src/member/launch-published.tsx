// Starts a published app for the member, or for someone they act for; signing in comes first.
import { Button, Paper, Radio, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { relationshipWords } from '../fhir/relationship.ts'
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
          Connect
        </Title>
        {app.launchable ? null : (
          <Text size="sm" c="dimmed">
            This app is started from its own website or from your phone. It sends you here to sign
            in and to decide what it may read.
          </Text>
        )}
        {app.launchable && session?.roles.includes('member') ? (
          <Launch app={app} session={session} />
        ) : null}
        {app.launchable && !session?.roles.includes('member') ? (
          <>
            <Text size="sm" c="dimmed">
              Sign in first, so that the app can ask you for your records.
            </Text>
            <Button
              onClick={() => void signIn('member', session ? { other: true } : {})}
              aria-label={`Sign in to launch ${app.name}`}
            >
              Sign in to launch
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
      if (!/^https?:\/\//i.test(uri))
        throw new Problem('fault', 'The app’s address is not a web address.')
      window.location.assign(uri)
    },
    onError: error => endIfRefused(error, 'member'),
  })
  return (
    <Loaded query={patients} what="whose records you may share" rows={2}>
      {({ patients: people }) => {
        const first = people[0]
        if (!first)
          return (
            <Text size="sm">
              No health record is linked to your account yet. Ask your plan to link it.
            </Text>
          )
        const patient = chosen || first.id
        return (
          <Stack gap="md">
            {people.length > 1 ? (
              <Radio.Group label="Whose records?" value={patient} onChange={setChosen}>
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
            {launch.error ? <Failure error={launch.error} title="The app was not started" /> : null}
            <Button loading={launch.isPending} onClick={() => launch.mutate(patient)}>
              Launch App
            </Button>
          </Stack>
        )
      }}
    </Loaded>
  )
}
