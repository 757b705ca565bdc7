// The form of PRODUCT 3.3: every field with its help, errors beside the field, a conflict shown with both ways out.
import { Button, Group, Paper, Radio, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import type { SmartAppFields, SmartAppView } from '../../../vocabulary/operations.ts'
import { fieldsOf, Problem } from '../problem.ts'
import { Failure, Notice } from '../ui/notice.tsx'
import { dropDraft, keepDraft, takeDraft } from './app-draft.ts'
import { fieldFacts, fieldGroups, oauthTypes, type TextField } from './app-fields.ts'
import { emptyFields, fieldsOfApp } from './app-values.ts'
import { Help } from './field-help.tsx'
import { rememberSecret } from './fresh-secret.ts'
import { MemberPreview } from './member-preview.tsx'
import { ScopePicker } from './scope-picker.tsx'
import { shapeFault } from './shape-fault.ts'
import { useVendor } from './signed-in-vendor.ts'
import { saveApp, useApp, useVendorAction } from './vendor-queries.ts'

interface AppFormProps {
  app: SmartAppView | undefined
  onSaved?: (app: SmartAppView) => void
  onDirty?: (dirty: boolean) => void
}

export const AppForm = ({ app, onSaved, onDirty }: AppFormProps) => {
  const session = useVendor()
  const draftName = app?.id ?? 'new'
  const [saved, setSaved] = useState(false)
  const [logoNotice, setLogoNotice] = useState(app?.logoNotice)
  const [version, setVersion] = useState(app?.version)
  // An address is looked at when its field is left, and from then on with every key.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const newest = useApp(session, app?.id ?? '')
  const form = useForm<SmartAppFields>({
    initialValues: app ? fieldsOfApp(app) : emptyFields,
    validate: { name: value => (value.trim() ? null : 'Give your app a name.') },
  })
  const dirty = form.isDirty()

  useEffect(() => onDirty?.(dirty), [dirty, onDirty])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form appears
  useEffect(() => {
    const draft = takeDraft(draftName)
    if (draft) form.setValues(draft)
  }, [])

  const save = useVendorAction(
    session,
    async ({ fields, version: base }: { fields: SmartAppFields; version: number | undefined }) => {
      try {
        return await saveApp(session, app && { id: app.id, version: base ?? app.version }, fields)
      } catch (error) {
        // The entries outlive a session that ended while they were typed.
        if (error instanceof Problem && error.kind === 'signed-out') keepDraft(draftName, fields)
        const [first] = Object.keys(fieldsOf(error))
        document.getElementById(`field-${first}`)?.focus()
        throw error
      }
    },
    answer => {
      rememberSecret(answer.id, answer.secret)
      dropDraft(draftName)
      const now = fieldsOfApp(answer)
      form.setInitialValues(now)
      form.setValues(now)
      setVersion(answer.version)
      setSaved(true)
      setLogoNotice(answer.logoNotice)
      onSaved?.(answer)
    },
  )
  const refused = fieldsOf(save.error)
  const submit = form.onSubmit(values => {
    setSaved(false)
    save.mutate({ fields: values, version })
  })
  const conflict = save.error instanceof Problem && save.error.kind === 'conflict'

  const loadNewest = async () => {
    const { data } = await newest.refetch()
    if (!data) return undefined
    setVersion(data.version)
    save.reset()
    return data
  }
  const saveOverTheirs = async () => {
    const data = await loadNewest()
    if (data) save.mutate({ fields: form.getValues(), version: data.version })
  }
  const takeTheirs = async () => {
    const data = await loadNewest()
    if (!data) return
    form.setInitialValues(fieldsOfApp(data))
    form.setValues(fieldsOfApp(data))
  }

  const field = (name: TextField) => ({
    label: fieldFacts[name].label,
    description: <Help {...fieldFacts[name]} />,
    withAsterisk: name === 'name',
    ...form.getInputProps(name),
    onBlur: () => setLeft(before => new Set([...before, name])),
    error:
      form.errors[name] ??
      (left.has(name) ? shapeFault(name, form.values) : undefined) ??
      refused[name],
  })

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {fieldGroups.map(({ title, fields }) => (
          <Paper key={title} withBorder p="lg">
            <Stack gap="md">
              <Title order={2} size="h4">
                {title}
              </Title>
              {fields.includes('logoUrl') ? (
                <MemberPreview id={app?.id} version={version} fields={form.values} />
              ) : null}
              {fields.map(name =>
                fieldFacts[name].kind === 'long' ? (
                  <Textarea key={name} autosize minRows={3} id={`field-${name}`} {...field(name)} />
                ) : (
                  <TextInput
                    key={name}
                    id={`field-${name}`}
                    type={fieldFacts[name].kind === 'url' ? 'url' : 'text'}
                    {...field(name)}
                  />
                ),
              )}
            </Stack>
          </Paper>
        ))}
        <Paper withBorder p="lg">
          <Radio.Group
            label="Client OAuth Type"
            description="How your app proves that it is your app."
            {...form.getInputProps('oauthType')}
            error={form.errors.oauthType ?? refused.oauthType}
          >
            <Stack gap="sm" mt="sm">
              {oauthTypes.map(({ value, label, description }) => (
                <Radio key={value} value={value} label={label} description={description} />
              ))}
            </Stack>
          </Radio.Group>
        </Paper>
        <Paper withBorder p="lg" id="field-scopes" tabIndex={-1}>
          <Stack gap="md">
            <Title order={2} size="h4">
              Scopes
            </Title>
            <ScopePicker
              scopes={form.values.scopes}
              error={refused.scopes}
              onChange={scopes => form.setFieldValue('scopes', scopes)}
            />
          </Stack>
        </Paper>
        <Stack gap="sm" className="form-actions">
          {conflict ? (
            <Failure error={save.error} title="The app was saved elsewhere in the meantime">
              <Button size="compact-sm" onClick={() => void takeTheirs()}>
                Show the newer version
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => void saveOverTheirs()}>
                Save what I entered instead
              </Button>
            </Failure>
          ) : null}
          {save.error && !conflict ? (
            <Failure error={save.error} title="The app was not saved" />
          ) : null}
          {saved && !dirty ? (
            <Notice tone="good" title="Saved">
              {app?.request.state === 'pending' ? 'Your pending request was updated too.' : null}
            </Notice>
          ) : null}
          {logoNotice ? (
            <Notice tone="warning" title="The logo is not shown yet">
              {logoNotice}
            </Notice>
          ) : null}
          <Group gap="sm">
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
            {app && dirty ? (
              <Text size="sm" c="dimmed">
                You have changes that are not saved.
              </Text>
            ) : null}
          </Group>
        </Stack>
      </Stack>
    </form>
  )
}
