// The AccessPolicies of a box, compiled, and found by what they are linked to (contract: aidbox 3.1).
// Links are alternatives: to this User, to this Client, to this Operation; without link and role a policy is for every request.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { isObject, text } from '../json.ts'
import { compilePolicy, type Verdict } from './engines.ts'
import { PolicyFault } from './policy-fault.ts'

export interface CompiledPolicy {
  id: string
  verdict: Verdict
  /** Only for RPC calls. */
  rpc: boolean
  /** Linked to a User, a Client or a role, or asks for one: says nothing about everybody. */
  personal: boolean
  roleName?: string
}

/** Who is asking, by what a policy can be linked to. */
export interface Linked {
  client?: string
  user?: string
  operation: string
  roles: readonly string[]
}

export interface PolicySet {
  /** The policies to ask, by name. */
  candidates(linked: Linked): readonly CompiledPolicy[]
  /** Whether any policy goes by role: only then roles are looked up. */
  usesRoles: boolean
  ids: readonly string[]
}

/** A policy that cannot be compiled, by its id. */
export class BadPolicy extends Error {
  constructor(id: string, fault: PolicyFault) {
    super(`AccessPolicy/${id}: ${fault.message}`)
    this.name = 'BadPolicy'
  }
}

/** The root client may do everything, as Aidbox's does; it exists only where the box was given a secret for it. */
export const rootPolicy: Resource & { id: string } = {
  resourceType: 'AccessPolicy',
  id: 'root',
  description: 'Built in: the client that the box itself was started with.',
  engine: 'allow',
  link: [{ reference: 'Client/root' }],
}

/** Compiles all policies. Throws BadPolicy for the first that is not understood: nothing is left out silently. */
export const compilePolicies = (policies: readonly (Resource & { id: string })[]): PolicySet => {
  const index = new Map<string, CompiledPolicy[]>()
  const sorted = policies.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const order = new Map<CompiledPolicy, number>()
  // most callers are linked to nothing: then it is the operation alone that counts, and there are few of these
  const ofOperations = new Map<string, readonly CompiledPolicy[]>()
  for (const policy of sorted) {
    const compiled = compile(policy)
    order.set(compiled, order.size)
    if (policy.type === 'scope') continue // evaluated from Client.scopes only, which grants nothing here
    for (const key of keysOf(policy)) index.set(key, [...(index.get(key) ?? []), compiled])
  }
  return {
    candidates: ({ client, user, operation, roles }) => {
      const byPerson =
        roles.length > 0 ||
        (client !== undefined && index.has(`Client/${client}`)) ||
        (user !== undefined && index.has(`User/${user}`))
      const known = byPerson ? undefined : ofOperations.get(operation)
      if (known) return known
      const found = [
        ...(index.get('') ?? []),
        ...((client && index.get(`Client/${client}`)) || []),
        ...((user && index.get(`User/${user}`)) || []),
        ...(index.get(`Operation/${operation}`) ?? []),
        ...roles.flatMap(role => index.get(`role ${role}`) ?? []),
      ]
      const unique = found.length > 1 ? [...new Set(found)] : found
      const ordered = unique
        .filter(({ rpc }) => !rpc || operation === 'rpc')
        .sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
      if (!byPerson) ofOperations.set(operation, ordered)
      return ordered
    },
    usesRoles: sorted.some(({ roleName }) => typeof roleName === 'string'),
    ids: sorted.map(({ id }) => id),
  }
}

/** Checks a policy before it is stored, as it will be compiled: what could not be would stop every request. Throws PolicyFault. */
export const checkPolicy = (policy: Resource): void => {
  linksOf(policy)
  compilePolicy(policy)
}

const compile = (policy: Resource & { id: string }): CompiledPolicy => {
  try {
    const links = linksOf(policy)
    return {
      id: policy.id,
      verdict: compilePolicy(policy),
      rpc: policy.type === 'rpc',
      personal:
        policy.roleName !== undefined ||
        links.some(link => !link.startsWith('Operation/')) ||
        wantsSomebody(policy),
      ...(typeof policy.roleName === 'string' ? { roleName: policy.roleName } : {}),
    }
  } catch (error) {
    if (error instanceof PolicyFault) throw new BadPolicy(policy.id, error)
    throw error
  }
}

/** True for a matcho that can be told to refuse nobody at a glance: `user: { id: present? }`. */
const wantsSomebody = ({ engine, matcho }: Resource): boolean =>
  engine === 'matcho' &&
  isObject(matcho) &&
  [matcho.user, matcho.client, matcho.session, matcho.jwt].some(
    part =>
      isObject(part) &&
      // `$not: present?` asks for the opposite
      Object.entries(part).some(([key, value]) => value === 'present?' && !key.startsWith('$')),
  )

const keysOf = (policy: Resource): string[] => {
  const links = linksOf(policy)
  const roles = typeof policy.roleName === 'string' ? [`role ${policy.roleName}`] : []
  return links.length + roles.length > 0 ? [...links, ...roles] : ['']
}

/** `Client/x`, `User/x`, `Operation/x`; a link of any other form would open the policy to all, so it is refused. */
const linksOf = (policy: Resource): string[] => {
  const { link } = policy
  if (link === undefined) return []
  if (!Array.isArray(link) || link.length === 0)
    throw new PolicyFault('link', 'is a list with items')
  return link.map((item: unknown, index) => {
    const target =
      text(item, 'reference') ??
      (isObject(item) ? `${text(item, 'resourceType')}/${text(item, 'id')}` : '')
    if (!/^(Client|User|Operation)\/[^/\s]+$/.test(target))
      throw new PolicyFault(`link[${index}]`, 'names a Client, a User or an Operation')
    return target
  })
}
