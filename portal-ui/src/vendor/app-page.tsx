// One app: the form, its status, its settings for the developer's own configuration.
import { Grid, Stack } from '@mantine/core'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { AppForm } from './app-form.tsx'
import { AppFrame } from './app-frame.tsx'
import { AppStatus } from './app-status.tsx'
import { LaunchButton } from './launch-button.tsx'
import { Readiness } from './readiness.tsx'
import { RemoveApp } from './remove-app.tsx'
import { SecretPanel } from './secret-panel.tsx'
import { SettingsSheet } from './settings-sheet.tsx'
import { useVendor } from './signed-in-vendor.ts'
import { useApp } from './vendor-queries.ts'

const AppPage = () => {
  const { id = '' } = useParams()
  const session = useVendor()
  const query = useApp(session, id)
  if (id === '') return <NewApp />
  return (
    <Loaded query={query} what="the app" rows={5}>
      {app => <ExistingApp key={app.id} app={app} />}
    </Loaded>
  )
}

const NewApp = () => {
  const navigate = useNavigate()
  return (
    <Page
      title="New Application"
      lead="A name is enough to begin: the Client ID is made for you when you save."
    >
      <AppForm
        app={undefined}
        onSaved={app => navigate(`/vendor/apps/${app.id}`, { replace: true, state: 'registered' })}
      />
    </Page>
  )
}

const ExistingApp = ({ app }: { app: SmartAppView }) => {
  const [dirty, setDirty] = useState(false)
  return (
    <AppFrame app={app} actions={<LaunchButton app={app} />}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            {app.live.state === 'live' ? (
              <Notice title="What you save here stays in the sandbox">
                The live version keeps running as it was approved. Send a new request to bring your
                changes to production.
              </Notice>
            ) : null}
            <AppForm app={app} onDirty={setDirty} />
            <RemoveApp app={app} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <AppStatus app={app} dirty={dirty} />
            {app.request.state === 'pending' ? null : <Readiness app={app} />}
            <SettingsSheet app={app} />
            <SecretPanel app={app} />
          </Stack>
        </Grid.Col>
      </Grid>
    </AppFrame>
  )
}

export default AppPage
