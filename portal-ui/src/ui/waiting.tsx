// While something loads: quiet shapes that keep the place, and a sentence for who cannot see them.
import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { say } from '../language/language.ts'

const heights: [key: string, height: number][] = [
  ['title', 28],
  ['first', 56],
  ['second', 56],
  ['third', 56],
  ['fourth', 56],
  ['fifth', 56],
]

export const Waiting = ({ what, rows = 3 }: { what: string; rows?: number }) => (
  <Stack gap="sm" role="status">
    <VisuallyHidden>{say().shared.loading(what)}</VisuallyHidden>
    {heights.slice(0, rows).map(([key, height]) => (
      <Skeleton key={key} height={height} radius="md" />
    ))}
  </Stack>
)
