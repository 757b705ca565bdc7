// The gallery of published apps: public, searched by what their vendors published.
import { Anchor, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Logo } from '../ui/logo.tsx'
import { Page } from '../ui/page.tsx'

const Gallery = () => {
  const [search, setSearch] = useState('')
  const query = useQuery({
    queryKey: ['gallery'],
    queryFn: ({ signal }) => call('list-published-apps', { signal }),
  })
  return (
    <Page
      title="Apps you can connect"
      lead="Each of these may ask to read your health plan records. You decide what it gets, and you can stop it at any time."
    >
      <Loaded query={query} what="the apps">
        {({ apps }) =>
          apps.length === 0 ? (
            <Empty title="No apps yet">
              When a vendor’s app is approved by the plan, it appears here.
            </Empty>
          ) : (
            <Stack gap="md">
              <TextInput
                label="Search apps"
                placeholder="Name, company, what it does"
                maw="26rem"
                value={search}
                onChange={event => setSearch(event.currentTarget.value)}
              />
              <Found apps={apps.filter(app => matches(app, search))} />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}

const Found = ({ apps }: { apps: PublishedApp[] }) =>
  apps.length === 0 ? (
    <Text c="dimmed" role="status">
      No app matches your search.
    </Text>
  ) : (
    <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} component="ul" p={0} m={0}>
      {apps.map(app => (
        <Paper key={app.id} withBorder p="lg" component="li" style={{ listStyle: 'none' }}>
          <Stack gap="sm">
            <Group wrap="nowrap" align="flex-start">
              <Logo name={app.name} {...(app.logo ? { src: app.logo } : {})} />
              <div>
                <Title order={2} size="h5" className="words">
                  <Anchor component={Link} to={`/member/apps/${app.id}`} inherit>
                    {app.name}
                  </Anchor>
                </Title>
                <Text size="sm" c="dimmed" className="words">
                  {app.organizationName}
                </Text>
              </div>
            </Group>
            <Text size="sm" lineClamp={4} className="words">
              {app.description}
            </Text>
          </Stack>
        </Paper>
      ))}
    </SimpleGrid>
  )

const matches = (app: PublishedApp, search: string): boolean =>
  `${app.name} ${app.organizationName} ${app.description}`
    .toLowerCase()
    .includes(search.trim().toLowerCase())

export default Gallery
