// A new password, typed twice; the rules are said before they are broken.
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { say } from '../language/language.ts'
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
      password: value => (value.length < 12 ? say().account.tooShort : null),
      again: (value, values) => (value === values.password ? null : say().account.notSame),
    },
  })
  const refused = fieldsOf(error).password
  return (
    <form onSubmit={form.onSubmit(({ password }) => onPassword(password))} noValidate>
      <Stack gap="md" maw="26rem">
        <PasswordInput
          label={say().account.newPassword}
          description={say().account.rules}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
          error={form.errors.password ?? refused}
        />
        <PasswordInput
          label={say().account.again}
          autoComplete="new-password"
          required
          {...form.getInputProps('again')}
        />
        {error && !refused ? <Failure error={error} title={say().account.notChanged} /> : null}
        <Button type="submit" loading={busy}>
          {action}
        </Button>
      </Stack>
    </form>
  )
}
