// Whether the App and both boxes are well: what answers, in which version, what of the configuration is there, which jobs ran.
import { Button, Group, Paper, Stack, Table, Text, ThemeIcon, Title } from '@mantine/core'
import type { HealthAnswer, HealthFinding, HealthPart } from '../../../vocabulary/staff.ts'
import { Facts } from '../ui/facts.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { useHealth } from './admin-queries.ts'
import { useAdmin } from './signed-in-admin.ts'

const partWords: Record<HealthPart['name'], string> = {
  app: 'The App',
  production: 'Production box',
  sandbox: 'Sandbox box',
}

const Health = () => {
  const query = useHealth(useAdmin())
  return (
    <Page
      title="Health"
      lead="What answers, and what of the configuration is there."
      actions={
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          Check again
        </Button>
      }
    >
      <Loaded query={query} what="the health of the boxes" rows={5}>
        {health => <Parts health={health} />}
      </Loaded>
    </Page>
  )
}

const Parts = ({ health: { parts, jobs, checkedAt } }: { health: HealthAnswer }) => {
  const bad = parts.flatMap(({ findings }) => findings).filter(({ state }) => state === 'bad')
  return (
    <Stack gap="lg">
      <Notice
        tone={bad.length === 0 ? 'good' : 'bad'}
        title={
          bad.length === 0
            ? 'Everything that was looked at is well'
            : bad.length === 1
              ? 'One thing needs you'
              : `${bad.length} things need you`
        }
      >
        <Text size="sm">Checked {momentWords(checkedAt)}.</Text>
      </Notice>
      {parts.map(part => (
        <Part key={part.name} part={part} />
      ))}
      <Paper withBorder p="lg">
        <Stack gap="sm">
          <Title order={2} size="h4">
            Background jobs of the App
          </Title>
          <Table fz="sm" aria-label="Jobs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Job</Table.Th>
                <Table.Th>Last run</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {jobs.map(({ name, lastRun, failed }) => (
                <Table.Tr key={name}>
                  <Table.Td>
                    {name}
                    {failed ? (
                      <Text size="xs" c="dimmed">
                        {failed}
                      </Text>
                    ) : null}
                  </Table.Td>
                  <Table.Td>
                    {lastRun ? momentWords(lastRun) : 'not yet since the start'}{' '}
                    {failed ? <Status tone="bad">Failed</Status> : null}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      </Paper>
    </Stack>
  )
}

const Part = ({ part: { name, reachable, facts, findings } }: { part: HealthPart }) => {
  const passed = findings.filter(({ state }) => state === 'ok')
  const others = findings.filter(({ state }) => state !== 'ok')
  return (
    <Paper withBorder p="lg" component="section" aria-label={partWords[name]}>
      <Stack gap="md">
        <Group gap="sm">
          <Title order={2} size="h4">
            {partWords[name]}
          </Title>
          <Status tone={reachable ? 'good' : 'bad'}>{reachable ? 'Answers' : 'No answer'}</Status>
        </Group>
        <Facts facts={facts} columns={3} />
        {others.length > 0 ? <Findings findings={others} /> : null}
        <details>
          <summary>
            <Text span size="sm">
              {passed.length === 1 ? '1 check' : `${passed.length} checks`} passed
            </Text>
          </summary>
          <Findings findings={passed} />
        </details>
      </Stack>
    </Paper>
  )
}

const Findings = ({ findings }: { findings: readonly HealthFinding[] }) => (
  <Stack gap="xs" mt="xs">
    {findings.map(({ title, state, detail }) => (
      <Group key={title} wrap="nowrap" align="flex-start" gap="sm">
        <ThemeIcon
          size="sm"
          radius="xl"
          color={state === 'ok' ? 'teal.9' : 'red.9'}
          role="img"
          aria-label={state === 'ok' ? 'Passed' : 'Look at this'}
        >
          {state === 'ok' ? '✓' : '!'}
        </ThemeIcon>
        <div>
          <Text size="sm" fw={500}>
            {title}
          </Text>
          <Text size="xs" c="dimmed" className="words">
            {detail}
          </Text>
        </div>
      </Group>
    ))}
  </Stack>
)

export default Health
