// One operation: who may call it, its parameters, body and answers, the call as a line, and a try.
import { Anchor, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import type { Answer, ApiDocument, Parameter } from '../../../vocabulary/openapi/openapi-types.ts'
import { Code } from '../ui/code.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { Page } from '../ui/page.tsx'
import { Ticked } from '../ui/ticked.tsx'
import { type Described, describedIn, useApiDescription } from './described.ts'
import { Method } from './reference.tsx'
import { TryIt } from './try-it.tsx'

const OperationPage = () => {
  const { operation: id } = useParams()
  const query = useApiDescription()
  return (
    <Loaded query={query} what="the API description" rows={5}>
      {document => {
        const found = describedIn(document).find(({ operation }) => operation.operationId === id)
        return found ? (
          <OneOperation key={id} described={found} document={document} />
        ) : (
          <NotFound home="/docs" />
        )
      }}
    </Loaded>
  )
}

const OneOperation = ({ described, document }: { described: Described; document: ApiDocument }) => {
  const { method, path, operation } = described
  return (
    <Page
      title={operation.summary}
      lead={
        <Anchor component={Link} to="/docs" size="sm">
          All operations
        </Anchor>
      }
    >
      <Group gap="sm">
        <Method method={method} />
        <Text ff="monospace" className="words">
          {path}
        </Text>
      </Group>
      {operation.description ? (
        <Text maw="46rem">
          <Ticked>{operation.description}</Ticked>
        </Text>
      ) : null}
      {operation.externalDocs ? (
        <Anchor href={operation.externalDocs.url} size="sm" rel="noreferrer">
          {operation.externalDocs.description}
        </Anchor>
      ) : null}
      <TryIt described={described} />
      {operation.parameters ? <Parameters parameters={operation.parameters} /> : null}
      {Object.entries(operation.requestBody?.content ?? {}).map(([kind, { schema, example }]) => (
        <Part key={kind} title={`Body, ${kind}`}>
          {example === undefined ? (
            <Text size="sm" className="words">
              {Object.keys(schema.properties ?? {}).join(', ')}
            </Text>
          ) : (
            <Code label="Body" value={JSON.stringify(example, null, 2)} />
          )}
        </Part>
      ))}
      <Answers responses={operation.responses} document={document} />
    </Page>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper withBorder p="lg" component="section" aria-label={title}>
    <Stack gap="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  </Paper>
)

const Parameters = ({ parameters }: { parameters: readonly Parameter[] }) => (
  <Part title="Parameters">
    <Table verticalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="35%">Name</Table.Th>
          <Table.Th>What it is</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parameters.map(({ name, description, required, schema }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <Text ff="monospace" size="sm" className="words">
                {name}
              </Text>
              {required ? (
                <Text size="xs" c="dimmed">
                  required
                </Text>
              ) : null}
            </Table.Td>
            <Table.Td>
              <Text size="sm" className="words">
                <Ticked>{description}</Ticked>
              </Text>
              {(schema.enum ?? schema.items?.enum) ? (
                <Text size="xs" c="dimmed" ff="monospace" className="words">
                  {(schema.enum ?? schema.items?.enum)?.join(' | ')}
                </Text>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Part>
)

const Answers = ({
  responses,
  document,
}: {
  responses: Described['operation']['responses']
  document: ApiDocument
}) => (
  <Part title="Answers">
    <Stack gap="md">
      {Object.entries(responses).map(([status, response]) => {
        const answer = resolved(response, document)
        const example = Object.values(answer?.content ?? {})[0]?.example
        return (
          <div key={status}>
            <Text size="sm" mb={4}>
              <Text span fw={600} ff="monospace">
                {status}
              </Text>{' '}
              <Ticked>{answer?.description ?? ''}</Ticked>
            </Text>
            {example !== undefined && status.startsWith('2') ? (
              <Code label={`Answer ${status}`} value={JSON.stringify(example, null, 2)} />
            ) : null}
          </div>
        )
      })}
      <Anchor component={Link} to="/docs/errors" size="sm">
        What errors mean, and what to do
      </Anchor>
    </Stack>
  </Part>
)

const resolved = (
  response: Answer | { $ref: string },
  { components }: ApiDocument,
): Answer | undefined =>
  '$ref' in response ? components.responses[response.$ref.split('/').at(-1) ?? ''] : response

export default OperationPage
