// Asks for a link to choose a new password; the answer never tells whether the address has an account.
import { Button, Paper, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { config } from '../box.ts'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { type PortalName, portals } from '../session.ts'
import { Failure, Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

export const ForgotPassword = ({ portal }: { portal: PortalName }) => {
  const { box } = portals[portal]
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: value => (/^\S+@\S+$/.test(value) ? null : 'Enter your e-mail address.') },
  })
  const send = useMutation({
    mutationFn: (email: string) => call('request-password-reset', { box, body: { email } }),
  })
  const { mailbox } = config()
  return (
    <Page
      title="Forgot your password?"
      lead="We send you a link that works once, for 15 minutes. Your password stays as it is until you use it."
    >
      {send.isSuccess ? (
        <Notice tone="good" title="Look into your mailbox">
          If {form.values.email} has an account here, the link is on its way.{' '}
          {mailbox ? <a href={mailbox}>Open the demo mailbox</a> : null}
        </Notice>
      ) : (
        <Paper withBorder p="lg" maw="34rem">
          <form onSubmit={form.onSubmit(({ email }) => send.mutate(email))} noValidate>
            <Stack gap="md">
              <TextInput
                label="E-mail"
                type="email"
                autoComplete="username"
                required
                {...form.getInputProps('email')}
                error={form.errors.email ?? fieldsOf(send.error).email}
              />
              {send.error ? <Failure error={send.error} title="The link was not sent" /> : null}
              <Button type="submit" loading={send.isPending}>
                Send the link
              </Button>
            </Stack>
          </form>
        </Paper>
      )}
    </Page>
  )
}
