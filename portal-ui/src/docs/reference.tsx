// The reference: every operation by group, and a field that narrows them.
import { Anchor, Badge, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import type { ApiDocument } from '../../../vocabulary/openapi/openapi-types.ts'
import { firstWords } from '../first-words.ts'
import { en } from '../language/en.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { type Described, describedIn, matching, useApiDescription } from './described.ts'

const first = firstWords['/docs'](en)

const Reference = () => {
  const query = useApiDescription()
  return (
    <Page
      title={first.title}
      lead={first.lead}
      actions={
        <Anchor href="/openapi.json" size="sm">
          OpenAPI 3.1 (JSON)
        </Anchor>
      }
    >
      <Loaded query={query} what="the API description" rows={5}>
        {document => <Groups document={document} />}
      </Loaded>
    </Page>
  )
}

const Groups = ({ document }: { document: ApiDocument }) => {
  const [text, setText] = useState('')
  const found = matching(describedIn(document), useDeferredValue(text))
  return (
    <Stack gap="lg">
      <TextInput
        label="Find an operation"
        placeholder="search Coverage, token, launch"
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        maw="28rem"
      />
      {found.length === 0 ? <Empty title="Nothing found">Try one word only.</Empty> : null}
      {document.tags.map(({ name, description }) => (
        <GroupOfOperations
          key={name}
          name={name}
          description={description}
          operations={found.filter(({ operation }) => operation.tags.includes(name))}
        />
      ))}
    </Stack>
  )
}

interface GroupProps {
  name: string
  description: string
  operations: Described[]
}

const GroupOfOperations = ({ name, description, operations }: GroupProps) =>
  operations.length === 0 ? null : (
    <Paper withBorder p="lg" component="section" aria-label={name}>
      <Group gap="sm" align="baseline">
        <Title order={2} size="h4">
          {name}
        </Title>
        <Text size="sm" c="dimmed">
          {operations.length}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {description}
      </Text>
      <Table verticalSpacing={6} layout="fixed" aria-label={`Operations of ${name}`}>
        <Table.Tbody>
          {operations.map(({ method, path, operation }) => (
            <Table.Tr key={operation.operationId}>
              <Table.Td w="5rem">
                <Method method={method} />
              </Table.Td>
              <Table.Td>
                <Anchor component={Link} to={`/docs/${operation.operationId}`} size="sm">
                  {operation.summary}
                </Anchor>
                <Text ff="monospace" size="xs" c="dimmed" className="words">
                  {path}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )

/** The HTTP method, always as wide as any other. */
export const Method = ({ method }: { method: string }) => (
  <Badge
    variant="outline"
    radius="sm"
    color="gray"
    w="4.5rem"
    styles={{ label: { color: 'var(--mantine-color-text)' } }}
  >
    {method}
  </Badge>
)

export default Reference
