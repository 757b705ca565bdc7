// The front door: four ways in, for who came without a link.
import { Card, Container, SimpleGrid, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { planName } from './box.ts'
import { say } from './language/language.ts'
import { LanguageChoice } from './ui/choices.tsx'
import { Page } from './ui/page.tsx'

const doors = () => {
  const { welcome, portal } = say()
  return [
    { to: '/member', title: portal.members, text: welcome.members },
    { to: '/vendor', title: welcome.vendorsTitle, text: welcome.vendors },
    { to: '/directory', title: portal.directory, text: welcome.directory },
    { to: '/admin', title: portal.staff, text: welcome.staff },
  ]
}

const Welcome = () => (
  <Container size="md" py="xl" component="main">
    <Page title={planName()} lead={say().welcome.lead} actions={<LanguageChoice />}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {doors().map(({ to, title, text }) => (
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
