// One live app: how far members come with it, who allowed it, and where it holds tokens.
import { Anchor, Tabs } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Link, useParams } from 'react-router'
import { Page } from '../ui/page.tsx'
import { LiveStatus } from '../ui/status.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLiveApps } from './admin-queries.ts'
import { AppAccess } from './app-access.tsx'
import { useAdmin } from './signed-in-admin.ts'

const Funnel = lazy(() => import('./funnel.tsx'))

const AppPage = () => {
  const { id = '' } = useParams()
  const apps = useLiveApps(useAdmin())
  const app = apps.data?.apps.find(candidate => candidate.id === id)
  return (
    <Page
      title={app?.name ?? 'Live app'}
      lead={
        <Anchor component={Link} to="/admin/apps" size="sm">
          All live apps
        </Anchor>
      }
      actions={app ? <LiveStatus state={app.live} /> : null}
    >
      <Tabs defaultValue="funnel" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="funnel">How members come in</Tabs.Tab>
          <Tabs.Tab value="access">Who has access</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="funnel">
          <Suspense fallback={<Waiting what="the numbers" rows={4} />}>
            <Funnel id={id} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <AppAccess id={id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

export default AppPage
