// While something loads: quiet shapes that keep the place, a sentence for who cannot see them, and one for all when it takes long.
import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { say } from '../language/language.ts'

const heights: [key: string, height: number][] = [
  ['title', 28],
  ['first', 56],
  ['second', 56],
  ['third', 56],
  ['fourth', 56],
  ['fifth', 56],
]

/** Milliseconds after which people wonder whether anything happens. */
const patience = 5_000

export const Waiting = ({ what, rows = 3 }: { what: string; rows?: number }) => {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patience)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>{say().shared.loading(what)}</VisuallyHidden>
      {heights.slice(0, rows).map(([key, height]) => (
        <Skeleton key={key} height={height} radius="md" />
      ))}
      {/* Below the shapes, so that they stay where they are. */}
      {isLong ? (
        <Text size="sm" c="dimmed">
          {say().shared.takesLong}
        </Text>
      ) : null}
    </Stack>
  )
}
