// What a member may know of who read their records: the box's AuditEvents of reads, by app, person, day and kind of data.
import type { Client, Resource, Stored } from '../vocabulary/aidbox.ts'
import type { AccessEntry, AccessHistoryAnswer } from '../vocabulary/operations.ts'
import { type ReadEvent, readEvent } from './access-event.ts'
import type { Actable } from './acting.ts'
import type { AppContext } from './context.ts'
import { logoPath } from './logos.ts'

/** Events that are looked at for one page of the answer. */
const pageSize = 300
/** Reads of FHIR's REST API, as FHIR and as Aidbox name them. */
const reads = 'read,vread,search-type,search,history-instance,history-type,operation'
/** The portal's own client: the member read it, in the portal. */
const portalRecords = 'portal-records'

export interface HistoryQuery {
  /** The member who asks. */
  user: string
  /** Whose records the member may see. */
  patients: readonly Actable[]
  /** Only this app; absent: every one. */
  client?: string
  page: number
}

/** One page of the history, newest first. */
export const accessHistory = async (
  app: Pick<AppContext, 'boxes' | 'clock'>,
  { user, patients, client, page }: HistoryQuery,
): Promise<AccessHistoryAnswer> => {
  if (patients.length === 0) return { entries: [] }
  const box = app.boxes.production
  const { resources } = await box.search('AuditEvent', {
    patient: patients.map(({ id }) => `Patient/${id}`).join(','),
    subtype: reads,
    outcome: '0',
    // By name: boxes find references to Client, no FHIR type, in no agent.
    ...(client ? { 'agent-name:exact': client } : {}),
    _sort: '-date',
    _count: String(pageSize),
    _page: String(page),
  })
  const known = await appsOf(app, resources)
  const entries = new Map<string, AccessEntry>()
  for (const event of resources) {
    const read = readEvent(event)
    const reader = read && known.get(read.client)
    if (!read || !reader) continue
    for (const patient of patients) {
      if (!read.patients.includes(patient.id)) continue
      // Of somebody else's record the member sees what was read with their own yes, no more.
      if (patient.relationship !== 'self' && read.user !== user) continue
      add(entries, read, reader, patient)
    }
  }
  return {
    entries: [...entries.values()],
    ...(resources.length === pageSize ? { next: page + 1 } : {}),
  }
}

const add = (
  entries: Map<string, AccessEntry>,
  read: ReadEvent,
  app: AccessEntry['app'],
  patient: Actable,
): void => {
  const day = read.at.slice(0, 10)
  const key = `${app.id} ${patient.id} ${day}`
  const entry: AccessEntry = entries.get(key) ?? {
    app,
    patient: { id: patient.id, name: patient.name },
    day,
    last: read.at,
    kinds: [],
  }
  entries.set(key, entry)
  if (read.at > entry.last) entry.last = read.at
  for (const [type, resources] of read.types) {
    const kind = entry.kinds.find(one => one.type === type)
    if (kind) {
      kind.times += 1
      kind.resources += resources
    } else entry.kinds.push({ type, times: 1, resources })
  }
}

/** The apps among the readers: members' apps and the portal itself; the plan's own services are no apps. */
const appsOf = async (
  app: Pick<AppContext, 'boxes' | 'clock'>,
  events: readonly Resource[],
): Promise<Map<string, AccessEntry['app']>> => {
  const ids = new Set(events.flatMap(event => readEvent(event)?.client ?? []))
  const withUser = new Set(
    events.flatMap(event => {
      const read = readEvent(event)
      return read?.user ? [read.client] : []
    }),
  )
  const known = await Promise.all(
    [...ids].map(
      async (id): Promise<[string, AccessEntry['app'] | undefined]> => [
        id,
        await appOf(app, id, await app.boxes.production.read('Client', id), withUser.has(id)),
      ],
    ),
  )
  return new Map(known.flatMap(([id, found]) => (found ? [[id, found] as const] : [])))
}

const appOf = async (
  app: Pick<AppContext, 'boxes' | 'clock'>,
  id: string,
  client: Stored<Client> | undefined,
  withUser: boolean,
): Promise<AccessEntry['app'] | undefined> => {
  if (id === portalRecords) return { id, name: '', kind: 'portal' }
  // Its Client is gone: what it read with somebody's yes is still told.
  if (!client) return withUser ? { id, name: '', kind: 'gone' } : undefined
  if (client.type !== 'smart-app') return undefined
  const logo = await logoPath(app, app.boxes.production, id)
  return { id, name: client.name ?? id, kind: 'app', ...(logo ? { logo } : {}) }
}
