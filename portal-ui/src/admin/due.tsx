// When a request has to be decided, and whether that day is over; by text and by colour.
import { Group, Text } from '@mantine/core'
import type { ProductionRequestSummary } from '../../../vocabulary/operations.ts'
import { Status } from '../ui/status.tsx'
import { dateWords } from '../ui/when.ts'

export const Due = ({
  request: { state, dueOn, overdue },
}: {
  request: Pick<ProductionRequestSummary, 'state' | 'dueOn' | 'overdue'>
}) => (
  <Group gap={6} wrap="nowrap">
    <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
      {state === 'pending' ? dateWords(dueOn) : '–'}
    </Text>
    {overdue ? <Status tone="bad">Overdue</Status> : null}
  </Group>
)
