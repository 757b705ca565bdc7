// One resource: its summary, and on demand what it says and its JSON.
import { Button, Collapse, Group, Paper, Stack, Text } from '@mantine/core'
import { useId, useState } from 'react'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { summaryOf } from '../fhir/summary.ts'
import { say } from '../language/language.ts'
import { Facts } from '../ui/facts.tsx'
import { JsonTree } from '../ui/json-tree.tsx'
import { ClaimAmounts } from './claim-amounts.tsx'
import { claimFacts } from './claim-facts.ts'

interface ResourceCardProps {
  resource: Resource
  /** Developers look at the JSON, members at words. */
  withJson?: boolean
}

export const ResourceCard = ({ resource, withJson = false }: ResourceCardProps) => {
  const [opened, setOpened] = useState(false)
  const id = useId()
  const { title, line, date, facts, titleLang, lineLang } = summaryOf(resource)
  const isClaim = resource.resourceType === 'ExplanationOfBenefit'
  const hasMore = withJson || facts.length > 0 || isClaim
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex="1 1 16rem">
          <Text fw={600} className="words" lang={titleLang}>
            {title}
          </Text>
          {line ? (
            <Text size="sm" c="dimmed" className="words" lang={lineLang}>
              {line}
            </Text>
          ) : null}
        </Stack>
        <Group gap="sm">
          {date ? (
            <Text size="sm" c="dimmed">
              {date}
            </Text>
          ) : null}
          {hasMore ? (
            <Button
              size="compact-xs"
              variant="default"
              aria-expanded={opened}
              aria-controls={id}
              aria-label={
                opened ? say().record.hideDetailsOf(title) : say().record.showDetailsOf(title)
              }
              onClick={() => setOpened(!opened)}
            >
              {opened ? say().record.hide : say().record.details}
            </Button>
          ) : null}
        </Group>
      </Group>
      {isClaim ? <ClaimAmounts claim={resource} lines={opened} /> : null}
      <div id={id}>
        <Collapse expanded={opened}>
          {opened ? (
            <Stack gap="md" mt="md">
              <Facts facts={[...facts, ...claimFacts(resource)]} />
              {withJson ? (
                <JsonTree
                  value={resource}
                  label={`${resource.resourceType}/${resource.id ?? ''}`}
                  file={`${resource.resourceType}-${resource.id ?? ''}.json`}
                />
              ) : null}
            </Stack>
          ) : null}
        </Collapse>
      </div>
    </Paper>
  )
}
