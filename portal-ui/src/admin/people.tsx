// People of both boxes: look up, see grants and sessions, end access, invite a member.
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { usePeople } from './admin-queries.ts'
import type { AskedEnd } from './asked-end.ts'
import { Delegations } from './delegations.tsx'
import { EndAccess } from './end-access.tsx'
import { EnrollFile } from './enroll-file.tsx'
import { EnrollMember } from './enroll-member.tsx'
import { Pages } from './pages.tsx'
import { PersonCard } from './person-card.tsx'
import { useAdmin } from './signed-in-admin.ts'

const roles = [
  { value: 'member', label: 'Members' },
  { value: 'vendor', label: 'Vendors' },
  { value: 'admin', label: 'Admins' },
  { value: 'delegation', label: 'Delegations' },
]
const pageSize = 20

const People = () => {
  const [role, setRole] = useState('member')
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search.trim(), 300)
  const [page, setPage] = useState(1)
  const [asked, setAsked] = useState<AskedEnd>()
  const [inviting, setInviting] = useState(false)
  const [done, setDone] = useState('')
  const [fromFile, setFromFile] = useState(false)
  const showsPeople = role !== 'delegation'
  return (
    <Page
      title="People"
      lead="Members and admins of production, vendors of the sandbox."
      actions={
        <>
          <Button onClick={() => setInviting(true)}>Enroll a member</Button>
          <Button variant="default" onClick={() => setFromFile(true)}>
            Enroll from a file
          </Button>
        </>
      }
    >
      {done ? <Notice tone="good" title={done} /> : null}
      <Group align="flex-end" gap="md">
        <SegmentedControl
          aria-label="Role"
          className="fits"
          data={roles}
          value={role}
          onChange={value => {
            setRole(value)
            setPage(1)
          }}
        />
        {showsPeople ? (
          <TextInput
            label="Search"
            placeholder="Name or e-mail"
            flex="1 1 14rem"
            maw="24rem"
            value={search}
            onChange={event => {
              setSearch(event.currentTarget.value)
              setPage(1)
            }}
          />
        ) : null}
      </Group>
      {showsPeople ? (
        <Found
          role={role}
          q={q}
          page={page}
          onPage={setPage}
          onEnd={end => {
            setDone('')
            setAsked(end)
          }}
        />
      ) : (
        <Delegations />
      )}
      <EndAccess asked={asked} onClose={() => setAsked(undefined)} onDone={setDone} />
      <EnrollMember opened={inviting} onClose={() => setInviting(false)} onDone={setDone} />
      <EnrollFile opened={fromFile} onClose={() => setFromFile(false)} onDone={setDone} />
    </Page>
  )
}

interface FoundProps {
  role: string
  q: string
  page: number
  onPage: (page: number) => void
  onEnd: (asked: AskedEnd) => void
}

const Found = ({ role, q, page, onPage, onEnd }: FoundProps) => {
  const query = usePeople(useAdmin(), role, q, page)
  return (
    <Loaded query={query} what="people">
      {({ people, total }) =>
        people.length === 0 ? (
          <Empty title="Nobody found">{q ? 'Try a part of the name or e-mail.' : null}</Empty>
        ) : (
          <Stack gap="md">
            <Text size="sm" c="dimmed" role="status">
              {total} found
            </Text>
            {people.map(person => (
              <PersonCard key={`${person.box}-${person.id}`} person={person} onEnd={onEnd} />
            ))}
            <Pages total={total} size={pageSize} page={page} onPage={onPage} />
          </Stack>
        )
      }
    </Loaded>
  )
}

export default People
