// One page: its heading takes the focus after a change of route, its title names the tab.
import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { planName } from '../box.ts'
import { earlyPageIsOver } from './early-page.ts'

let isFirstPage = true

interface PageProps {
  title: string
  /** One sentence below the title. */
  lead?: ReactNode
  /** Buttons that stand beside the title. */
  actions?: ReactNode
  children: ReactNode
}

export const Page = ({ title, lead, actions, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null)

  useLayoutEffect(earlyPageIsOver, [])

  useEffect(() => {
    document.title = `${title} · ${planName()}`
  }, [title])

  useEffect(() => {
    // The first page is the browser's own; later ones tell a screen reader where it is now.
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [])

  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <Box flex="1 1 20rem">
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className="words">
            {title}
          </Title>
          {lead ? (
            <Text c="dimmed" mt={4} maw="46rem">
              {lead}
            </Text>
          ) : null}
        </Box>
        {actions ? <Group gap="sm">{actions}</Group> : null}
      </Group>
      {children}
    </Stack>
  )
}
