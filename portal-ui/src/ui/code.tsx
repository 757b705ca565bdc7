// A block of code or JSON to read and to copy; it scrolls by keyboard too.
import { Group, Stack, Text } from '@mantine/core'
import { CopyOnly } from './copy.tsx'

export const Code = ({ label, value }: { label: string; value: string }) => (
  <Stack gap="xs">
    <Group justify="space-between">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <CopyOnly value={value} label={label} />
    </Group>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
    <section className="json" tabIndex={0} aria-label={label}>
      {value}
    </section>
  </Stack>
)
