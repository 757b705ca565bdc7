// The engines of AccessPolicies: each policy is checked and compiled once into a question of yes or no.
// An engine, operator or keyword that this box does not have is refused by name (contract: aidbox 3.3).
import { Ajv } from 'ajv'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { isObject, type JsonObject, text } from '../json.ts'
import { compileMatcho, type Match } from './matcho.ts'
import { PolicyFault } from './policy-fault.ts'
import { requestKeys } from './request-object.ts'
import { compileSql } from './sql-policy.ts'

/** One request put to a policy; `rpc` is the RPC call under way, if it is one. */
export interface Asked {
  request: JsonObject
  /** The same without empty values, as Aidbox shows it to json-schema. */
  compact: () => unknown
  /** Whether anything is left of one key then. */
  has: (key: string) => boolean
  rpc?: { method: string; params: unknown }
  /** Asks the database a question of yes or no; absent, the answer is no. */
  sql?: AskSql
}

export type AskSql = (text: string, values: readonly (string | null)[]) => Promise<boolean>

/** At once where it can be told at once: only sql policies make a request wait. */
export type Verdict = (asked: Asked) => boolean | Promise<boolean>

/** Compiles what a policy says into its verdict. Throws PolicyFault naming the key that is wrong. */
export const compilePolicy = (policy: Resource): Verdict => {
  if (policy.roleName !== undefined && policy.type === 'rpc')
    throw new PolicyFault('roleName', 'a policy for RPC goes by link, not by role')
  return compileEngine(policy, '')
}

const compileEngine = (policy: JsonObject, at: string): Verdict => {
  const engine = text(policy, 'engine')
  const compile = engine && Object.hasOwn(engines, engine) ? engines[engine] : undefined
  if (!compile)
    throw new PolicyFault(
      `${at}engine`,
      `${engine ? `"${engine}"` : 'no engine'}: this box has ${Object.keys(engines).join(', ')}`,
    )
  for (const [name, owner] of Object.entries(fieldsOf))
    if (policy[name] !== undefined && !owner.includes(engine ?? ''))
      throw new PolicyFault(`${at}${name}`, `engine ${engine} does not look at ${name}`)
  return compile(policy, at)
}

/** Which engines read which field: a policy that says something nobody reads is a mistake. */
const fieldsOf: Record<string, string[]> = {
  matcho: ['matcho'],
  schema: ['json-schema'],
  sql: ['sql'],
  clj: ['clj'],
  rpc: ['matcho-rpc', 'allow-rpc'],
  and: ['complex'],
  or: ['complex'],
}

const engines: Record<string, (policy: JsonObject, at: string) => Verdict> = {
  allow: () => () => true,

  matcho: (policy, at) => {
    const match = compileRequestPattern(policy.matcho, `${at}matcho`, requestKeys)
    return ({ request }) => match(request, request)
  },

  'json-schema': (policy, at) => compileSchema(policy.schema, `${at}schema`),

  complex: (policy, at) => {
    const { and, or } = policy
    if ((and === undefined) === (or === undefined))
      throw new PolicyFault(`${at}and`, 'a complex policy has either and or or, not both')
    const name = and === undefined ? 'or' : 'and'
    const parts = policy[name]
    if (!Array.isArray(parts) || parts.length === 0)
      throw new PolicyFault(`${at}${name}`, 'needs a list with at least one policy')
    const verdicts = parts.map((part, index) => {
      if (!isObject(part)) throw new PolicyFault(`${at}${name}[${index}]`, 'is a policy')
      return compileEngine(part, `${at}${name}[${index}].`)
    })
    return asked => combined(verdicts, asked, name === 'and')
  },

  sql: (policy, at) => {
    const { text: statement, values } = compileSql(policy.sql, `${at}sql`)
    return ({ request, sql }) => sql?.(statement, values(request)) ?? false
  },

  'allow-rpc': (policy, at) => {
    const methods = rpcMethods(policy, at)
    for (const [method, value] of methods)
      if (value !== true) throw new PolicyFault(`${at}rpc.${method}`, 'is true, or left out')
    const open = new Set(methods.map(([method]) => method))
    return ({ rpc }) => rpc !== undefined && open.has(rpc.method)
  },

  'matcho-rpc': (policy, at) => {
    const matches = new Map(
      rpcMethods(policy, at).map(([method, pattern]) => [
        method,
        compileRequestPattern(pattern, `${at}rpc.${method}`, rpcKeys, true),
      ]),
    )
    return ({ rpc, request }) => {
      const match = rpc && matches.get(rpc.method)
      if (!rpc || !match) return false
      const shown = { ...request, params: rpc.params }
      return match(shown, shown)
    }
  },
}

