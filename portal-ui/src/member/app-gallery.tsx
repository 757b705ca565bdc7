// The gallery of published apps: public, searched by what their vendors published, filtered by what they ask for.
import {
  Anchor,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { queryNow } from '../address.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Logo } from '../ui/logo.tsx'
import { Page } from '../ui/page.tsx'
import { addressOf, type GalleryWish, shownApps, wishOf } from './gallery-filter.ts'
import { kindWords } from './kind-words.ts'

const Gallery = () => {
  const query = useQuery({
    queryKey: ['gallery'],
    queryFn: ({ signal }) => call('list-published-apps', { signal }),
  })
  const { gallery } = say()
  return (
    <Page title={gallery.title} lead={gallery.lead}>
      <Loaded query={query} what={gallery.what} rows={4}>
        {({ apps }) =>
          apps.length === 0 ? (
            <Empty title={gallery.noneTitle}>{gallery.none}</Empty>
          ) : (
            <Apps apps={apps} />
          )
        }
      </Loaded>
    </Page>
  )
}

const Apps = ({ apps }: { apps: PublishedApp[] }) => {
  const [address, setAddress] = useSearchParams()
  const wish = wishOf(address)
  const change = (part: Partial<GalleryWish>) =>
    setAddress(addressOf({ ...wishOf(queryNow()), ...part }), {
      replace: true,
      preventScrollReset: true,
    })
  const { gallery } = say()
  const kinds = [...new Set(apps.flatMap(({ asksFor }) => asksFor))]
  const found = shownApps(apps, wish)
  return (
    <Stack gap="md">
      <Paper withBorder p="md" component="search">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
          <TextInput
            label={gallery.search}
            placeholder={gallery.searchHint}
            value={wish.search}
            onChange={event => change({ search: event.currentTarget.value })}
          />
          <NativeSelect
            label={gallery.filter}
            value={wish.kind}
            onChange={event => change({ kind: event.currentTarget.value })}
            data={[
              { value: '', label: gallery.anything },
              ...kinds.map(kind => ({ value: kind, label: kindWords(kind) })),
            ]}
          />
          <NativeSelect
            label={gallery.sort}
            value={wish.order}
            onChange={event =>
              change({ order: event.currentTarget.value === 'newest' ? 'newest' : 'name' })
            }
            data={[
              { value: 'name', label: gallery.byName },
              { value: 'newest', label: gallery.byNewest },
            ]}
          />
        </SimpleGrid>
        <Checkbox
          mt="md"
          label={gallery.launchable}
          checked={wish.launchable}
          onChange={event => change({ launchable: event.currentTarget.checked })}
        />
      </Paper>
      <Group justify="space-between" mih="1.75rem">
        <Text size="sm" c="dimmed" role="status">
          {found.length === 0 ? gallery.noMatch : gallery.found(found.length)}
        </Text>
        {found.length < apps.length ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setAddress({}, { replace: true })}
          >
            {gallery.clear}
          </Button>
        ) : null}
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} component="ul" p={0} m={0}>
        {found.map(app => (
          <AppCard key={app.id} app={app} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

const AppCard = ({ app }: { app: PublishedApp }) => (
  <Paper withBorder p="lg" component="li" style={{ listStyle: 'none' }}>
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
)

export default Gallery
