// The plan's criteria to reject, the same for every app; some need words of the reviewer's own.
import { Checkbox, Stack, Textarea } from '@mantine/core'
import type { RejectReason } from '../../../vocabulary/operations.ts'

interface RejectReasonsProps {
  offered: readonly RejectReason[]
  chosen: readonly string[]
  text: string
  errors: { reasonCodes?: string | undefined; reason?: string | undefined }
  onChosen: (codes: string[]) => void
  onText: (text: string) => void
}

export const RejectReasons = ({
  offered,
  chosen,
  text,
  errors,
  onChosen,
  onText,
}: RejectReasonsProps) => (
  <Stack gap="md">
    <Checkbox.Group
      label="Reasons"
      description="The vendor reads the sentence below each one you tick."
      value={[...chosen]}
      onChange={onChosen}
      error={errors.reasonCodes}
    >
      <Stack gap="xs" mt="xs">
        {offered.map(reason => (
          <Checkbox
            key={reason.code}
            value={reason.code}
            label={reason.title}
            description={reason.text || 'Say it in your own words below.'}
          />
        ))}
      </Stack>
    </Checkbox.Group>
    <Textarea
      label="In your own words"
      description="Added to what the vendor reads."
      withAsterisk={offered.some(({ code, needsText }) => needsText && chosen.includes(code))}
      autosize
      minRows={3}
      value={text}
      error={errors.reason}
      onChange={event => onText(event.currentTarget.value)}
    />
  </Stack>
)

/** What is missing before it can be sent, by field. */
export const missingReasons = (
  offered: readonly RejectReason[],
  chosen: readonly string[],
  text: string,
): { reasonCodes?: string; reason?: string } => {
  if (chosen.length === 0) return { reasonCodes: 'Tick one reason or more.' }
  const needsText = offered.some(({ code, needsText }) => needsText && chosen.includes(code))
  return needsText && text.trim() === '' ? { reason: 'Say what the vendor has to change.' } : {}
}
