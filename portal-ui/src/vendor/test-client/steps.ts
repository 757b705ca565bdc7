// One step of the test client: what was sent, what came back, and what both mean.
import {
  type ErrorFact,
  redirectErrors,
  tokenErrors,
} from '../../../../vocabulary/error-catalogue.ts'
import type { RawAnswer } from '../../box.ts'

export interface Step {
  id: number
  title: string
  /** Why an app does this. */
  about: string
  method: string
  url: string
  /** What was sent; secrets are shown on demand only. */
  sent: [name: string, value: string][]
  status?: number
  body?: unknown
  /** What the answer means, and what to do. */
  meaning: string
  ok: boolean
}

/** Names of values that open something. */
const secretNames: ReadonlySet<string> = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'code_verifier',
  'token',
  'Authorization',
])

/** Is this the name of something that opens a record? */
export const isSecretName = (name: string): boolean => secretNames.has(name)

/** The beginning of a secret, so that two can be told apart. */
export const masked = (value: string): string =>
  `${value.slice(0, 6)}… (${value.length} characters)`

/** An answer in which everything that opens something is masked. */
export const maskedAnswer = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(
        Object.entries(body).map(([name, value]) => [
          name,
          isSecretName(name) && typeof value === 'string' ? masked(value) : value,
        ]),
      )
    : body

/** Text at a key of an answer. */
export const textIn = (body: unknown, name: string): string | undefined => {
  if (typeof body !== 'object' || body === null) return undefined
  const found = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** What an error of the token endpoints means, and what to do. */
export const tokenErrorWords = ({ status, body }: RawAnswer): string =>
  errorWords(tokenErrors, textIn(body, 'error'), textIn(body, 'error_description')) ||
  `The server answered ${status}.`

/** What an error at the redirect means, and what to do. */
export const redirectErrorWords = (answer: URLSearchParams): string =>
  errorWords(
    redirectErrors,
    answer.get('error') ?? undefined,
    answer.get('error_description') ?? undefined,
  ) || 'Neither a code nor an error came back.'

const errorWords = (
  catalogue: readonly ErrorFact[],
  error: string | undefined,
  said: string | undefined,
): string => {
  const known = catalogue.find(({ code }) => code === error)
  // The server's own words often say what to do; the catalogue's are for when they do not.
  if (said?.includes(':')) return `${said}.`
  return [said ? `${said}.` : (known?.means ?? error), known?.next].filter(Boolean).join(' ')
}

/** The claims of an id token, to look at: its signature is not checked here. */
export const claimsOf = (token: string): { header: unknown; claims: unknown } | undefined => {
  const [header, claims] = token.split('.').map(decoded)
  return header && claims ? { header, claims } : undefined
}

const decoded = (part: string): unknown => {
  try {
    const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.from(bytes, character => character.charCodeAt(0))),
    )
  } catch {
    return undefined
  }
}
