// A state in one word, by colour and by text.
import { Badge } from '@mantine/core'
import type { LiveState, RequestState } from '../../../vocabulary/operations.ts'

type Tone = 'quiet' | 'wait' | 'good' | 'bad'

// A dot that is seen on white and on dark grey alike.
const colors: Record<Tone, string> = { quiet: 'gray.6', wait: 'yellow', good: 'teal', bad: 'red' }

export const Status = ({ tone, children }: { tone: Tone; children: string }) => (
  <Badge
    color={colors[tone]}
    variant="dot"
    radius="sm"
    tt="none"
    // Never cut off: a state that cannot be read is none.
    styles={{
      root: { minWidth: 'max-content', maxWidth: 'none', flexShrink: 0 },
      label: { color: 'var(--mantine-color-text)', overflow: 'visible' },
    }}
  >
    {children}
  </Badge>
)

const requestStates: Record<RequestState, [Tone, string]> = {
  draft: ['quiet', 'Draft'],
  pending: ['wait', 'Pending review'],
  approved: ['good', 'Approved'],
  rejected: ['bad', 'Rejected'],
  withdrawn: ['quiet', 'Request withdrawn'],
  unknown: ['wait', 'Not known just now'],
}

const liveStates: Record<LiveState, [Tone, string]> = {
  none: ['quiet', 'Not live'],
  live: ['good', 'Live'],
  suspended: ['bad', 'Suspended'],
  withdrawn: ['quiet', 'Withdrawn'],
  unknown: ['wait', 'Not known just now'],
}

export const RequestStatus = ({ state }: { state: RequestState }) => {
  const [tone, words] = requestStates[state]
  return <Status tone={tone}>{words}</Status>
}

export const LiveStatus = ({ state }: { state: LiveState }) => {
  const [tone, words] = liveStates[state]
  return <Status tone={tone}>{words}</Status>
}
