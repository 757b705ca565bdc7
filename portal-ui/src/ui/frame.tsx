// The frame of a portal: name, its pages, who is signed in, and the way out.
import { Anchor, Box, Button, Container, Group, Text } from '@mantine/core'
import { type ReactNode, Suspense } from 'react'
import { Link, NavLink, Outlet } from 'react-router'
import { config } from '../box.ts'
import mark from '../icon.svg'
import { type PortalName, signOut, useSession } from '../session.ts'
import { Waiting } from './waiting.tsx'

interface FrameProps {
  /** `Vendor portal`. */
  name: string
  home: string
  links: { to: string; label: string; end?: boolean }[]
  /** Whose session the header shows; absent on public pages. */
  portal?: PortalName
  aside?: ReactNode
}

export const Frame = ({ name, home, links, portal, aside }: FrameProps) => (
  <div className="frame">
    <a href="#content" className="skip">
      Skip to content
    </a>
    <header className="frame-header">
      <Container size="lg">
        <Group justify="space-between" pt="sm" gap="sm">
          <Anchor component={Link} to={home} underline="never" c="inherit" className="frame-brand">
            <img src={mark} alt="" width={28} height={28} />
            <span>
              <Text span fw={700}>
                Plan API
              </Text>{' '}
              <Text span c="dimmed">
                {name}
              </Text>
            </span>
          </Anchor>
          <Group gap="sm">
            {aside}
            {portal ? <Account portal={portal} /> : null}
          </Group>
        </Group>
        <nav aria-label={name} className="frame-nav">
          {links.map(({ to, label, end }) => (
            <NavLink key={to} to={to} end={end ?? false} className="frame-link">
              {label}
            </NavLink>
          ))}
        </nav>
      </Container>
    </header>
    <main id="content" tabIndex={-1}>
      <Container size="lg" py="xl">
        <Suspense fallback={<Waiting what="the page" />}>
          <Outlet />
        </Suspense>
      </Container>
    </main>
    <Footer />
  </div>
)

const Account = ({ portal }: { portal: PortalName }) => {
  const session = useSession(portal)
  if (!session) return null
  return (
    <>
      <Text size="sm" c="dimmed" className="words" visibleFrom="xs">
        {session.name}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => void signOut(portal)}>
        Sign out
      </Button>
    </>
  )
}

const Footer = () => {
  const { mode, mailbox } = config()
  return (
    <Box component="footer" className="frame-footer" py="lg">
      <Container size="lg">
        <Group gap="md">
          {[
            ['/member', 'Members'],
            ['/vendor', 'Vendors'],
            ['/directory', 'Provider directory'],
            ['/docs', 'API documentation'],
            ['/admin', 'Plan staff'],
          ].map(([to = '/', label]) => (
            <Anchor key={to} component={Link} to={to} size="sm" c="dimmed" underline="hover">
              {label}
            </Anchor>
          ))}
          {mode === 'demo' && mailbox ? (
            <Anchor href={mailbox} size="sm" c="dimmed" underline="hover">
              Demo mailbox
            </Anchor>
          ) : null}
        </Group>
      </Container>
    </Box>
  )
}
