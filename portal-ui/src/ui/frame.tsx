// The frame of a portal: the plan's name and logo, its pages, who is signed in, and the way out.
import { Anchor, Box, Button, Container, Group, Text } from '@mantine/core'
import { type ReactNode, Suspense, useEffect, useRef } from 'react'
import { Link, NavLink, Outlet, useLocation } from 'react-router'
import { config, planName } from '../box.ts'
import mark from '../icon.svg'
import { say } from '../language/language.ts'
import { type PortalName, signOut, useSession } from '../session.ts'
import { Caught } from './caught.tsx'
import { LanguageChoice, LookChoice } from './choices.tsx'
import { Waiting } from './waiting.tsx'

interface FrameProps {
  /** `Vendor portal`. */
  name: string
  home: string
  links: { to: string; label: string; end?: boolean }[]
  /** Whose session the header shows; absent on public pages. */
  portal?: PortalName
  /** True where the pages are in English and Spanish. */
  bilingual?: boolean
  aside?: ReactNode
}

export const Frame = ({ name, home, links, portal, bilingual = false, aside }: FrameProps) => (
  <div className="frame">
    <a href="#content" className="skip">
      {say().portal.skip}
    </a>
    <header className="frame-header">
      <Container size="lg">
        <Group justify="space-between" pt="sm" gap="sm">
          <Anchor component={Link} to={home} underline="never" c="inherit" className="frame-brand">
            <img className="frame-mark" src={config().brand?.logo ?? mark} alt="" height={28} />
            <span>
              <Text span fw={700}>
                {planName()}
              </Text>{' '}
              <Text span c="dimmed">
                {name}
              </Text>
            </span>
          </Anchor>
          <Group gap="sm">
            {aside}
            {bilingual ? <LanguageChoice /> : null}
            {portal ? <Account portal={portal} /> : null}
          </Group>
        </Group>
        <Pages name={name} links={links} />
      </Container>
    </header>
    <main id="content" tabIndex={-1}>
      <Container size="lg" py="xl">
        <Caught at={useLocation().pathname}>
          <Suspense fallback={<Waiting what={say().portal.thePage} />}>
            <Outlet />
          </Suspense>
        </Caught>
      </Container>
    </main>
    <Footer />
  </div>
)

/** The portal's pages; on a phone the row scrolls, and the one that is open is in sight. */
const Pages = ({ name, links }: Pick<FrameProps, 'name' | 'links'>) => {
  const { pathname } = useLocation()
  const row = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the open page follows the path
  useEffect(() => {
    const open = row.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (row.current && open) row.current.scrollLeft = open.offsetLeft - row.current.offsetLeft - 40
  }, [pathname])
  return (
    <nav aria-label={name} className="frame-nav" ref={row}>
      {links.map(({ to, label, end }) => (
        <NavLink key={to} to={to} end={end ?? false} className="frame-link">
          {label}
        </NavLink>
      ))}
    </nav>
  )
}

const Account = ({ portal }: { portal: PortalName }) => {
  const session = useSession(portal)
  if (!session) return null
  return (
    <>
      <Text size="sm" c="dimmed" className="words" visibleFrom="xs">
        {session.name}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => void signOut(portal)}>
        {say().portal.signOut}
      </Button>
    </>
  )
}

const Footer = () => {
  const { mode, mailbox, brand } = config()
  const { members, vendors, directory, docs, staff, contact, mailbox: mailboxWords } = say().portal
  const elsewhere = [
    ...(brand?.contact ? [[brand.contact, contact] as const] : []),
    ...(mode === 'demo' && mailbox ? [[mailbox, mailboxWords] as const] : []),
  ]
  return (
    <Box component="footer" className="frame-footer" py="lg">
      <Container size="lg">
        <Group justify="space-between" gap="md">
          <Group gap="md">
            {[
              ['/member', members],
              ['/vendor', vendors],
              ['/directory', directory],
              ['/docs', docs],
              ['/admin', staff],
            ].map(([to = '/', label]) => (
              <Anchor key={to} component={Link} to={to} size="sm" c="dimmed" underline="hover">
                {label}
              </Anchor>
            ))}
            {elsewhere.map(([href, label]) => (
              <Anchor key={href} href={href} size="sm" c="dimmed" underline="hover">
                {label}
              </Anchor>
            ))}
          </Group>
          <LookChoice />
        </Group>
      </Container>
    </Box>
  )
}
