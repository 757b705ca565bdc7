// What a field is for, and an example of it.
import { Text } from '@mantine/core'

export const Help = ({ help, example }: { help: string; example: string }) => (
  <>
    {help}{' '}
    <Text span inherit className="words">
      Example: {example}
    </Text>
  </>
)
