// A claim in the list: who, when, for what, the four amounts, and whether the plan denied it; the rest is on its own page.
import { Anchor, Group, Paper, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { deniedParts, isDenied } from '../fhir/claim-reasons.ts'
import { summaryOf } from '../fhir/summary.ts'
import { say } from '../language/language.ts'
import { ClaimAmounts } from '../record/claim-amounts.tsx'

export const ClaimCard = ({ resource }: { resource: Resource }) => {
  const { title, line, date, titleLang, lineLang } = summaryOf(resource)
  const { claims } = say()
  const denied = deniedParts(resource)
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex="1 1 16rem">
          <Text fw={600} className="words" lang={titleLang}>
            {title}
          </Text>
          <Text size="sm" c="dimmed" className="words" lang={lineLang}>
            {line}
          </Text>
        </Stack>
        <Stack gap={2} align="flex-end">
          <Text size="sm" c="dimmed">
            {date}
          </Text>
          <Anchor
            component={Link}
            to={`/member/record/claims/${resource.id ?? ''}`}
            size="sm"
            className="no-print"
            aria-label={`${claims.open}: ${title}, ${date}`}
          >
            {claims.open}
          </Anchor>
        </Stack>
      </Group>
      <ClaimAmounts claim={resource} lines={false} />
      {denied.length > 0 ? (
        <Text size="sm" mt="sm" className="words">
          <b>{isDenied(resource) ? claims.denied : claims.partlyDenied}:</b>{' '}
          {[...new Set(denied.flatMap(({ reasons }) => reasons))].join(' ')}
        </Text>
      ) : null}
    </Paper>
  )
}
