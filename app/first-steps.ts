// How far a vendor has come with an app: a first token, a first FHIR call; from the sandbox's Sessions and audit.
import type { AppListAnswer } from '../vocabulary/operations.ts'
import type { BoxClient } from './box-client.ts'

/** A vendor's newest apps are looked at; older ones say nothing about first steps. */
const mostApps = 20

/** Whether any of these apps ever got a token and read something with it. */
export const firstSteps = async (
  sandbox: BoxClient,
  clientIds: readonly string[],
): Promise<NonNullable<AppListAnswer['firstSteps']>> => {
  const ids = clientIds.slice(0, mostApps)
  if (ids.length === 0) return { token: false, call: false }
  const [sessions, calls] = await Promise.all([
    sandbox.search('Session', { client: ids.join(','), _count: '1' }),
    sandbox.search('AuditEvent', {
      // By name: boxes find references to Client, no FHIR type, in no agent.
      'agent-name:exact': ids.join(','),
      subtype: 'read,search-type',
      outcome: '0',
      _count: '1',
    }),
  ])
  const call = calls.total > 0
  // Sessions end; who read something had a token.
  return { token: call || sessions.total > 0, call }
}
