// The box's own operations that are no FHIR interaction: RPC, $matcho, test-policy, the caches, the end of one's own Session.
import { explainMatcho } from './access/matcho.ts'
import { PolicyFault } from './access/policy-fault.ts'
import { endOwnSession } from './auth/sessions.ts'
import type { Reply } from './context.ts'
import { fail } from './errors.ts'
import { field, isObject } from './json.ts'
import type { BoxOperationId } from './route-table.ts'
import { performRpc } from './rpc.ts'
import { testPolicy } from './test-policy.ts'
import type { Visit } from './visit.ts'

/** Performs one, authorised already (RPC and the end of a Session judge themselves). */
export const performBoxOperation = (visit: Visit, id: BoxOperationId): Promise<Reply> =>
  operations[id](visit)

const operations: Record<BoxOperationId, (visit: Visit) => Promise<Reply>> = {
  rpc: performRpc,

  'end-session': ({ front, caller }) => endOwnSession(front.box, caller),

  matcho: async ({ exchange }) => {
    if (!isObject(exchange.body))
      throw fail('structure', 'Send {matcho, resource, context?}', { expression: ['body'] })
    const resource = field(exchange.body, 'resource')
    const context = field(exchange.body, 'context') ?? resource
    try {
      return json({ result: explainMatcho(field(exchange.body, 'matcho'), resource, context) })
    } catch (error) {
      if (error instanceof PolicyFault)
        throw fail('invalid', error.message, { expression: [error.at] })
      throw error
    }
  },

  'test-policy': testPolicy,

  'drop-cache': async ({ front }) => {
    front.rules.drop()
    return json({})
  },

  'fhir-package-install': async () => {
    throw fail('not-supported', 'This box takes FHIR packages at its start only')
  },
}

const json = (value: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})
