// A call as a line for the shell.
import type { Described } from './described.ts'

export interface Call {
  base: string
  /** Values of `{name}` in the path. */
  path: Record<string, string>
  /** As one would type it: `name=smith&_count=5`. */
  query: string
  /** Send a token; the line holds its variable, never the token. */
  token: boolean
}

/** The path with its values filled in, and the query behind it. */
export const targetOf = ({ path }: Pick<Described, 'path'>, call: Omit<Call, 'base' | 'token'>) => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(call.path[name] || name.toUpperCase()),
  )
  const query = new URLSearchParams(call.query).toString()
  return query ? `${filled}?${readable(query)}` : filled
}

/** The same call with curl. */
export const curlOf = (described: Described, call: Call): string => {
  const { method, operation } = described
  const [kind, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const isForm = kind === 'application/x-www-form-urlencoded'
  const parts = [
    `curl ${quoted(call.base + targetOf(described, isForm ? { ...call, query: '' } : call))}`,
    ...(method === 'GET' || (method === 'POST' && content) ? [] : [`-X ${method}`]),
    ...(call.token ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(kind === 'application/json'
      ? [`-H 'Content-Type: ${kind}'`, `-d ${quoted(JSON.stringify(content?.example))}`]
      : []),
    ...(isForm ? fieldsOf(content?.example, call.query).map(field => `-d ${quoted(field)}`) : []),
  ]
  return parts.join(' \\\n  ')
}

const fieldsOf = (example: unknown, query: string): string[] => {
  const pairs: [string, unknown][] =
    typeof example === 'object' && example !== null
      ? Object.entries(example)
      : [...new URLSearchParams(query)]
  return pairs.map(([name, value]) =>
    readable(new URLSearchParams([[name, String(value)]]).toString()),
  )
}

/** Colons, slashes and bars need no escape in a query; addresses are easier to read without. */
const readable = (query: string): string =>
  query.replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%7C', '|').replaceAll('%2C', ',')

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