/** True when all say `goesOn`; the first that does not ends it, and decides. Those after it are not asked. */
const combined = (
  verdicts: readonly Verdict[],
  asked: Asked,
  goesOn: boolean,
): boolean | Promise<boolean> => {
  for (const [index, verdict] of verdicts.entries()) {
    const said = verdict(asked)
    if (typeof said !== 'boolean')
      return said.then(later =>
        later === goesOn ? combined(verdicts.slice(index + 1), asked, goesOn) : later,
      )
    if (said !== goesOn) return said
  }
  return goesOn
}

const rpcKeys: ReadonlySet<string> = new Set([...requestKeys].filter(key => key !== 'resource'))

const rpcMethods = (policy: JsonObject, at: string): [string, unknown][] => {
  if (policy.type !== 'rpc' && at === '')
    throw new PolicyFault('type', 'a policy of this engine has type: rpc')
  if (!isObject(policy.rpc) || Object.keys(policy.rpc).length === 0)
    throw new PolicyFault(`${at}rpc`, 'names at least one method')
  return Object.entries(policy.rpc)
}

const compileRequestPattern = (
  pattern: unknown,
  at: string,
  keys: ReadonlySet<string>,
  mayBeEmpty = false,
): Match => {
  if (!isObject(pattern)) throw new PolicyFault(at, 'is an object')
  if (Object.keys(pattern).length === 0 && !mayBeEmpty)
    throw new PolicyFault(at, 'is empty and would match everything: if that is meant, engine allow')
  for (const key of Object.keys(pattern))
    if (!keys.has(key) && !key.startsWith('$'))
      throw new PolicyFault(
        `${at}.${key}`,
        `a request has no ${key}: it has ${[...keys].join(', ')}`,
      )
  return compileMatcho(pattern, at)
}

const compileSchema = (schema: unknown, at: string): Verdict => {
  if (!isObject(schema)) throw new PolicyFault(at, 'is a JSON Schema object')
  if (
    !['required', 'allOf', 'anyOf', 'oneOf', '$ref', 'not'].some(key => Object.hasOwn(schema, key))
  )
    throw new PolicyFault(
      at,
      'without required it accepts a request that lacks everything it names',
    )
  const ajv = new Ajv({
    strict: true, // an unknown keyword (constant, …) would check nothing
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowMatchingProperties: true,
    allowUnionTypes: true,
    ownProperties: true,
    validateFormats: true,
  })
  try {
    const validate = ajv.compile(schema)
    const absent = mustBeAbsent(schema)
    // what must not be there is looked at first: a policy for nobody is asked about everybody's requests
    return ({ compact, has }) => !absent.some(has) && validate(compact() ?? {}) === true // what is no object passes every object keyword
  } catch (error) {
    throw new PolicyFault(at, error instanceof Error ? error.message : 'is not a JSON Schema')
  }
}

/** Keys of the request that a schema wants null, which without empty values is: absent. */
const mustBeAbsent = ({ properties }: JsonObject): string[] =>
  isObject(properties)
    ? Object.entries(properties).flatMap(([key, part]) =>
        isObject(part) && part.type === 'null' ? [key] : [],
      )
    : []

/** A value without `[]`, `{}`, `""` and null, at any depth; undefined when nothing is left. */
export const withoutEmpty = (value: unknown): unknown => {
  if (value === null || value === '') return undefined
  if (Array.isArray(value)) {
    const items = value.map(withoutEmpty).filter(item => item !== undefined)
    return items.length > 0 ? items : undefined
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = withoutEmpty(item)
    return kept === undefined ? [] : [[key, kept] as const]
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
