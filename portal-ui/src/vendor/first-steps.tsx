// First steps: five of them, each ticked when the sandbox knows that it was done; hidden when the vendor says so.
import {
  Anchor,
  Button,
  Group,
  List,
  Paper,
  Text,
  ThemeIcon,
  Title,
  VisuallyHidden,
} from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { AppListAnswer } from '../../../vocabulary/operations.ts'

interface Step {
  title: string
  how: string
  done: boolean
}

/** The five steps, by what the sandbox answers. */
export const stepsOf = ({ apps, patient, firstSteps }: AppListAnswer): Step[] => [
  { title: 'Account', how: 'You are signed in.', done: true },
  {
    title: 'App',
    how: 'New Application: a name is enough to get a Client ID.',
    done: apps.length > 0,
  },
  {
    title: 'Patient',
    how: 'Initialize Patient: one synthetic member with a complete record.',
    done: patient !== undefined,
  },
  {
    title: 'First token',
    how: 'Launch App, or the snippets on your app’s page.',
    done: firstSteps?.token === true,
  },
  {
    title: 'First FHIR call',
    how: 'Your app reads the member’s record with its token.',
    done: firstSteps?.call === true,
  },
]

const hiddenKey = 'plan-api.first-steps-hidden'

export const FirstSteps = ({ answer }: { answer: AppListAnswer }) => {
  const [hidden, setHidden] = useState(localStorage.getItem(hiddenKey) !== null)
  if (hidden) return null
  const steps = stepsOf(answer)
  const left = steps.filter(({ done }) => !done).length
  return (
    <Paper withBorder p="lg" component="section" aria-label="First steps">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          First steps
        </Title>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {left === 0 ? 'All done' : `${steps.length - left} of ${steps.length} done`}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              localStorage.setItem(hiddenKey, 'yes')
              setHidden(true)
            }}
          >
            Hide
          </Button>
        </Group>
      </Group>
      <List type="ordered" listStyleType="none" spacing="xs" center={false}>
        {steps.map(({ title, how, done }, index) => (
          <List.Item key={title} icon={<Tick done={done} number={index + 1} />}>
            <Text size="sm" fw={600}>
              {title} <VisuallyHidden>{done ? '(done)' : '(to do)'}</VisuallyHidden>
            </Text>
            <Text size="sm" c="dimmed">
              {how}
            </Text>
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="md">
        What can be called:{' '}
        <Anchor component={Link} to="/docs">
          API reference
        </Anchor>
      </Text>
    </Paper>
  )
}

const Tick = ({ done, number }: { done: boolean; number: number }) => (
  <ThemeIcon
    aria-hidden
    size={24}
    radius="xl"
    variant={done ? 'filled' : 'default'}
    fz="xs"
    fw={700}
  >
    {done ? '✓' : number}
  </ThemeIcon>
)
