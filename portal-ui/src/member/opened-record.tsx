// Chooses whose record, opens it as any SMART app would, and shows what is made of it.
import { Select, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { MyPatientsAnswer } from '../../../vocabulary/operations.ts'
import { relationshipWords } from '../fhir/relationship.ts'
import { say } from '../language/language.ts'
import { call } from '../operations.ts'
import { useOpenRecord } from '../record/use-record.ts'
import { type OpenRecord, openRecord } from '../records.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Failure } from '../ui/notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useMyPatients } from './member-queries.ts'
import { useMember } from './signed-in-member.ts'

interface OpenedRecordProps {
  children: (record: OpenRecord, name: string) => ReactNode
}

export const OpenedRecord = ({ children }: OpenedRecordProps) => {
  const query = useMyPatients(useMember())
  return (
    <Loaded query={query} what={say().record.whoseWhat} rows={5}>
      {({ patients }) => <Choice patients={patients}>{children}</Choice>}
    </Loaded>
  )
}

const rememberedKey = 'plan-api.member.patient'

const Choice = ({ patients, children }: MyPatientsAnswer & OpenedRecordProps) => {
  // Kept for the way back from the box, which opens the record that was chosen.
  const [remembered, setRemembered] = useState(sessionStorage.getItem(rememberedKey) ?? '')
  const chosen = patients.find(({ id }) => id === remembered) ?? patients[0]
  const { record } = say()
  if (!chosen) return <Empty title={record.noneTitle}>{record.none}</Empty>
  const choose = (id: string) => {
    sessionStorage.setItem(rememberedKey, id)
    setRemembered(id)
  }
  return (
    <Stack gap="lg">
      {patients.length > 1 ? (
        <Select
          className="no-print"
          label={record.whose}
          maw="24rem"
          allowDeselect={false}
          value={chosen.id}
          onChange={id => id && choose(id)}
          data={patients.map(({ id, name, relationship }) => ({
            value: id,
            label: relationship ? `${name} (${relationshipWords(relationship)})` : name,
          }))}
        />
      ) : null}
      <Patient key={chosen.id} id={chosen.id} name={chosen.name}>
        {children}
      </Patient>
    </Stack>
  )
}

const Patient = ({ id, name, children }: { id: string; name: string } & OpenedRecordProps) => {
  const { token } = useMember()
  const { record, error, retry } = useOpenRecord('production', id, async () => {
    const { launch } = await call('open-record', { token, body: { patient: id } })
    const returnTo = window.location.pathname + window.location.search
    await openRecord('production', { patient: id, launch, returnTo })
  })
  if (record) return children(record, name)
  if (error) return <Failure error={error} title={say().record.couldNotOpen(name)} retry={retry} />
  return <Waiting what={say().record.recordOf(name)} rows={5} />
}
