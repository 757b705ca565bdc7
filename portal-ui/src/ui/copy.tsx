// A value to take elsewhere: shown as it is, copied by one button.
import { Button, CopyButton, Group, Text } from '@mantine/core'
import { say } from '../language/language.ts'

interface CopyProps {
  value: string
  /** What it is, for who hears the button only. */
  label: string
  /** What is shown instead of the value. */
  shown?: string
}

export const CopyOnly = ({ value, label }: CopyProps) => (
  <CopyButton value={value} timeout={2000}>
    {({ copied, copy }) => (
      <Button
        size="compact-xs"
        variant="default"
        flex="none"
        onClick={copy}
        aria-label={copied ? say().shared.copiedWhat(label) : say().shared.copyWhat(label)}
      >
        {copied ? say().shared.copied : say().shared.copy}
      </Button>
    )}
  </CopyButton>
)

export const Copy = ({ value, label, shown }: CopyProps) => (
  <Group gap="xs" wrap="nowrap" align="center">
    <Text ff="monospace" size="sm" className="words" miw={0}>
      {shown ?? value}
    </Text>
    <CopyOnly value={value} label={label} />
  </Group>
)
