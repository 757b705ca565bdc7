// The scopes an app asks for, as tick boxes with words.
import { Button, Checkbox, Fieldset, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { Notice } from '../ui/notice.tsx'
import { isChosen, type ScopeGroup, scopeGroups, withChoice } from './scope-choices.ts'

interface ScopePickerProps {
  scopes: string[]
  error?: string | undefined
  onChange: (scopes: string[]) => void
}

export const ScopePicker = ({ scopes, error, onChange }: ScopePickerProps) => (
  <Stack gap="md">
    <Text size="sm" c="dimmed">
      Ask for what your app needs, no more: members read each line and may untick it, and the plan’s
      reviewer asks why.
    </Text>
    {error ? (
      <Notice tone="bad" title="Scopes">
        {error}
      </Notice>
    ) : null}
    {scopeGroups.map(group => (
      <Choices key={group.title} group={group} scopes={scopes} onChange={onChange} />
    ))}
  </Stack>
)

const Choices = ({
  group,
  scopes,
  onChange,
}: {
  group: ScopeGroup
  scopes: string[]
  onChange: (scopes: string[]) => void
}) => {
  const all = group.choices.every(({ scope }) => isChosen(scopes, scope))
  const toggle = () =>
    onChange(
      group.choices.reduce<string[]>(
        (chosen, { scope }) => withChoice(chosen, scope, !all),
        scopes,
      ),
    )
  return (
    <Fieldset legend={group.title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed" flex="1 1 14rem">
            {group.help}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            onClick={toggle}
            aria-label={`${all ? 'Untick' : 'Tick'} all of ${group.title}`}
          >
            {all ? 'Untick all' : 'Tick all'}
          </Button>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          {group.choices.map(({ scope, words }) => (
            <Checkbox
              key={scope}
              label={words}
              description={scope}
              checked={isChosen(scopes, scope)}
              onChange={event => onChange(withChoice(scopes, scope, event.currentTarget.checked))}
            />
          ))}
        </SimpleGrid>
      </Stack>
    </Fieldset>
  )
}
