// Names and values, one under the other on a phone, side by side where there is room.
import { SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
  /** The language of the value, where it is not the page's. */
  lang?: string | undefined
}

export const Facts = ({ facts, columns = 2 }: { facts: Fact[]; columns?: number }) => (
  <SimpleGrid component="dl" cols={{ base: 1, sm: columns }} spacing="md" m={0}>
    {facts.map(({ label, value, lang }) => (
      <Stack key={label} gap={2}>
        <Text component="dt" size="xs" c="dimmed">
          {label}
        </Text>
        <Text component="dd" m={0} size="sm" className="words" lang={lang}>
          {value || '–'}
        </Text>
      </Stack>
    ))}
  </SimpleGrid>
)
