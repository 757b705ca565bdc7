// One step as it is read: the request, the answer, what both mean; secrets only when they are asked for.
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { JsonTree } from '../../ui/json-tree.tsx'
import { Status } from '../../ui/status.tsx'
import { Ticked } from '../../ui/ticked.tsx'
import { isSecretName, masked, maskedAnswer, type Step } from './steps.ts'

export const StepCard = ({ step }: { step: Step }) => {
  const [revealed, setRevealed] = useState(false)
  const { title, about, method, url, sent, status, body, meaning, ok } = step
  const hasSecrets =
    sent.some(([name]) => isSecretName(name)) ||
    (typeof body === 'object' && body !== null && Object.keys(body).some(isSecretName))
  return (
    <Paper withBorder p="lg" component="article" aria-label={`${title}, step ${step.id}`}>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Title order={3} size="h5">
            {step.id}. {title}
          </Title>
          <Group gap="sm">
            <Status
              tone={ok ? 'good' : 'bad'}
            >{`${ok ? 'OK' : 'Refused'}${status ? ` ${status}` : ''}`}</Status>
            {hasSecrets ? (
              <Button
                size="compact-xs"
                variant="default"
                aria-pressed={revealed}
                onClick={() => setRevealed(!revealed)}
              >
                {revealed ? 'Mask' : 'Reveal'}
              </Button>
            ) : null}
          </Group>
        </Group>
        <Text size="sm" c="dimmed">
          <Ticked>{about}</Ticked>
        </Text>
        <Text size="sm" fw={600} role={ok ? 'status' : 'alert'}>
          <Ticked>{meaning}</Ticked>
        </Text>
        <Text ff="monospace" size="xs" className="words">
          {method} {url}
        </Text>
        {sent.length > 0 ? (
          <dl className="sent">
            {sent.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{isSecretName(name) && !revealed ? masked(value) : value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {body === undefined ? null : (
          <JsonTree
            label={`Answer of step ${step.id}`}
            value={revealed ? body : maskedAnswer(body)}
          />
        )}
      </Stack>
    </Paper>
  )
}
