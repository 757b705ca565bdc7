// Invites a member by mail: the account owns one record, and the link in the mail sets the password.
import { Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { Confirm } from '../ui/confirm.tsx'
import { useAdminAction } from './admin-queries.ts'
import { useAdmin } from './signed-in-admin.ts'

interface EnrollMemberProps {
  opened: boolean
  onClose: () => void
  onDone: (words: string) => void
}

const empty = { name: '', email: '', patient: '' }

export const EnrollMember = ({ opened, onClose, onDone }: EnrollMemberProps) => {
  const session = useAdmin()
  const form = useForm({
    initialValues: empty,
    validate: {
      name: value => (value.trim() ? null : 'Enter the member’s name.'),
      email: value => (/^\S+@\S+$/.test(value) ? null : 'Enter an e-mail address.'),
      patient: value => (value.trim() ? null : 'Enter the id of the Patient record.'),
    },
  })
  const close = () => {
    form.reset()
    enroll.reset()
    onClose()
  }
  const enroll = useAdminAction(
    session,
    (body: typeof empty) => call('enroll-member', { token: session.token, body }),
    (_, { email }) => {
      onDone(`An invitation is on its way to ${email}.`)
      close()
    },
  )
  const refused = fieldsOf(enroll.error)
  const field = (name: keyof typeof empty) => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
    required: true,
  })
  return (
    <Confirm
      opened={opened}
      title="Enroll a member"
      action="Send invitation"
      busy={enroll.isPending}
      error={Object.keys(refused).length > 0 ? undefined : enroll.error}
      onConfirm={() => {
        if (!form.validate().hasErrors) enroll.mutate(form.values)
      }}
      onClose={close}
    >
      <Text size="sm">
        The person gets an e-mail with a link to set a password, and can then read this record.
      </Text>
      <TextInput label="Name" {...field('name')} />
      <TextInput label="E-mail" type="email" {...field('email')} />
      <TextInput
        label="Patient id"
        description="Id of the Patient in production whose record is theirs."
        {...field('patient')}
      />
    </Confirm>
  )
}
