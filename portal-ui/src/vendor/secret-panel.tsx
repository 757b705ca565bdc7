// The Client Secret: masked, shown or replaced after the password is given again. PKCE apps have none.
import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Copy } from '../ui/copy.tsx'
import { forgetSecret, freshSecret } from './fresh-secret.ts'
import { useVendor } from './signed-in-vendor.ts'

type Asked = 'reveal-secret' | 'rotate-secret'

export const SecretPanel = ({ app }: { app: SmartAppView }) => {
  const session = useVendor()
  const [asked, setAsked] = useState<Asked>()
  const [password, setPassword] = useState('')
  const [secret, setSecret] = useState(freshSecret(app.id))
  const close = () => {
    setAsked(undefined)
    setPassword('')
    answer.reset()
  }
  const answer = useMutation({
    mutationFn: (operation: Asked) =>
      call(operation, { token: session.token, id: app.id, body: { password } }),
    onSuccess: given => {
      setSecret(given.secret)
      close()
    },
  })
  if (!app.hasSecret) return null
  const hide = () => {
    forgetSecret(app.id)
    setSecret(undefined)
  }
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Title order={2} size="h4">
          Client Secret
        </Title>
        {secret ? (
          <Copy value={secret} label="Client Secret" />
        ) : (
          <Text ff="monospace" aria-label="The Client Secret is hidden">
            ••••••••••••••••
          </Text>
        )}
        <Text size="xs" c="dimmed">
          The same secret opens production. Keep it on your server, never in a page or a mobile app.
        </Text>
        <Group gap="sm">
          {secret ? (
            <Button size="compact-sm" variant="default" onClick={hide}>
              Hide
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => setAsked('reveal-secret')}>
              Show
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={() => setAsked('rotate-secret')}>
            Replace
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={asked !== undefined}
        title={asked === 'rotate-secret' ? 'Replace the Client Secret?' : 'Show the Client Secret'}
        action={asked === 'rotate-secret' ? 'Replace' : 'Show'}
        danger={asked === 'rotate-secret'}
        busy={answer.isPending}
        incomplete={password === ''}
        error={answer.error}
        onConfirm={() => asked && answer.mutate(asked)}
        onClose={close}
      >
        <Text size="sm">
          {asked === 'rotate-secret'
            ? 'The old secret stops at once in the sandbox and in production, and everyone who uses the app must sign in again.'
            : 'Showing the secret is written into the audit log.'}
        </Text>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
          error={fieldsOf(answer.error).password}
        />
      </Confirm>
    </Paper>
  )
}
