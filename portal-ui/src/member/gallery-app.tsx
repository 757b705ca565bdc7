// One published app: who is behind it, what it asks for, its policies, and the way in.
import { Anchor, Button, Grid, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { Problem } from '../problem.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Logo } from '../ui/logo.tsx'
import { Failure } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { dateWords } from '../ui/when.ts'
import { kindWords } from './kind-words.ts'
import { LaunchPublished } from './launch-published.tsx'

const GalleryApp = () => {
  const { id = '' } = useParams()
  const query = useQuery({
    queryKey: ['gallery', id],
    queryFn: ({ signal }) => call('read-published-app', { id, signal }),
  })
  const { error } = query
  // Asking again would not bring it back: the way on is the gallery.
  if (error instanceof Problem && error.kind === 'missing')
    return (
      <Failure error={error} title={say().shared.couldNotLoad(say().app.what)}>
        <Button component={Link} to="/member" size="compact-sm" variant="default">
          {say().app.all}
        </Button>
      </Failure>
    )
  return (
    <Loaded query={query} what={say().app.what} rows={4}>
      {app => <Details app={app} />}
    </Loaded>
  )
}

const Details = ({ app }: { app: PublishedApp }) => {
  const words = say().app
  return (
    <Page
      title={app.name}
      lead={
        <Anchor component={Link} to="/member" size="sm">
          {words.all}
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
                  <Outside href={app.organizationUrl}>{words.website}</Outside>
                </div>
              </Group>
              <Text className="words" style={{ whiteSpace: 'pre-line' }}>
                {app.description}
              </Text>
              <Group gap="md">
                <Outside href={app.privacyPolicyUrl}>{words.privacy}</Outside>
                <Outside href={app.securityPolicyUrl}>{words.security}</Outside>
                <Outside href={app.termsOfServiceUrl}>{words.terms}</Outside>
              </Group>
              <Text size="xs" c="dimmed">
                {words.since(dateWords(app.since))}{' '}
                <Anchor component={Link} to="/member/education" size="xs">
                  {words.meaning}
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
                {words.asksFor}
              </Title>
              {app.asksFor.length > 0 ? (
                <List size="sm" spacing={4}>
                  {app.asksFor.map(kind => (
                    <List.Item key={kind}>{kindWords(kind)}</List.Item>
                  ))}
                </List>
              ) : (
                <Text size="sm" c="dimmed">
                  {words.asksNothing}
                </Text>
              )}
              <Text size="xs" c="dimmed" mt="sm">
                {words.unticking}
              </Text>
            </Paper>
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

/** A vendor's own link: only web addresses, in a tab that learns nothing of this page. */
const Outside = ({ href, children }: { href: string; children: string }) =>
  /^https?:\/\//i.test(href) ? (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" size="sm">
      {children}
    </Anchor>
  ) : null

export default GalleryApp
