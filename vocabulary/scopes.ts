// SMART scope grammar, v1 and v2: parse, narrow to what may be granted, and ask whether a request is covered.
// SMART App Launch 2.2, "Scopes and Launch Context"; narrowing as docs/contract smart-auth section 5 decides.
import { queryInWords } from './scope-categories.ts'
import { scopeTable, scopeWordTable } from './scope-table.ts'

export type ScopeContext = 'patient' | 'user' | 'system'

/** `patient/Observation.rs?category=laboratory`, taken apart. */
export interface ResourceScope {
  readonly context: ScopeContext
  /** Resource type or `*`. */
  readonly type: string
  /** Letters of `cruds`, in that order. */
  readonly interactions: string
  /** The v1 word it was written with, if it was. */
  readonly word?: 'read' | 'write' | '*'
  /** Raw query after `?`. */
  readonly query?: string
}

const shape = /^(patient|user|system)\/([A-Z][A-Za-z]*|\*)\.(read|write|\*|c?r?u?d?s?)(?:\?(.+))?$/
const lettersOf = { read: 'rs', write: 'cud', '*': 'cruds' } as const
const isWord = (text: string): text is keyof typeof lettersOf => Object.hasOwn(lettersOf, text)
const offered = 'rs' // the Patient Access API is read-only

const atMost = 2_000
const parsed = new Map<string, ResourceScope | undefined>() // tokens carry the same few texts, request after request

/** A resource scope, or undefined when the text is not one. */
export const parseScope = (text: string): ResourceScope | undefined => {
  if (parsed.has(text)) return parsed.get(text)
  const scope = parse(text)
  if (parsed.size >= atMost) parsed.clear()
  if (text.length <= 200) parsed.set(text, scope)
  return scope
}

const parse = (text: string): ResourceScope | undefined => {
  const match = shape.exec(text)
  const [, context, type, right, query] = match ?? []
  if (!context || !type || !right) return undefined
  if (context !== 'patient' && context !== 'user' && context !== 'system') return undefined
  return {
    context,
    type,
    interactions: isWord(right) ? lettersOf[right] : right,
    ...(isWord(right) ? { word: right } : {}),
    ...(query === undefined ? {} : { query }),
  }
}

/** The text of a resource scope; a v1 word wins over letters. */
export const printScope = ({ context, type, interactions, word, query }: ResourceScope): string =>
  `${context}/${type}.${word ?? interactions}${query === undefined ? '' : `?${query}`}`

/** Splits a `scope` parameter; duplicates and blanks are gone. */
export const splitScopes = (text: string): string[] => [
  ...new Set(text.split(/\s+/).filter(Boolean)),
]

/**
 * What of the requested scopes may be offered: supported ∩ allowed, wildcards made explicit,
 * in the syntax that was asked. `allowed` is `Client.scope`; absent means all that is supported.
 * `contexts` says which contexts this flow may have (backend services: system).
 */
export const narrowScopes = (
  requested: readonly string[],
  allowed: readonly string[] | undefined,
  contexts: readonly ScopeContext[] = ['patient', 'user'],
): string[] => {
  const ceilings = allowed?.map(parseScope).filter(scope => scope !== undefined)
  const result = new Set<string>()
  for (const text of requested) {
    if (Object.hasOwn(scopeWordTable, text)) {
      if (!contexts.includes('system') && (!allowed || allowed.includes(text))) result.add(text)
      continue
    }
    const scope = parseScope(text)
    if (!scope || !contexts.includes(scope.context) || !isQueryAllowed(scope)) continue
    for (const type of scope.type === '*' ? Object.keys(scopeTable) : [scope.type]) {
      if (!isSupported(scope.context, type)) continue
      const wanted = { ...scope, type }
      const interactions = keep(scope.interactions, offered)
      const granted = ceilings ? underCeilings(wanted, interactions, ceilings) : interactions
      const written = write(wanted, granted)
      if (written) result.add(written)
    }
  }
  return [...result]
}

/**
 * The granted scopes that cover one interaction (`r` read and version read, `s` search) on a type.
 * Empty: refuse. A scope with a query covers only what the query finds; one without covers all.
 */
export const coveringScopes = (
  granted: readonly string[],
  type: string,
  interaction: 'c' | 'r' | 'u' | 'd' | 's',
): ResourceScope[] =>
  granted
    .map(parseScope)
    .filter(scope => scope !== undefined)
    .filter(
      scope =>
        (scope.type === type || scope.type === '*') && scope.interactions.includes(interaction),
    )

/** True when every scope of `inner` is within `outer` (same words; resource scopes by type, letters and query). */
export const scopesWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  inner.every(text => {
    const scope = parseScope(text)
    if (!scope) return outer.includes(text)
    return [...scope.interactions].every(letter =>
      outer.some(other => {
        const wide = parseScope(other)
        return (
          wide !== undefined &&
          wide.context === scope.context &&
          wide.type === scope.type &&
          wide.interactions.includes(letter) &&
          (wide.query === undefined || wide.query === scope.query)
        )
      }),
    )
  })

/** One scope in plain words, what its query narrows to included; the scope itself when the table does not know it. */
export const scopeInWords = (text: string, language: 'en' | 'es' = 'en'): string => {
  const scope = parseScope(text)
  if (!scope) return scopeWordTable[text]?.[language] ?? text
  const words = scopeTable[scope.type]?.[language]
  if (words === undefined) return text
  if (scope.query === undefined) return words
  const only = language === 'es' ? 'solo' : 'only'
  return `${words} (${only}: ${queryInWords(scope.type, scope.query, language)})`
}

/** The scope for one category only. v1 words carry no query, so it is written in letters. */
export const withCategory = (text: string, category: string): string => {
  const scope = parseScope(text)
  if (!scope || scope.query !== undefined) return text
  const { word: _v1, ...letters } = scope
  return printScope({ ...letters, query: `category=${category}` })
}

const keep = (letters: string, within: string): string =>
  [...letters].filter(letter => within.includes(letter)).join('')

const isSupported = (context: ScopeContext, type: string): boolean => {
  const fact = scopeTable[type]
  return fact !== undefined && (context !== 'user' || fact.user)
}

const isQueryAllowed = ({ context, type, word, query }: ResourceScope): boolean => {
  if (query === undefined) return true
  if (word || type === '*' || context === 'system') return false
  const names = [...new URLSearchParams(query).keys()]
  return names.length > 0 && names.every(name => scopeTable[type]?.queries.includes(name))
}

const underCeilings = (
  scope: ResourceScope,
  letters: string,
  ceilings: readonly ResourceScope[],
): string =>
  [...letters]
    .filter(letter =>
      ceilings.some(
        ceiling =>
          ceiling.context === scope.context &&
          (ceiling.type === scope.type || ceiling.type === '*') &&
          ceiling.interactions.includes(letter) &&
          (ceiling.query === undefined || ceiling.query === scope.query),
      ),
    )
    .join('')

const write = (scope: ResourceScope, letters: string): string | undefined => {
  if (letters === '') return undefined
  if (!scope.word) return printScope({ ...scope, interactions: letters })
  return letters === 'rs'
    ? printScope({ ...scope, interactions: letters, word: 'read' })
    : undefined
}
