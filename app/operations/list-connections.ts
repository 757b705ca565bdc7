// Connected apps: one entry for each Grant of the member, with what it gives, since when, last use, until when.
import type { Client, Grant, Session, Stored } from '../../vocabulary/aidbox.ts'
import type { Connection, ConnectionsAnswer } from '../../vocabulary/operations.ts'
import { scopeInWords } from '../../vocabulary/scopes.ts'
import { nameOf } from '../acting.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { findSessions, patientOf } from '../ending.ts'
import { endOfGrant, includesSensitive } from '../grant.ts'
import { referencedId } from '../json.ts'
import { lastUseOf } from '../last-use.ts'
import { logoPath } from '../logos.ts'
import { personOf } from '../persona.ts'
import { fieldsOf } from '../smart-app.ts'

/** 200 with the caller's connections, newest first. */
export const listConnections: Operation = async call => {
  const { id } = personOf(call)
  const box = call.boxes.production
  const [grants, sessions] = await Promise.all([
    box.searchAll('Grant', { user: `User/${id}` }),
    findSessions(box, { user: id }),
  ])
  const own = grants.filter(grant => referencedId(grant.user, 'User') === id)
  const connections = await Promise.all(own.map(grant => connection(call, grant, sessions)))
  const shown = connections.filter(entry => entry !== undefined)
  shown.sort((a, b) => b.since.localeCompare(a.since))
  return ok({ connections: shown } satisfies ConnectionsAnswer)
}

const connection = async (
  call: OperationCall,
  grant: Stored<Grant>,
  sessions: readonly Stored<Session>[],
): Promise<Connection | undefined> => {
  const box = call.boxes.production
  const clientId = referencedId(grant.client, 'Client')
  if (!clientId) return undefined
  const patientId = referencedId(grant.patient, 'Patient')
  const [client, patient] = await Promise.all([
    box.read('Client', clientId),
    patientId ? box.read('Patient', patientId) : undefined,
  ])
  const until = endOfGrant(grant, client)
  if (until !== undefined && Date.parse(until) <= call.clock().getTime()) return undefined
  const lastUsed = lastUsedBy(sessions, clientId, patientId)
  return {
    id: grant.id,
    app: await appOf(call, client, clientId),
    patient: { id: patientId ?? '', name: patient ? nameOf(patient) : '' },
    since: grant.start ?? grant.meta.lastUpdated ?? '',
    ...(lastUsed ? { lastUsed } : {}),
    ...(until ? { until } : {}),
    scopes: (grant['provided-scope'] ?? [])
      .filter(scope => !scope.startsWith('launch'))
      .map(scope => ({ scope, words: scopeInWords(scope) })),
    sensitive: includesSensitive(grant),
  }
}

const appOf = async (
  call: OperationCall,
  client: Stored<Client> | undefined,
  id: string,
): Promise<Connection['app']> => {
  const logo = client ? await logoPath(call, call.boxes.production, id) : undefined
  return {
    id,
    name: client?.name ?? id,
    organizationName: client ? fieldsOf(client).organizationName : '',
    ...(logo ? { logo } : {}),
    suspended: client?.active === false,
  }
}

const lastUsedBy = (
  sessions: readonly Stored<Session>[],
  client: string,
  patient: string | undefined,
): string | undefined =>
  sessions
    .filter(session => referencedId(session.client, 'Client') === client)
    .filter(session => patient === undefined || patientOf(session) === patient)
    .map(lastUseOf)
    .sort()
    .at(-1)
