// Asks for a link to choose a new password; the answer never tells whether the address has an account.
import { Button, Paper, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { config } from '../box.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { type PortalName, portals } from '../session.ts'
import { Failure, Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const ForgotPassword = ({ portal }: { portal: PortalName }) => {
  const { box } = portals[portal]
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: value => (/^\S+@\S+$/.test(value) ? null : say().account.emailMissing) },
  })
  const send = useMutation({
    mutationFn: (email: string) => call('request-password-reset', { box, body: { email } }),
  })
  const { mailbox } = config()
  return (
    <Page title={say().account.forgotTitle} lead={say().account.forgotLead}>
      {send.isSuccess ? (
        <Notice tone="good" title={say().account.lookTitle}>
          {say().account.look(form.values.email)}{' '}
          {mailbox ? <a href={mailbox}>{say().account.demoMailbox}</a> : null}
        </Notice>
      ) : (
        <Paper withBorder p="lg" maw="34rem">
          <form onSubmit={form.onSubmit(({ email }) => send.mutate(email))} noValidate>
            <Stack gap="md">
              <TextInput
                label={say().account.email}
                type="email"
                autoComplete="username"
                required
                {...form.getInputProps('email')}
                error={form.errors.email ?? fieldsOf(send.error).email}
              />
              {send.error ? <Failure error={send.error} title={say().account.linkNotSent} /> : null}
              <Button type="submit" loading={send.isPending}>
                {say().account.sendLink}
              </Button>
            </Stack>
          </form>
        </Paper>
      )}
    </Page>
  )
}

export default ForgotPassword
