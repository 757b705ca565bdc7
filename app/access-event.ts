// One AuditEvent of a read, as far as a member is told of it: which app, with whose yes, whose record, which kinds of data.
import type { Resource } from '../vocabulary/aidbox.ts'
import { isRecord, listAt, referencedId, textAt } from './json.ts'

export interface ReadEvent {
  client: string
  /** Whose token it was; absent: an app of its own. */
  user: string | undefined
  patients: string[]
  at: string
  /** Type → how many resources; 0 where a search found none. */
  types: ReadonlyMap<string, number>
}

/** What an event says; undefined when no Client reads in it. */
export const readEvent = (event: Resource): ReadEvent | undefined => {
  const who = listAt(event, 'agent').map(agent => (isRecord(agent) ? agent.who : undefined))
  const client = who.map(one => referencedId(one, 'Client')).find(Boolean)
  const at = textAt(event, 'recorded')
  if (!client || !at) return undefined
  const entities = listAt(event, 'entity')
  const what = entities.map(entity => (isRecord(entity) ? entity.what : undefined))
  return {
    client,
    user: who.map(one => referencedId(one, 'User')).find(Boolean),
    patients: what.flatMap(one => referencedId(one, 'Patient') ?? []),
    at,
    types: typesOf(
      what.map(one => textAt(one, 'reference') ?? ''),
      detailsOf(entities),
    ),
  }
}

/** The kinds that were handed out: as listed, else the one that was read, else the one that was asked for. */
const typesOf = (
  references: readonly string[],
  details: ReadonlyMap<string, string>,
): Map<string, number> => {
  const listed = (details.get('resources') ?? '')
    .split(' ')
    .filter(Boolean)
    .map((group): [string, number] => [group.split('/')[0] ?? '', group.split(',').length])
  if (listed.length > 0) return new Map(listed)
  const asked = details.get('type')
  const single = references
    .map(reference => reference.split('/').at(-2) ?? '')
    .filter(type => type !== '' && (asked === 'Patient' || type !== 'Patient'))
    .at(-1)
  if (single) return new Map([[single, 1]])
  return new Map([[asked ?? 'Patient', asked ? 0 : 1]])
}

const detailsOf = (entities: readonly unknown[]): Map<string, string> =>
  new Map(
    entities
      .flatMap(entity => listAt(entity, 'detail'))
      .map((detail): [string, string] => [
        textAt(detail, 'type') ?? '',
        textAt(detail, 'valueString') ?? '',
      ]),
  )
