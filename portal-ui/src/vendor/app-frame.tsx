// The pages of one app: its name, and the way from its form to its request log and the test client.
import { Anchor, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, NavLink, useParams } from 'react-router'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useVendor } from './signed-in-vendor.ts'
import { useApp } from './vendor-queries.ts'

interface AppFrameProps {
  app: SmartAppView
  /** Absent on the form itself. */
  title?: string
  actions?: ReactNode
  children: ReactNode
}

export const AppFrame = ({ app, title, actions, children }: AppFrameProps) => {
  const name = app.name || 'Unnamed app'
  const links = [
    { to: `/vendor/apps/${app.id}`, label: 'Form and settings' },
    { to: `/vendor/apps/${app.id}/requests`, label: 'Request log' },
    { to: `/vendor/apps/${app.id}/test`, label: 'Test client' },
  ]
  return (
    <Page
      title={title ? `${title} of ${name}` : name}
      lead={
        <Anchor component={Link} to="/vendor" size="sm">
          All apps
        </Anchor>
      }
      actions={actions}
    >
      <Group component="nav" gap={0} aria-label={`Pages of ${name}`} className="app-pages">
        {links.map(({ to, label }) => (
          <NavLink key={to} to={to} end className="frame-link">
            {label}
          </NavLink>
        ))}
      </Group>
      {children}
    </Page>
  )
}

/** The app that the address names, for pages below its own. */
export const WithApp = ({ children }: { children: (app: SmartAppView) => ReactNode }) => {
  const { id = '' } = useParams()
  const query = useApp(useVendor(), id)
  return (
    <Loaded query={query} what="the app" rows={5}>
      {app => children(app)}
    </Loaded>
  )
}
