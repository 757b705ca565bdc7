// May they: the first AccessPolicy that matches, by name; otherwise 403, or 401 where signing in could help (contract: aidbox 3.1, 3.9).
import type { Caller } from '../context.ts'
import { BoxError, fail } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { compactPart, compactRequest } from './compact-request.ts'
import type { Asked, AskSql } from './engines.ts'
import type { CompiledPolicy, PolicySet } from './policies.ts'
import { askedByNobody, inAidboxFormat, type Question, requestObject } from './request-object.ts'
import type { Role } from './rules.ts'

export interface Granted {
  /** Id of the policy that let the request in. */
  policy: string
  /** True when nobody would have been let in just so: then the caller sees what everybody sees. */
  everybody: boolean
}

export interface Judges {
  policies: PolicySet
  /** Roles a User holds. */
  rolesOf(user: string): readonly Role[]
  /** For sql policies; without it they grant nothing. */
  sql?: AskSql
}

/** The policy that grants; throws BoxError 403, or 401 to nobody, when none does. */
export const authorize = async (
  judges: Judges,
  question: Question,
  rpc?: Asked['rpc'],
): Promise<Granted> => {
  const granted = await findGrant(judges, question, rpc)
  if (granted) return granted
  const isOpen = (await findGrant(judges, bare(question), rpc)) !== undefined
  throw isNobody(question.caller) && !isOpen ? signInFirst() : forbidden()
}

/**
 * The same request without its parameters. Where it is open to everybody, the parameters are what is refused: they are
 * a side door of the directory, and nobody is asked to sign in there.
 */
const bare = (question: Question): Question => ({
  ...question,
  exchange: { ...question.exchange, queryString: '' },
  query: [],
  form: undefined,
})

const isNobody = ({ client, user, jwt }: Caller): boolean => !client && !user && !jwt

/** The policy that grants, if one does. */
export const findGrant = async (
  judges: Judges,
  question: Question,
  rpc?: Asked['rpc'],
): Promise<Granted | undefined> => {
  const { caller } = question
  const { candidates, roles } = concerned(judges, question)
  const request = requestObject(question)
  const asked = putTo(request, judges.sql, rpc)
  let nobody: Asked | undefined
  let first: CompiledPolicy | undefined
  for (const policy of candidates) {
    if (!(await verdictOf(policy, asked, roles))) continue
    if (isNobody(caller)) return { policy: policy.id, everybody: true }
    first ??= policy
    nobody ??= putTo(askedByNobody(request), judges.sql, rpc)
    if (policy.personal || !(await policy.verdict(nobody)))
      return { policy: first.id, everybody: false }
  }
  return first && { policy: first.id, everybody: true }
}

/** The policies that a request concerns, and the Roles of who asks. */
export const concerned = (
  judges: Judges,
  { caller, operation }: Question,
): { candidates: readonly CompiledPolicy[]; roles: readonly Role[] } => {
  const roles = caller.user?.id ? judges.rolesOf(caller.user.id) : []
  const candidates = judges.policies.candidates({
    client: caller.client?.id,
    user: caller.user?.id,
    operation: operation.id,
    roles: roles.map(({ name }) => name),
  })
  return { candidates, roles }
}

/** A request as the policies are asked about it. */
export const putTo = (request: JsonObject, sql?: AskSql, rpc?: Asked['rpc']): Asked => {
  let compact: { value: unknown } | undefined
  return {
    request,
    compact: () => {
      compact ??= { value: compactRequest(request) }
      return compact.value
    },
    has: key => compactPart(request[key]) !== undefined,
    ...(sql ? { sql } : {}),
    ...(rpc ? { rpc } : {}),
  }
}

/** A policy for a role is asked once for each Role of that name which the user holds. */
export const verdictOf = async (
  policy: CompiledPolicy,
  asked: Asked,
  roles: readonly Role[],
): Promise<boolean> => {
  if (policy.roleName === undefined) return policy.verdict(asked)
  for (const role of roles) {
    if (role.name !== policy.roleName) continue
    const request = { ...asked.request, role: inAidboxFormat(role) }
    if (await policy.verdict(putTo(request, asked.sql, asked.rpc))) return true
  }
  return false
}

/** Aidbox's 403. */
export const forbidden = (): BoxError =>
  new BoxError(403, {
    resourceType: 'OperationOutcome',
    id: 'forbidden',
    text: { status: 'generated', div: 'Forbidden' },
    issue: [{ severity: 'fatal', code: 'forbidden', diagnostics: 'Forbidden' }],
  })

// RFC 6750 section 3: without credentials the challenge names no error. A licensed Aidbox answers 403 here.
const signInFirst = (): BoxError =>
  fail('login', 'This is not public: send `Authorization: Bearer <access token>`', {
    headers: { 'WWW-Authenticate': 'Bearer' },
  })
