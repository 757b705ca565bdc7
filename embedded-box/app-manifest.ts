// An App resource: the operations it declares, checked as a whole before it is stored (contract: aidbox 6.1).
import type { AccessPolicy, Resource } from '../vocabulary/aidbox.ts'
import { checkPolicy } from './access/policies.ts'
import { PolicyFault } from './access/policy-fault.ts'
import { field, isObject, type JsonObject, text } from './json.ts'

/** One operation of an App, ready to be routed to. */
export interface DeclaredOperation {
  id: string
  app: string
  method: string
  path: readonly (string | { name: string })[]
  /** Milliseconds the App may take. */
  timeout: number
  /** The App's own policies for this operation, linked to it. */
  policies: readonly AccessPolicy[]
}

export interface ManifestFault {
  at: string
  reason: string
}

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])
const defaultTimeout = 30_000
const longestTimeout = 120_000

/** Reads the operations of a stored App; those a fault was reported for are left out. */
export const declaredOperations = (app: Resource & { id: string }): DeclaredOperation[] =>
  Object.entries(isObject(app.operations) ? app.operations : {}).flatMap(([id, declared]) => {
    const method = text(declared, 'method')?.toUpperCase()
    const path = pathOf(declared)
    if (!method || !methods.has(method) || !path || !isObject(declared)) return []
    return [
      {
        id,
        app: app.id,
        method,
        path,
        timeout: timeoutOf(declared),
        policies: policiesOf(id, declared),
      },
    ]
  })

/** What is wrong with a manifest; empty when nothing is. */
export const appFaults = (app: Resource): ManifestFault[] => {
  const faults: ManifestFault[] = []
  if (app.apiVersion !== 1) faults.push({ at: 'apiVersion', reason: 'App.apiVersion is 1' })
  for (const name of ['entities', 'hooks', 'subscriptions', 'resources', 'migrations'])
    if (app[name] !== undefined)
      faults.push({ at: name, reason: `this box does not run App.${name}: leave it out` })
  const kind = text(app.endpoint, 'type')
  if (kind !== undefined && kind !== 'http-rpc')
    faults.push({ at: 'endpoint.type', reason: 'this box calls an App by http-rpc only' })
  if (app.operations !== undefined && !/^https?:\/\/\S+$/.test(text(app.endpoint, 'url') ?? ''))
    faults.push({
      at: 'endpoint.url',
      reason: 'App.endpoint.url is where operations are sent: http(s)',
    })
  const seen = new Map<string, string>()
  for (const [id, declared] of Object.entries(isObject(app.operations) ? app.operations : {}))
    faults.push(...operationFaults(id, declared, seen))
  return faults
}

const operationFaults = (
  id: string,
  declared: unknown,
  seen: Map<string, string>,
): ManifestFault[] => {
  const at = `operations.${id}`
  if (!isObject(declared)) return [{ at, reason: 'an operation is {method, path, …}' }]
  const method = text(declared, 'method')?.toUpperCase() ?? ''
  if (!methods.has(method))
    return [{ at: `${at}.method`, reason: `the method is one of ${[...methods].join(', ')}` }]
  const path = pathOf(declared)
  if (!path)
    return [
      { at: `${at}.path`, reason: 'the path is a list of texts and {name}, one segment each' },
    ]
  const shape = `${method} ${path.map(part => (typeof part === 'string' ? part : '*')).join('/')}`
  const twin = seen.get(shape)
  if (twin) return [{ at: `${at}.path`, reason: `${twin} has this method and path already` }]
  seen.set(shape, id)
  if (declared.timeout !== undefined && !Number.isSafeInteger(declared.timeout))
    return [{ at: `${at}.timeout`, reason: 'the timeout is a whole number of milliseconds' }]
  const unknown = Object.keys(declared).find(
    key => !['method', 'path', 'policies', 'timeout'].includes(key),
  )
  if (unknown) return [{ at: `${at}.${unknown}`, reason: `${unknown} is no part of an operation` }]
  return policiesOf(id, declared).flatMap(policy => {
    try {
      checkPolicy(policy)
      return []
    } catch (error) {
      if (!(error instanceof PolicyFault)) throw error
      return [{ at: `${at}.policies.${policy.id}.${error.at}`, reason: error.reason }]
    }
  })
}

const pathOf = (declared: unknown): DeclaredOperation['path'] | undefined => {
  const path = field(declared, 'path')
  if (!Array.isArray(path) || path.length === 0) return undefined
  const parts = path.flatMap((part: unknown): DeclaredOperation['path'] => {
    if (typeof part === 'string' && /^[^/?#\s]+$/.test(part)) return [part]
    const name = text(part, 'name')
    return name ? [{ name }] : []
  })
  return parts.length === path.length ? parts : undefined
}

const timeoutOf = ({ timeout }: JsonObject): number =>
  Math.min(typeof timeout === 'number' && timeout > 0 ? timeout : defaultTimeout, longestTimeout)

const policiesOf = (operation: string, declared: JsonObject): AccessPolicy[] =>
  Object.entries(isObject(declared.policies) ? declared.policies : {}).map(([id, policy]) => ({
    ...(isObject(policy) ? policy : {}),
    resourceType: 'AccessPolicy',
    id,
    link: [{ reference: `Operation/${operation}` }],
  }))
