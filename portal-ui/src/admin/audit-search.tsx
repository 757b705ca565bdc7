// Who did what, when, through which app, to whose record: searched on the server, 50 a page, newest first.
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearchParams } from 'react-router'
import { type AuditKind, auditKinds, auditOutcomes } from '../../../vocabulary/audit-kinds.ts'
import { fieldsOf } from '../problem.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useAudit } from './admin-queries.ts'
import { AuditTable } from './audit-table.tsx'
import { Pages } from './pages.tsx'
import { useAdmin } from './signed-in-admin.ts'

const names = ['kind', 'person', 'app', 'patient', 'outcome', 'from', 'to', 'box'] as const
type Name = (typeof names)[number]

const kinds = Object.entries(auditKinds).map(([value, { label }]: [string, AuditKind]) => ({
  value,
  label,
}))
const outcomes = [
  { value: '', label: 'Any' },
  ...Object.entries(auditOutcomes).map(([value, { label }]) => ({ value, label })),
]
const boxes = [
  { value: 'production', label: 'Production' },
  { value: 'sandbox', label: 'Sandbox' },
]

const AuditSearch = () => {
  // In the address, so that a search can be kept and sent to a colleague.
  const [parameters, setParameters] = useSearchParams()
  const asked = Object.fromEntries(names.map(name => [name, parameters.get(name) ?? ''])) as Record<
    Name,
    string
  > // one for each name, by construction
  const page = Number(parameters.get('page') ?? '1') || 1
  const query = useAudit(useAdmin(), { ...asked, page: String(page) })
  const form = useForm<Record<Name, string>>({
    initialValues: { ...asked, kind: asked.kind || 'decisions', box: asked.box || 'production' },
  })
  const refused = fieldsOf(query.error)
  const field = (name: Name) => ({ ...form.getInputProps(name), error: refused[name] })
  const search = (values: Record<Name, string>) =>
    setParameters(Object.entries(values).filter(([, value]) => value.trim() !== ''))
  return (
    <Page title="Audit" lead="Who did what, when, through which app, and to whose record.">
      <form onSubmit={form.onSubmit(search)}>
        <Stack gap="sm">
          <Group align="flex-end" gap="sm">
            <NativeSelect label="What" data={kinds} w="14rem" {...field('kind')} />
            <TextInput
              label="Person"
              placeholder="E-mail or account id"
              flex="1 1 12rem"
              {...field('person')}
            />
            <TextInput label="App" placeholder="Client ID" flex="1 1 12rem" {...field('app')} />
            <TextInput
              label="Patient"
              placeholder="Patient id"
              flex="1 1 10rem"
              {...field('patient')}
            />
          </Group>
          <Group align="flex-end" gap="sm">
            <NativeSelect label="Outcome" data={outcomes} w="11rem" {...field('outcome')} />
            <TextInput label="From" type="date" {...field('from')} />
            <TextInput label="To" type="date" {...field('to')} />
            <NativeSelect label="Box" data={boxes} {...field('box')} />
            <Button type="submit">Search</Button>
            <Button
              variant="default"
              onClick={() => {
                form.setValues({
                  kind: 'decisions',
                  person: '',
                  app: '',
                  patient: '',
                  outcome: '',
                  from: '',
                  to: '',
                  box: 'production',
                })
                setParameters([])
              }}
            >
              Clear
            </Button>
          </Group>
        </Stack>
      </form>
      <Loaded query={query} what="the audit" rows={5}>
        {({ rows, total, size }) =>
          rows.length === 0 ? (
            <Empty title="Nothing found">
              Choose another kind of event or a longer period, or leave a field empty.
            </Empty>
          ) : (
            <Stack gap="md">
              <Text size="sm" c="dimmed" role="status">
                {total.toLocaleString('en-US')} found, newest first
              </Text>
              <AuditTable rows={rows} />
              <Pages
                total={total}
                size={size}
                page={page}
                onPage={next => {
                  const moved = new URLSearchParams(parameters)
                  moved.set('page', String(next))
                  setParameters(moved)
                }}
              />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}

export default AuditSearch
