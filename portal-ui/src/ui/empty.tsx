// Nothing here yet: says so, and what to do about it.
import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyProps {
  title: string
  children?: ReactNode
  action?: ReactNode
}

export const Empty = ({ title, children, action }: EmptyProps) => (
  <Paper withBorder p="xl">
    <Stack align="center" gap="sm" ta="center">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children ? (
        <Text c="dimmed" maw="34rem">
          {children}
        </Text>
      ) : null}
      {action}
    </Stack>
  </Paper>
)
