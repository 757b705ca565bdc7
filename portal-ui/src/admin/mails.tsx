// The mails of the plan: what waits or was given up, tried again at a click; and what each of them says.
import { Button, Group, NativeSelect, Stack, Table, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import type { MailState, MailView } from '../../../vocabulary/staff.ts'
import { call } from '../operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Failure, Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { momentWords } from '../ui/when.ts'
import { useAdminAction, useMails } from './admin-queries.ts'
import { MailTemplates } from './mail-templates.tsx'
import { Pages } from './pages.tsx'
import { Scrolling } from './scrolling.tsx'
import { useAdmin } from './signed-in-admin.ts'

const stateWords: Record<MailState, ['quiet' | 'wait' | 'good' | 'bad', string]> = {
  waiting: ['wait', 'Waiting'],
  sending: ['wait', 'Being sent'],
  sent: ['good', 'Sent'],
  stopped: ['bad', 'Given up'],
  unwanted: ['quiet', 'Not needed any more'],
}
const states = [
  { value: '', label: 'All' },
  ...Object.entries(stateWords).map(([value, [, label]]) => ({ value, label })),
]
const boxes = [
  { value: 'production', label: 'Members and admins (production)' },
  { value: 'sandbox', label: 'Vendors (sandbox)' },
]

const Mails = () => (
  <Page title="Mail" lead="What the plan wrote, what still waits, and what each mail says.">
    <Tabs defaultValue="outbox" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="outbox">Outbox</Tabs.Tab>
        <Tabs.Tab value="templates">Templates</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="outbox">
        <Outbox />
      </Tabs.Panel>
      <Tabs.Panel value="templates">
        <MailTemplates />
      </Tabs.Panel>
    </Tabs>
  </Page>
)

const Outbox = () => {
  const session = useAdmin()
  const [state, setState] = useState('')
  const [box, setBox] = useState('production')
  const [page, setPage] = useState(1)
  const [done, setDone] = useState('')
  const query = useMails(session, box, state, page)
  const retry = useAdminAction(
    session,
    ({ id }: MailView) =>
      call('retry-mail', {
        token: session.token,
        id,
        body: { box: box === 'sandbox' ? 'sandbox' : 'production' },
      }),
    (_, { subject }) => setDone(`“${subject}” is tried again now.`),
  )
  return (
    <Stack gap="md">
      <Group gap="sm">
        <NativeSelect
          label="State"
          data={states}
          value={state}
          onChange={event => {
            setState(event.currentTarget.value)
            setPage(1)
          }}
        />
        <NativeSelect
          label="To"
          data={boxes}
          value={box}
          onChange={event => {
            setBox(event.currentTarget.value)
            setPage(1)
          }}
        />
      </Group>
      {done ? <Notice tone="good" title={done} /> : null}
      {retry.error ? <Failure error={retry.error} title="It could not be tried again" /> : null}
      <Loaded query={query} what="the outbox">
        {({ mails, total }) =>
          mails.length === 0 ? (
            <Empty title="No such mails" />
          ) : (
            <Stack gap="md">
              <Text size="sm" c="dimmed" role="status">
                {total} found, newest first
              </Text>
              <Scrolling label="Mails">
                <Table horizontalSpacing="md" fz="sm" miw={{ base: 0, sm: '48rem' }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Mail</Table.Th>
                      <Table.Th visibleFrom="sm">To</Table.Th>
                      <Table.Th>State</Table.Th>
                      <Table.Th visibleFrom="sm">Last change</Table.Th>
                      <Table.Td />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {mails.map(mail => (
                      <MailRow
                        key={mail.id}
                        mail={mail}
                        busy={retry.isPending}
                        onRetry={() => {
                          setDone('')
                          retry.mutate(mail)
                        }}
                      />
                    ))}
                  </Table.Tbody>
                </Table>
              </Scrolling>
              <Pages total={total} size={20} page={page} onPage={setPage} />
            </Stack>
          )
        }
      </Loaded>
    </Stack>
  )
}

interface MailRowProps {
  mail: MailView
  busy: boolean
  onRetry: () => void
}

const MailRow = ({ mail, busy, onRetry }: MailRowProps) => {
  const [tone, words] = stateWords[mail.state]
  const isStuck = mail.state === 'stopped' || (mail.state === 'waiting' && mail.attempts > 0)
  return (
    <Table.Tr>
      <Table.Td className="words">
        {mail.subject}
        <Text size="xs" c="dimmed">
          {mail.template}, {mail.language === 'es' ? 'Spanish' : 'English'}
        </Text>
        {/* A phone has no room for the two columns. */}
        <Text size="xs" hiddenFrom="sm">
          {mail.to}
          <br />
          {momentWords(mail.sentAt ?? mail.changedAt)}
        </Text>
      </Table.Td>
      <Table.Td className="words" visibleFrom="sm">
        {mail.to}
      </Table.Td>
      <Table.Td>
        <Status tone={tone}>{words}</Status>
        {!mail.why && (mail.attempts > 1 || isStuck) ? (
          <Text size="xs" c="dimmed">
            tried {mail.attempts === 1 ? 'once' : `${mail.attempts} times`}
            {mail.nextTry ? `, again ${momentWords(mail.nextTry)}` : ''}
          </Text>
        ) : null}
        {mail.why ? (
          <Text size="xs" c="dimmed">
            {mail.why}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td visibleFrom="sm">{momentWords(mail.sentAt ?? mail.changedAt)}</Table.Td>
      <Table.Td>
        {isStuck ? (
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            aria-label={`Try again: ${mail.subject} to ${mail.to}`}
            onClick={onRetry}
          >
            Try again
          </Button>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}

export default Mails
