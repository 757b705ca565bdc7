// What a list of scopes covers, worked out once: a request asks many times, and apps hold few different lists.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import { scopeTable } from '../../vocabulary/scope-table.ts'
import { coveringScopes, parseScope, type ResourceScope } from '../../vocabulary/scopes.ts'

export type Letter = 'c' | 'r' | 'u' | 'd' | 's'

export interface ScopeFacts {
  /** One of the scopes must not exist: it spoils the whole token. */
  broken: boolean
  /** The scopes that cover one letter of `cruds` on a type. */
  covering(type: string, letter: Letter): readonly ResourceScope[]
  /** Types of which the token shows resources; those it shows, by its queries, make what they point to reachable. */
  servable: ReadonlySet<string>
}

const atMost = 500
const kept = new Map<string, ScopeFacts>()
const ofLists = new WeakMap<readonly string[], ScopeFacts>() // one request asks about the same list again and again

/** The facts of a list; lists that were not asked for lately are forgotten. */
export const scopeFacts = (scopes: readonly string[]): ScopeFacts => {
  const known = ofLists.get(scopes) ?? factsByName(scopes)
  ofLists.set(scopes, known)
  return known
}

const factsByName = (scopes: readonly string[]): ScopeFacts => {
  const name = scopes.join(' ')
  const known = kept.get(name)
  if (known) return known
  const made = factsOf([...scopes])
  const [oldest] = kept.keys()
  if (kept.size >= atMost && oldest !== undefined) kept.delete(oldest)
  kept.set(name, made)
  return made
}

const factsOf = (scopes: readonly string[]): ScopeFacts => {
  const asked = new Map<string, readonly ResourceScope[]>()
  return {
    broken: scopes.some(isBroken),
    covering: (type, letter) => {
      // a path may name any type, and what is not served is not kept
      if (!Object.hasOwn(patientCompartment, type)) return coveringScopes(scopes, type, letter)
      const key = `${letter} ${type}`
      const found = asked.get(key) ?? coveringScopes(scopes, type, letter)
      asked.set(key, found)
      return found
    },
    servable: servableOf(scopes),
  }
}

const servableOf = (scopes: readonly string[]): ReadonlySet<string> =>
  new Set(
    Object.keys(patientCompartment).filter(
      type =>
        coveringScopes(scopes, type, 'r').length + coveringScopes(scopes, type, 's').length > 0,
    ),
  )

const isBroken = (scope: string): boolean => {
  const parsed = parseScope(scope)
  if (parsed?.query === undefined) return false
  const allowed = scopeTable[parsed.type]?.queries ?? []
  return (
    parsed.context === 'system' ||
    parsed.word !== undefined ||
    [...new URLSearchParams(parsed.query).keys()].some(name => !allowed.includes(name))
  )
}
