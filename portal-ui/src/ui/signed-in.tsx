// The door of a portal: pages behind it are shown to who is signed in and may be here.
import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useLocation } from 'react-router'
import { config } from '../box.ts'
import { say } from '../language/language.ts'
import { type PortalName, type PortalSession, portals, signIn, useSession } from '../session.ts'
import { Page } from './page.tsx'
import { Waiting } from './waiting.tsx'

interface SignedInProps {
  portal: PortalName
  /** Heading of the page that asks to sign in. */
  title: string
  lead: string
  /** More ways to go on for who has no account. */
  more?: ReactNode
  demo: string
  children: (session: PortalSession) => ReactNode
}

const renewWithin = 120_000

export const SignedIn = ({ portal, title, lead, more, demo, children }: SignedInProps) => {
  const session = useSession(portal)
  const { pathname, search } = useLocation()

  // Between two pages nothing half-filled can be lost, so a token about to end is renewed there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each page, not when the token changes
  useEffect(() => {
    if (session && session.expires - Date.now() < renewWithin)
      void signIn(portal, { returnTo: pathname + search })
  }, [pathname])

  if (!session) {
    return (
      <Page title={title} lead={lead}>
        <Paper withBorder p="lg" maw="34rem">
          <Stack gap="md" align="flex-start">
            <Group gap="sm">
              <Button onClick={() => void signIn(portal)}>{say().door.signIn}</Button>
              {more}
            </Group>
            {config().mode === 'demo' ? (
              <Text size="sm" c="dimmed">
                {say().door.demo(demo, 'plan-api-demo')}
              </Text>
            ) : null}
          </Stack>
        </Paper>
      </Page>
    )
  }
  if (!session.roles.includes(portals[portal].role)) return <WrongAccount portal={portal} />
  if (session.expires <= Date.now()) return <Waiting what={say().door.yourSession} />
  return children(session)
}

const WrongAccount = ({ portal }: { portal: PortalName }) => {
  const session = useSession(portal)
  const { door } = say()
  return (
    <Page
      title={door.wrongTitle}
      lead={door.wrongLead(session?.name ?? door.someone, door.roles[portal])}
    >
      <Group>
        <Button onClick={() => void signIn(portal, { other: true })}>{door.asSomeoneElse}</Button>
      </Group>
    </Page>
  )
}
