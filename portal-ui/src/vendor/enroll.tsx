// Vendor Enrollment to Sandbox: five fields, then an e-mail; the answer is the same for every address.
import { Button, Group, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { EnrollVendorRequest } from '../../../vocabulary/operations.ts'
import { config } from '../box.ts'
import { call } from '../operations.ts'
import { fieldsOf } from '../problem.ts'
import { Failure, Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const empty: EnrollVendorRequest = {
  name: '',
  email: '',
  organization: '',
  website: '',
  reason: '',
}

const Enroll = () => {
  const form = useForm({
    initialValues: empty,
    validate: {
      name: value => (value.trim() ? null : 'Enter your name.'),
      email: value => (/^\S+@\S+$/.test(value) ? null : 'Enter your e-mail address.'),
      organization: value => (value.trim() ? null : 'Enter your organization’s name.'),
      website: value =>
        /^https?:\/\/\S+$/.test(value) ? null : 'Enter an address that begins with https://.',
      reason: value => (value.trim() ? null : 'Say in a sentence what you want to build.'),
    },
  })
  const enroll = useMutation({
    mutationFn: (body: EnrollVendorRequest) => call('enroll-vendor', { body }),
  })
  const refused = fieldsOf(enroll.error)
  const field = (name: keyof EnrollVendorRequest) => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
    required: true,
  })

  if (enroll.isSuccess)
    return <Sent email={form.values.email} again={() => enroll.mutate(form.values)} />
  return (
    <Page
      title="Vendor Enrollment to Sandbox"
      lead="Tell us who you are. We send you a link to set your password; then you can register apps at once."
    >
      <Paper withBorder p="lg" maw="40rem">
        <form onSubmit={form.onSubmit(values => enroll.mutate(values))} noValidate>
          <Stack gap="md">
            <TextInput label="Your name" autoComplete="name" {...field('name')} />
            <TextInput
              label="E-mail"
              description="You sign in with it, and we write to it about your requests."
              type="email"
              autoComplete="email"
              {...field('email')}
            />
            <TextInput
              label="Organization"
              autoComplete="organization"
              {...field('organization')}
            />
            <TextInput
              label="Website"
              description="For example https://example.com"
              type="url"
              autoComplete="url"
              {...field('website')}
            />
            <Textarea
              label="Reason"
              description="What do you want to build for the plan’s members?"
              autosize
              minRows={3}
              {...field('reason')}
            />
            {enroll.error ? (
              <Failure error={enroll.error} title="Your enrollment was not sent" />
            ) : null}
            <Group>
              <Button type="submit" loading={enroll.isPending}>
                Submit
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  )
}

const Sent = ({ email, again }: { email: string; again: () => void }) => {
  const { mailbox } = config()
  return (
    <Page title="Look into your mailbox">
      <Notice tone="good" title={`We wrote to ${email}`}>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            The link in the e-mail works once, for 24 hours. A new link makes the older one
            worthless.
          </Text>
          <Group gap="sm">
            <Button size="compact-sm" variant="default" onClick={again}>
              Send the link again
            </Button>
            {mailbox ? <a href={mailbox}>Open the demo mailbox</a> : null}
          </Group>
        </Stack>
      </Notice>
    </Page>
  )
}

export default Enroll
