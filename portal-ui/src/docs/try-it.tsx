// Try it: the call as a line for the shell, and for reads the call itself, with a token that this page forgets.
import {
  Button,
  Group,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { BoxName } from '../../../vocabulary/operations.ts'
import { ask, boxUrl } from '../box.ts'
import { Problem } from '../problem.ts'
import { Code } from '../ui/code.tsx'
import { Failure } from '../ui/notice.tsx'
import { curlOf, targetOf } from './curl.ts'
import { accessOf, boxesOf, type Described } from './described.ts'

const boxTitles: Record<BoxName, string> = { production: 'Production', sandbox: 'Sandbox' }

export const TryIt = ({ described }: { described: Described }) => {
  const { method, path, operation } = described
  const boxes = boxesOf(operation)
  const { open, token: takesToken } = accessOf(operation)
  const isSearch = path.startsWith('/fhir/') && operation.operationId.startsWith('search')
  const canTry = method === 'GET' && path !== '/auth/authorize' && (open || takesToken)
  const [box, setBox] = useState<BoxName>(
    open ? (boxes[0] ?? 'production') : (boxes.at(-1) ?? 'sandbox'),
  )
  const [query, setQuery] = useState(isSearch ? '_count=5' : '')
  const [token, setToken] = useState('')
  const [values, setValues] = useState<Record<string, string>>({})
  const attempt = useMutation({
    mutationFn: () =>
      ask({
        box,
        path: targetOf(described, { path: values, query }),
        token: token.trim() || undefined,
      }),
  })
  const inPath = (operation.parameters ?? []).filter(parameter => parameter.in === 'path')
  const needsToken = takesToken && (!open || token !== '')
  const line = curlOf(described, {
    base: boxUrl(box),
    path: values,
    query,
    token: needsToken || operation.security.some(need => need.portal !== undefined),
  })
  return (
    <Paper withBorder p="lg" component="section" aria-label="Try it">
      <form
        onSubmit={event => {
          event.preventDefault()
          attempt.mutate()
        }}
      >
        <Stack gap="md">
          <Group justify="space-between">
            <Title order={2} size="h4">
              {canTry ? 'Try it' : 'The call'}
            </Title>
            {boxes.length > 1 ? (
              <SegmentedControl
                size="xs"
                value={box}
                onChange={setBox}
                data={boxes.map(value => ({ value, label: boxTitles[value] }))}
                aria-label="Server"
              />
            ) : null}
          </Group>
          {canTry
            ? inPath.map(({ name, description }) => (
                <TextInput
                  key={name}
                  label={name}
                  description={description}
                  required
                  value={values[name] ?? ''}
                  onChange={event => setValues({ ...values, [name]: event.currentTarget.value })}
                />
              ))
            : null}
          {isSearch ? (
            <TextInput
              label="Parameters"
              description="As in an address: name=value&name=value"
              value={query}
              onChange={event => setQuery(event.currentTarget.value)}
            />
          ) : null}
          {canTry && takesToken ? (
            <PasswordInput
              label="Access token"
              description={
                open
                  ? 'Without one you see the public directory. It stays in this field only.'
                  : 'Of your app, from the token endpoint. It stays in this field only.'
              }
              required={!open}
              autoComplete="off"
              value={token}
              onChange={event => setToken(event.currentTarget.value)}
            />
          ) : null}
          <Code label="With curl" value={line} />
          {canTry ? (
            <Group>
              <Button type="submit" loading={attempt.isPending}>
                Send
              </Button>
            </Group>
          ) : null}
          <Outcome attempt={attempt} />
        </Stack>
      </form>
    </Paper>
  )
}

interface Attempt {
  data: unknown
  error: Error | null
  isSuccess: boolean
}

const Outcome = ({ attempt: { data, error, isSuccess } }: { attempt: Attempt }) => {
  const body = error instanceof Problem ? error.body : data
  return (
    <div aria-live="polite">
      {error ? (
        <Failure
          error={error}
          title={
            error instanceof Problem && error.status > 0
              ? `The server answered ${error.status}`
              : 'There is no answer'
          }
        />
      ) : null}
      {isSuccess ? (
        <Text size="sm" mb="xs">
          The server answered.
        </Text>
      ) : null}
      {body === undefined ? null : <Code label="Answer" value={JSON.stringify(body, null, 2)} />}
    </div>
  )
}
