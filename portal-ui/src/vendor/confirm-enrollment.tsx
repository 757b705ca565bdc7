// The link of the enrollment e-mail: set a password, then the sign-in page with the e-mail filled in.
import { Anchor, Paper } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useLinkToken } from '../account/link-token.ts'
import { PasswordForm } from '../account/password-form.tsx'
import { call } from '../operations.ts'
import { signIn } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const ConfirmEnrollment = () => {
  const token = useLinkToken()
  const confirm = useMutation({
    mutationFn: (password: string) => call('confirm-enrollment', { body: { token, password } }),
    onSuccess: ({ email }) => signIn('vendor', { returnTo: '/vendor', hint: email, other: true }),
  })
  const again = (
    <Anchor component={Link} to="/vendor/enroll">
      Enroll again
    </Anchor>
  )
  return (
    <Page title="Set your password" lead="The last step of your enrollment.">
      {token === '' ? (
        <Notice tone="warning" title="This link is not complete">
          Open it from the e-mail again. {again}
        </Notice>
      ) : (
        <Paper withBorder p="lg" maw="34rem">
          <PasswordForm
            action="Set password and sign in"
            busy={confirm.isPending || confirm.isSuccess}
            error={confirm.error}
            onPassword={password => confirm.mutate(password)}
          />
          {confirm.error ? again : null}
        </Paper>
      )}
    </Page>
  )
}

export default ConfirmEnrollment
