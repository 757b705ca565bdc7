// The no-code test client of one app: sign in as the vendor's synthetic member, look at the tokens, call, refresh, expire, revoke.
import {
  Anchor,
  Button,
  Group,
  Paper,
  PasswordInput,
  Select,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { SmartAppView } from '../../../../vocabulary/operations.ts'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { JsonTree } from '../../ui/json-tree.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Failure, Notice } from '../../ui/notice.tsx'
import { Ticked } from '../../ui/ticked.tsx'
import { AppFrame, WithApp } from '../app-frame.tsx'
import { useVendor } from '../signed-in-vendor.ts'
import { useApps } from '../vendor-queries.ts'
import { callsFor } from './calls.ts'
import { StepCard } from './step-card.tsx'
import { claimsOf } from './steps.ts'
import { firstTestScopes, identityFor, type TestIdentity, testRedirect } from './test-flow.ts'
import { type TestTokens, useTestClient } from './use-test-client.ts'

const TestClient = () => (
  <WithApp>
    {app => (
      <AppFrame app={app} title="Test client">
        <Checked key={app.id} app={app} />
      </AppFrame>
    )}
  </WithApp>
)

/** Without a synthetic member there is no record to read. */
const Checked = ({ app }: { app: SmartAppView }) => {
  const list = useApps(useVendor())
  return (
    <Loaded query={list} what="your synthetic member">
      {({ patient }) =>
        patient ? (
          <Bench app={app} patient={patient.name} />
        ) : (
          <Empty
            title="No synthetic member yet"
            action={
              <Button component={Link} to="/vendor">
                Go to Initialize Patient
              </Button>
            }
          >
            The test client reads the record of your synthetic member.
          </Empty>
        )
      }
    </Loaded>
  )
}

const Bench = ({ app, patient }: { app: SmartAppView; patient: string }) => {
  const session = useVendor()
  const identity = identityFor(app)
  const [secret, setSecret] = useState('')
  const [scope, setScope] = useState(firstTestScopes(app.scopes))
  const client = useTestClient({ session, app: app.id, identity, secret })
  const { steps, tokens, authorize, cancel } = client
  const ending = useRef(cancel)
  ending.current = cancel
  // Who leaves the page no longer waits for the window.
  useEffect(() => () => ending.current(), [])
  const begin = () => {
    // Opened within the click, or the browser would block it.
    const opened = window.open('about:blank', 'plan-api-test-client', 'popup,width=560,height=760')
    authorize.mutate({ scope: scope.trim(), window: opened })
  }
  return (
    <Stack gap="lg">
      <Paper withBorder p="lg">
        <Stack gap="md">
          <Title order={2} size="h4">
            Sign in as {patient}
          </Title>
          <Who identity={identity} app={app} />
          <Textarea
            label="Scopes to ask for"
            description="The app’s own scopes to begin with; change them to see what happens."
            autosize
            minRows={2}
            value={scope}
            onChange={event => setScope(event.currentTarget.value)}
          />
          {identity.needsSecret ? (
            <PasswordInput
              label="Client Secret"
              description="Stays in this page’s memory, goes to the sandbox’s token endpoint only, and is gone when you leave."
              autoComplete="off"
              value={secret}
              onChange={event => setSecret(event.currentTarget.value)}
            />
          ) : null}
          <Group gap="sm">
            <Button onClick={begin} disabled={identity.needsSecret && secret === ''}>
              Authorize
            </Button>
            {authorize.isPending ? (
              <>
                <Text size="sm" role="status">
                  Sign in and allow in the window that opened.
                </Text>
                <Button variant="default" onClick={cancel}>
                  Cancel
                </Button>
              </>
            ) : null}
          </Group>
          {authorize.error ? (
            <Failure error={authorize.error} title="The authorization did not finish" />
          ) : null}
        </Stack>
      </Paper>
      {tokens ? <WithTokens tokens={tokens} client={client} /> : null}
      {steps.length > 0 ? (
        <Stack gap="md" component="section" aria-label="What happened">
          <Title order={2} size="h4">
            What happened
          </Title>
          {steps.map(step => (
            <StepCard key={step.id} step={step} />
          ))}
        </Stack>
      ) : null}
    </Stack>
  )
}

const Who = ({ identity, app }: { identity: TestIdentity; app: SmartAppView }) =>
  identity.own ? (
    <Notice title={`As your app, with Client ID ${app.id}`}>
      Its Redirect URL is this page’s, so everything you see here is your own registration at work,
      and stands in its request log.
    </Notice>
  ) : (
    <Notice title="As the portal’s own test client">
      <Text size="sm">
        A code goes to the registered Redirect URL and nowhere else, so this page cannot receive
        your app’s. It asks with your app’s scopes, under the Client ID portal-test-client; what it
        does is not in your app’s request log. To test your own Client ID, save this Redirect URL in
        the form for as long as you test:
      </Text>
      <Copy value={testRedirect()} label="Redirect URL of the test client" />
    </Notice>
  )

interface WithTokensProps {
  tokens: TestTokens
  client: ReturnType<typeof useTestClient>
}

const WithTokens = ({ tokens, client }: WithTokensProps) => {
  const { read, refresh, revoke, expire } = client
  const calls = callsFor(tokens.scope, tokens.patient ?? '')
  const [chosen, setChosen] = useState<string>()
  const path =
    chosen ?? calls.find(({ value }) => value.startsWith('Coverage'))?.value ?? calls[0]?.value
  const busy = [read, refresh, revoke, expire].some(({ isPending }) => isPending)
  const error = [read, refresh, revoke, expire].find(({ error: fault }) => fault)?.error
  const idToken = tokens.idToken ? claimsOf(tokens.idToken) : undefined
  return (
    <Paper withBorder p="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          With the tokens
        </Title>
        <Group gap="sm" align="flex-end">
          <Select
            flex="1 1 16rem"
            label="Call"
            data={calls}
            value={path ?? null}
            allowDeselect={false}
            onChange={value => value && setChosen(value)}
          />
          <Button
            disabled={!path}
            loading={read.isPending}
            onClick={() => path && read.mutate(path)}
          >
            Call the API
          </Button>
        </Group>
        <Group gap="sm">
          <Button
            variant="default"
            disabled={busy || !tokens.refresh}
            onClick={() => refresh.mutate()}
          >
            Refresh
          </Button>
          <Button variant="default" disabled={busy} onClick={() => expire.mutate()}>
            Expire the access token
          </Button>
          <Button variant="default" disabled={busy} onClick={() => revoke.mutate()}>
            Revoke
          </Button>
        </Group>
        {tokens.refresh ? null : (
          <Text size="sm" c="dimmed">
            No refresh token: ask for offline_access to get one.
          </Text>
        )}
        {error ? <Failure error={error} title="No answer came" /> : null}
        {idToken ? (
          <JsonTree label="The id token, decoded" value={idToken} />
        ) : (
          <Text size="sm" c="dimmed">
            No id token: ask for openid to get one.
          </Text>
        )}
        {idToken ? (
          <Text size="sm" c="dimmed">
            An app checks its signature with the{' '}
            <Anchor component={Link} to="/docs">
              keys of the server
            </Anchor>
            ,{' '}
            <Ticked>
              that `aud` is its Client ID, and that `exp` is not over. `fhirUser` says who signed
              in.
            </Ticked>
          </Text>
        ) : null}
      </Stack>
    </Paper>
  )
}

export default TestClient
