// One published app: who is behind it, what it asks for, its policies, and the way in.
import { Anchor, Grid, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Logo } from '../ui/logo.tsx'
import { Page } from '../ui/page.tsx'
import { dateWords } from '../ui/when.ts'
import { LaunchPublished } from './launch-published.tsx'

const GalleryApp = () => {
  const { id = '' } = useParams()
  const query = useQuery({
    queryKey: ['gallery', id],
    queryFn: ({ signal }) => call('read-published-app', { id, signal }),
  })
  return (
    <Loaded query={query} what="the app" rows={4}>
      {app => <Details app={app} />}
    </Loaded>
  )
}

const Details = ({ app }: { app: PublishedApp }) => (
  <Page
    title={app.name}
    lead={
      <Anchor component={Link} to="/member" size="sm">
        All apps
      </Anchor>
    }
  >
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Paper withBorder p="lg">
          <Stack gap="md">
            <Group wrap="nowrap">
              <Logo name={app.name} size={64} {...(app.logo ? { src: app.logo } : {})} />
              <div>
                <Text fw={600} className="words">
                  {app.organizationName}
                </Text>
                <Outside href={app.organizationUrl}>Website</Outside>
              </div>
            </Group>
            <Text className="words" style={{ whiteSpace: 'pre-line' }}>
              {app.description}
            </Text>
            <Group gap="md">
              <Outside href={app.privacyPolicyUrl}>Privacy policy</Outside>
              <Outside href={app.securityPolicyUrl}>Security policy</Outside>
              <Outside href={app.termsOfServiceUrl}>Terms of service</Outside>
            </Group>
            <Text size="xs" c="dimmed">
              In this gallery since {dateWords(app.since)}. The plan reviewed how the app signs in
              and what it asks for; what it does with your data afterwards is its own
              responsibility.{' '}
              <Anchor component={Link} to="/member/education" size="xs">
                What that means for your privacy
              </Anchor>
            </Text>
          </Stack>
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <LaunchPublished app={app} />
          <Paper withBorder p="lg">
            <Title order={2} size="h4" mb="sm">
              What it asks for
            </Title>
            {app.asksFor.length > 0 ? (
              <List size="sm" spacing={4}>
                {app.asksFor.map(words => (
                  <List.Item key={words}>{words}</List.Item>
                ))}
              </List>
            ) : (
              <Text size="sm" c="dimmed">
                Nothing beyond signing in.
              </Text>
            )}
            <Text size="xs" c="dimmed" mt="sm">
              Before it reads anything, you see this list again and may untick any line.
            </Text>
          </Paper>
        </Stack>
      </Grid.Col>
    </Grid>
  </Page>
)

/** A vendor's own link: only web addresses, in a tab that learns nothing of this page. */
const Outside = ({ href, children }: { href: string; children: string }) =>
  /^https?:\/\//i.test(href) ? (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" size="sm">
      {children}
    </Anchor>
  ) : null

export default GalleryApp
