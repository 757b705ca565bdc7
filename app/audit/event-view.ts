// An AuditEvent as an admin reads it: when, what, who, through which app, about whom, with what outcome; no address, no URL.
import type { Stored } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { AuditRow } from '../../vocabulary/staff.ts'
import { isRecord, listAt, referencedId, textAt } from '../json.ts'

/** The row; names are added by who knows them. */
export const auditRow = (event: Stored): AuditRow => {
  const agents = listAt(event, 'agent').map(agent => (isRecord(agent) ? agent.who : undefined))
  const targets = listAt(event, 'entity').map(entity =>
    isRecord(entity) ? entity.what : undefined,
  )
  const details = detailsOf(event)
  const person = first(agents, who => idOf(who, 'User', planApiSystems.userId))
  const app =
    first(agents, who => idOf(who, 'Client', planApiSystems.clientId)) ??
    first(targets, what => idOf(what, 'Client', planApiSystems.clientId))
  const about = first(targets, what => idOf(what, 'User', planApiSystems.userId))
  const patients = targets.flatMap(what => referencedId(what, 'Patient') ?? [])
  const reason = textAt(event, 'outcomeDesc')
  const others = targets.flatMap(what => {
    const reference = textAt(what, 'reference')
    return reference && !/^(Patient|Client|User|Session)\//.test(reference) ? reference : []
  })
  return {
    id: event.id,
    at: textAt(event, 'recorded') ?? '',
    what: details.get('what') ?? codeOf(event),
    refused: (textAt(event, 'outcome') ?? '0') !== '0',
    ...(reason ? { reason } : {}),
    ...(person ? { person: { id: person } } : {}),
    ...(app ? { app: { id: app } } : {}),
    ...(about && about !== person ? { about: { id: about } } : {}),
    patients: [...new Set(patients)],
    resources: [...others, ...(details.get('resources')?.split(' ') ?? [])].join(' '),
    details: [...details]
      .filter(([name]) => !['what', 'resources'].includes(name))
      .map(([name, value]) => ({ name, value })),
  }
}

/** The last code says most: an operation's own name follows `operation`. */
const codeOf = (event: Stored): string =>
  textAt(listAt(event, 'subtype').at(-1), 'code') ??
  textAt(isRecord(event.type) ? event.type : undefined, 'code') ??
  ''

const detailsOf = (event: Stored): Map<string, string> =>
  new Map(
    listAt(event, 'entity').flatMap(entity =>
      listAt(entity, 'detail').flatMap(detail => {
        const [type, value] = [textAt(detail, 'type'), textAt(detail, 'valueString')]
        return type && value ? [[type, value] as const] : []
      }),
    ),
  )

const first = (list: readonly unknown[], find: (item: unknown) => string | undefined) =>
  list.map(find).find(found => found !== undefined)

const idOf = (who: unknown, type: string, system: string): string | undefined => {
  const identifier = isRecord(who) ? who.identifier : undefined
  return (
    referencedId(who, type) ??
    (textAt(identifier, 'system') === system ? textAt(identifier, 'value') : undefined)
  )
}
