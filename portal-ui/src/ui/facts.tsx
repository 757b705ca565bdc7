// Names and values, one under the other on a phone, side by side where there is room.
import { SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
}

export const Facts = ({ facts, columns = 2 }: { facts: Fact[]; columns?: number }) => (
  <SimpleGrid component="dl" cols={{ base: 1, sm: columns }} spacing="md" m={0}>
    {facts.map(({ label, value }) => (
      <Stack key={label} gap={2}>
        <Text component="dt" size="xs" c="dimmed">
          {label}
        </Text>
        <Text component="dd" m={0} size="sm" className="words">
          {value || '–'}
        </Text>
      </Stack>
    ))}
  </SimpleGrid>
)
