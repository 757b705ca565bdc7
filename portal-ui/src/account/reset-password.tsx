// A new password by a mailed link, for any portal.
import { Anchor, Button, Paper } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call } from '../operations.ts'
import { type PortalName, portals, sessionEnded, signIn } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { useLinkToken } from './link-token.ts'
import { PasswordForm } from './password-form.tsx'

export const ResetPassword = ({ portal }: { portal: PortalName }) => {
  const token = useLinkToken()
  const { box, home } = portals[portal]
  const reset = useMutation({
    mutationFn: (password: string) => call('reset-password', { box, body: { token, password } }),
    onSuccess: () => sessionEnded(portal),
  })
  const again = (
    <Anchor component={Link} to={`${home}/forgot-password`}>
      Ask for a new link
    </Anchor>
  )
  return (
    <Page title="Choose a new password">
      {token === '' ? (
        <Notice tone="warning" title="This link is not complete">
          Open it from the e-mail again, or ask for another one. {again}
        </Notice>
      ) : reset.isSuccess ? (
        <Notice tone="good" title="Your password is changed">
          <Button mt="xs" onClick={() => void signIn(portal, { returnTo: home })}>
            Sign in
          </Button>
        </Notice>
      ) : (
        <Paper withBorder p="lg" maw="34rem">
          <PasswordForm
            action="Save password"
            busy={reset.isPending}
            error={reset.error}
            onPassword={password => reset.mutate(password)}
          />
          {reset.error ? again : null}
        </Paper>
      )}
    </Page>
  )
}
