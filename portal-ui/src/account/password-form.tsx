// A new password, typed twice; the rules are said before they are broken.
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { fieldsOf } from '../problem.ts'
import { Failure } from '../ui/notice.tsx'

interface PasswordFormProps {
  action: string
  busy: boolean
  error: unknown
  onPassword: (password: string) => void
}

export const PasswordForm = ({ action, busy, error, onPassword }: PasswordFormProps) => {
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: value => (value.length < 12 ? 'Use at least 12 characters.' : null),
      again: (value, values) =>
        value === values.password ? null : 'The two passwords are not the same.',
    },
  })
  const refused = fieldsOf(error).password
  return (
    <form onSubmit={form.onSubmit(({ password }) => onPassword(password))} noValidate>
      <Stack gap="md" maw="26rem">
        <PasswordInput
          label="New password"
          description="At least 12 characters. A few unrelated words work well."
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
          error={form.errors.password ?? refused}
        />
        <PasswordInput
          label="The same password again"
          autoComplete="new-password"
          required
          {...form.getInputProps('again')}
        />
        {error && !refused ? <Failure error={error} title="The password was not changed" /> : null}
        <Button type="submit" loading={busy}>
          {action}
        </Button>
      </Stack>
    </form>
  )
}
