// The front door: four ways in, for who came without a link.
import { Card, Container, SimpleGrid, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { Page } from './ui/page.tsx'

const doors = [
  {
    to: '/member',
    title: 'Members',
    text: 'Find apps, decide which of them may read your health plan records, and stop them at any time.',
  },
  {
    to: '/vendor',
    title: 'App vendors',
    text: 'Enroll in the sandbox, register a SMART app, try it with synthetic data, and ask for production.',
  },
  {
    to: '/directory',
    title: 'Provider directory',
    text: 'Find doctors, pharmacies, networks and plans. No account needed.',
  },
  { to: '/admin', title: 'Plan staff', text: 'Review production requests, apps and people.' },
]

const Welcome = () => (
  <Container size="md" py="xl" component="main">
    <Page
      title="Plan API"
      lead="Your health plan’s records and providers, open to apps you choose."
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {doors.map(({ to, title, text }) => (
          <Card key={to} component={Link} to={to} withBorder padding="lg">
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text c="dimmed" size="sm" mt="xs">
              {text}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
    </Page>
  </Container>
)

export default Welcome
