// A new password by a mailed link, for any portal.
import { Anchor, Button, Paper } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { type PortalName, portals, sessionEnded, signIn } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { useLinkToken } from './link-token.ts'
import { PasswordForm } from './password-form.tsx'

const ResetPassword = ({ portal }: { portal: PortalName }) => {
  const token = useLinkToken()
  const { box, home } = portals[portal]
  const reset = useMutation({
    mutationFn: (password: string) => call('reset-password', { box, body: { token, password } }),
    onSuccess: () => sessionEnded(portal),
  })
  const again = (
    <Anchor component={Link} to={`${home}/forgot-password`}>
      {say().account.newLink}
    </Anchor>
  )
  return (
    <Page title={say().account.chooseTitle}>
      {token === '' ? (
        <Notice tone="warning" title={say().account.incompleteTitle}>
          {say().account.incomplete} {again}
        </Notice>
      ) : reset.isSuccess ? (
        <Notice tone="good" title={say().account.changed}>
          <Button mt="xs" onClick={() => void signIn(portal, { returnTo: home })}>
            {say().door.signIn}
          </Button>
        </Notice>
      ) : (
        <Paper withBorder p="lg" maw="34rem">
          <PasswordForm
            action={say().account.save}
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

export default ResetPassword
