// The words of a sql policy, one by one; what could hide others (comments, dollar quotes, escapes, a second statement) is refused.
import { PolicyFault } from './policy-fault.ts'

export interface Token {
  kind: 'word' | 'quoted' | 'text' | 'number' | 'path' | 'sign'
  /** As written; words in lower case, quoted names without their quotes, paths without braces. */
  value: string
}

const forms: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['path', /\{\{\s*([A-Za-z0-9_\-./]+)\s*\}\}/y],
  ['text', /'((?:[^'\\{]|''|\{(?!\{))*)'/y],
  ['quoted', /"([a-z_][a-z0-9_]*)"/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /\d+(?:\.\d+)?/y],
  [
    'sign',
    /::|->>|->|#>>|#>|@>|<@|\?\||\?&|\|\||<>|!=|<=|>=|&&|[=<>+%?(),.[\]:]|\*(?!\/)|\/(?!\*)|-(?!-)/y,
  ],
]

/** Takes a query apart. Throws PolicyFault at what is not of the small SQL that policies are written in. */
export const tokensOf = (query: string, at: string): Token[] => {
  const tokens: Token[] = []
  let place = 0
  while (place < query.length) {
    const found = next(query, place)
    if (!found)
      throw new PolicyFault(
        at,
        query.startsWith('{{!', place)
          ? '{{!…}} names a table only when a request comes: write the table'
          : `does not understand what begins with ${query.slice(place, place + 12)}: one select, without comments, ;, \\ or $`,
      )
    place = found.end
    if (found.kind === 'space') continue
    const last = tokens.at(-1)
    // e'…', b'…', u&'…' read their text in another way
    if (found.kind === 'text' && last?.kind === 'word' && /^[ebxnu]$/.test(last.value))
      throw new PolicyFault(at, `a text with a prefix (${last.value}'…') is not taken`)
    tokens.push({ kind: found.kind, value: found.value })
  }
  return tokens
}

const next = (query: string, place: number) => {
  for (const [kind, form] of forms) {
    form.lastIndex = place
    const match = form.exec(query)
    if (!match) continue
    const value = match[1] ?? match[0]
    return { kind, value: kind === 'word' ? value.toLowerCase() : value, end: form.lastIndex }
  }
  return undefined
}
