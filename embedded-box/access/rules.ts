// What decides about requests, kept in memory: policies, roles, and the Apps' operations; loaded again when one of them changes.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { type DeclaredOperation, declaredOperations } from '../app-manifest.ts'
import type { Box } from '../box.ts'
import { text } from '../json.ts'
import type { AskSql } from './engines.ts'
import { BadPolicy, compilePolicies, type PolicySet, rootPolicy } from './policies.ts'
import { PolicyFault } from './policy-fault.ts'
import { askSql, checkSql } from './sql-ask.ts'

export type Role = Resource & { id: string; name: string }

export interface Rules {
  policies: PolicySet
  rolesOf(user: string): readonly Role[]
  operations: readonly DeclaredOperation[]
  /** Asks the database for sql policies. */
  sql: AskSql
  /** Where an App is called, and the secret that it knows the box by. */
  appEndpoint(id: string): { url: string; secret?: string } | undefined
}

export interface RulesCache {
  /** The rules as of now: what was changed before this call is in them. */
  current(): Promise<Rules>
  /** Forgets what is kept, as `$drop-cache` asks. */
  drop(): void
  stop(): void
}

const atMost = 1000 // what one `find` returns: more policies than that would be cut off without a word
const deciding = new Set(['AccessPolicy', 'App', 'Role'])

/** The cache of one box. The first `current()` loads; it throws when a stored policy is not understood. */
export const keepRules = (box: Box): RulesCache => {
  let kept: Promise<Rules> | undefined
  const load = (): Promise<Rules> => {
    const loading = loadRules(box)
    kept = loading
    // what failed to load is asked for again by the next request, not remembered
    loading.catch(() => {
      if (kept === loading) kept = undefined
    })
    return loading
  }
  const stop = box.resources.onChange(changes => {
    if (changes.some(({ type }) => deciding.has(type))) kept = undefined
  })
  return {
    current: () => kept ?? load(),
    drop: () => {
      kept = undefined
    },
    stop,
  }
}

const loadRules = async (box: Box): Promise<Rules> => {
  const [stored, apps] = await Promise.all([all(box, 'AccessPolicy'), all(box, 'App')])
  const operations = apps.flatMap(declaredOperations)
  const declared = operations.flatMap(operation =>
    operation.policies.map(policy => ({ ...policy, id: policy.id ?? operation.id })),
  )
  const root = box.config.rootSecret ? [rootPolicy] : []
  const given = [...root, ...stored, ...declared]
  const policies = compilePolicies(given)
  for (const policy of given) await understood(box, policy)
  const roles = policies.usesRoles ? (await all(box, 'Role')).filter(isRole) : []
  const byUser = Map.groupBy(roles, role => text(role.user, 'reference') ?? '')
  const endpoints = new Map(
    apps.flatMap(app => {
      const url = text(app.endpoint, 'url')
      return url ? [[app.id, { url, secret: text(app.endpoint, 'secret') }] as const] : []
    }),
  )
  return {
    policies,
    operations,
    sql: askSql(box),
    rolesOf: user => byUser.get(`User/${user}`) ?? [],
    appEndpoint: id => endpoints.get(id),
  }
}

/** What only the database can tell about a policy's query. */
const understood = async (box: Box, policy: Resource & { id: string }): Promise<void> => {
  try {
    await checkSql(box, policy)
  } catch (error) {
    if (error instanceof PolicyFault) throw new BadPolicy(policy.id, error)
    throw error
  }
}

const all = async (box: Box, type: string): Promise<(Resource & { id: string })[]> => {
  const found = await box.resources.find<Resource>(type, {})
  if (found.length >= atMost)
    throw new Error(
      `There are ${found.length} or more resources of type ${type}: too many to decide by`,
    )
  return found
}

const isRole = (resource: Resource & { id: string }): resource is Role =>
  typeof resource.name === 'string'
