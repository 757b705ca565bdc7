// The values a developer puts into the app's own configuration, by the names payers use for them.
import { Paper, Stack, Text, Title } from '@mantine/core'
import type { BoxName, SmartAppView } from '../../../vocabulary/operations.ts'
import { boxUrl, fhirBase } from '../box.ts'
import { Copy } from '../ui/copy.tsx'
import { Snippets } from './snippets.tsx'

export const SettingsSheet = ({ app }: { app: SmartAppView }) => (
  <Paper withBorder p="lg">
    <Stack gap="md">
      <Title order={2} size="h4">
        Settings for your app
      </Title>
      <Sheet app={app} box="sandbox" title="Sandbox" />
      {app.live.state === 'live' ? <Sheet app={app} box="production" title="Production" /> : null}
    </Stack>
  </Paper>
)

const Sheet = ({ app, box, title }: { app: SmartAppView; box: BoxName; title: string }) => {
  const settings: [string, string][] = [
    ['API Endpoint', fhirBase(box)],
    ['OAuth Issuer', boxUrl(box)],
    ['Client Name', app.name],
    ['Client ID', app.id],
    ['OIDC aud', fhirBase(box)],
  ]
  return (
    <section aria-label={`${title} settings`}>
      <Text size="sm" fw={600} mb="xs">
        {title}
      </Text>
      <Stack component="dl" gap="xs" m={0}>
        {settings.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} size="sm">
              <Copy value={value} label={`${label} (${title})`} />
            </Text>
          </div>
        ))}
      </Stack>
      <Snippets
        of={title}
        settings={{
          issuer: boxUrl(box),
          fhirBase: fhirBase(box),
          clientId: app.id,
          oauthType: app.oauthType,
          redirectUrl: app.redirectUrl,
          scopes: app.scopes,
        }}
      />
    </section>
  )
}
