// The sql engine of AccessPolicies: one select over the views of sql-views.ts, `{{path}}` a bound parameter (contract: aidbox 3.3).
// Tables, functions and types are lists: what is on none of them is refused by name, before a database sees the query.
import { field, isObject, type JsonObject } from '../json.ts'
import { PolicyFault } from './policy-fault.ts'
import { type Token, tokensOf } from './sql-tokens.ts'
import { viewNames, viewSchema } from './sql-views.ts'

export interface SqlQuestion {
  /** A statement of one row with one column, `granted`. */
  text: string
  /** The values of one request, all as text; null where the request has none. */
  values: (request: JsonObject) => (string | null)[]
  /** How many there are. */
  parameters: number
}

const functions = new Set(
  'coalesce nullif lower upper length btrim concat split_part starts_with string_to_array array_length now count bool_or bool_and max min jsonb_array_length jsonb_array_elements jsonb_array_elements_text jsonb_typeof jsonb_extract_path jsonb_extract_path_text jsonb_path_exists to_timestamp'.split(
    ' ',
  ),
)
/** Words that a parenthesis may follow without being a call. */
const beforeParenthesis = new Set(
  'and or not in exists any all some on where select when then else case having by as from join lateral is like ilike between union intersect except'.split(
    ' ',
  ),
)
const types = new Set(
  'text int integer bigint numeric boolean jsonb date timestamptz uuid interval'.split(' '),
)
/** Words of statements that change or lock something, or that name tables where this reader does not look. */
const refused = new Set(
  'insert update delete merge into for table with values only tablesample returning copy call do execute prepare set show cast extract position overlay trim substring current_setting array row rows natural using'.split(
    ' ',
  ),
)
const endsFrom = new Set(
  'where group order having limit offset union intersect except window'.split(' '),
)

/** Reads the query of a policy. Throws PolicyFault naming what it must not contain. */
export const compileSql = (sql: unknown, at: string): SqlQuestion => {
  const query = field(sql, 'query')
  if (!isObject(sql) || typeof query !== 'string' || query.trim() === '')
    throw new PolicyFault(`${at}.query`, 'is the text of a select')
  const here = `${at}.query`
  const tokens = tokensOf(query.trim().replace(/;\s*$/, ''), here)
  if (tokens[0]?.value !== 'select') throw new PolicyFault(here, 'begins with select')
  refuseWords(tokens, here)
  const tables = tablePlaces(tokens, here)
  const paths: string[][] = []
  const written = tokens.map((token, index) => {
    if (tables.has(index)) return `${viewSchema}."${token.value.toLowerCase()}"`
    if (token.kind !== 'path') return writtenAs(token)
    paths.push(token.value.split('.'))
    return `$${paths.length}::text`
  })
  return {
    // two rows or two columns are an error and no answer, as is what is not a boolean
    text: `select coalesce((${written.join(' ')}), false) as granted`,
    parameters: paths.length,
    values: request => paths.map(path => asText(path.reduce<unknown>(field, request))),
  }
}

const writtenAs = ({ kind, value }: Token): string =>
  kind === 'text' ? `'${value}'` : kind === 'quoted' ? `"${value}"` : value

const asText = (value: unknown): string | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const refuseWords = (tokens: readonly Token[], at: string): void => {
  let depth = 0
  tokens.forEach(({ kind, value }, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]]
    if (value === '(' && kind === 'sign') depth++
    if (value === ')' && kind === 'sign' && --depth < 0)
      throw new PolicyFault(at, 'closes a parenthesis that it did not open')
    if (kind !== 'word' && kind !== 'quoted') return
    if (kind === 'word' && refused.has(value) && before?.value !== '.')
      throw new PolicyFault(at, `"${value}" is not for policies`)
    if (/^(pg_|information_schema$|current_|session_)/.test(value))
      throw new PolicyFault(at, `"${value}" belongs to the database, not to the box`)
    if (before?.kind === 'sign' && before.value === '::' && !types.has(value))
      throw new PolicyFault(at, `a cast to ${value}: there are ${[...types].join(', ')}`)
    if (after?.kind !== 'sign' || after.value !== '(') return
    if (kind === 'word' && (functions.has(value) || beforeParenthesis.has(value))) return
    throw new PolicyFault(at, `the function ${value}: there are ${[...functions].join(', ')}`)
  })
  if (depth > 0) throw new PolicyFault(at, 'opens a parenthesis that it does not close')
}

/** Where tables are named: after from and join, and after commas between them. Throws for any that is no view. */
const tablePlaces = (tokens: readonly Token[], at: string): Set<number> => {
  const places = new Set<number>()
  const inFrom: boolean[] = [false]
  const nameAt = (index: number): void => {
    const token = tokens[index]
    if (token?.value === 'lateral' && token.kind === 'word') return nameAt(index + 1)
    const after = tokens[index + 1]
    // a select of its own is read when it comes; joined tables in parentheses would not be
    if (token?.kind === 'sign' && token.value === '(' && after?.value === 'select') return
    if (after?.kind === 'sign' && after.value === '(') return // a function, which is on its list
    const name = token?.kind === 'word' || token?.kind === 'quoted' ? token.value : ''
    const isQualified = after?.kind === 'sign' && after.value === '.'
    if (isQualified || !viewNames.has(name))
      throw new PolicyFault(
        at,
        `the table ${name || token?.value || 'that is missing'}${isQualified ? '.…' : ''}: policies see ${[...viewNames].join(', ')}`,
      )
    places.add(index)
  }
  tokens.forEach(({ kind, value }, index) => {
    if (kind === 'sign' && value === '(') inFrom.push(false)
    if (kind === 'sign' && value === ')') inFrom.pop()
    if (kind === 'sign' && value === ',' && inFrom.at(-1)) nameAt(index + 1)
    if (kind !== 'word' || tokens[index - 1]?.value === '.') return
    if (endsFrom.has(value)) inFrom.splice(-1, 1, false)
    const isDistinctFrom =
      tokens[index - 1]?.value === 'distinct' &&
      ['is', 'not'].includes(tokens[index - 2]?.value ?? '')
    if ((value !== 'from' && value !== 'join') || isDistinctFrom) return
    inFrom.splice(-1, 1, true)
    nameAt(index + 1)
  })
  return places
}
