// What can go wrong between a portal and a box, in words for the person in front of it.
import { type ToldFault, toldFaults } from '../../vocabulary/told-faults.ts'
import { language, say, wordFor } from './language/language.ts'

export type ProblemKind =
  /** The box cannot be reached: down, or no network. */
  | 'unreachable'
  | 'slow'
  /** It answered that it is too busy, or that something behind it is down. */
  | 'busy'
  | 'signed-out'
  | 'forbidden'
  | 'missing'
  | 'gone'
  | 'conflict'
  | 'invalid'
  | 'fault'

/** An answer that is not the one asked for. `fields` holds messages by form field. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly status: number
  readonly fields: Record<string, string>
  /** The parsed answer: a conflict may carry the current version. */
  readonly body: unknown
  /** Seconds the box asked us to wait. */
  readonly retryAfter: number | undefined
  /** What the box said in its own words, where the message does not: in English, whatever the page's language. */
  readonly said: string

  constructor(
    kind: ProblemKind,
    message: string,
    more: {
      status?: number
      fields?: Record<string, string>
      body?: unknown
      retryAfter?: number | undefined
      said?: string
    } = {},
  ) {
    super(message)
    this.kind = kind
    this.status = more.status ?? 0
    this.fields = more.fields ?? {}
    this.body = more.body
    this.retryAfter = more.retryAfter
    this.said = more.said ?? ''
  }
}

/** True when asking again later may help without anybody changing anything. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Problem &&
  (error.kind === 'unreachable' || error.kind === 'slow' || error.kind === 'busy')

/** The words of any error; a fault of our own code says nothing of itself. */
export const wordsOf = (error: unknown): string =>
  error instanceof Problem ? error.message : say().problem.page

/** The box's own words behind an error, where the page says it in its own. */
export const saidOf = (error: unknown): string => (error instanceof Problem ? error.said : '')

/** Messages by form field of any error. */
export const fieldsOf = (error: unknown): Record<string, string> =>
  error instanceof Problem ? error.fields : {}

interface ReadIssue {
  code: string
  /** Our own code, where the issue has one: said in every language. */
  fault: ToldFault | undefined
  diagnostics: string
  expression: string[]
}

/** The problem that an answer of a box stands for. `box` is how the page calls it. */
export const problemOf = (
  status: number,
  body: unknown,
  box: string,
  retryAfter?: number,
): Problem => {
  const issues = issuesOf(body)
  const fields: Record<string, string> = {}
  for (const issue of issues) {
    for (const path of issue.expression) {
      const field = fieldName(path)
      const words = sentenceOf(issue) ?? say().problem.field
      if (field) fields[field] = fields[field] ? `${fields[field]} ${words}` : words
    }
  }
  const kind = kindOf(status, issues)
  const sentences = issues.map(sentenceOf)
  // One that we have no words for, and the whole is said in general ones.
  const own = sentences.includes(undefined) ? '' : joined(sentences)
  const said = joined(issues.map(issue => issue.diagnostics))
  const wait = own && retryAfter && language() !== 'en' ? say().problem.waitFor(retryAfter) : ''
  return new Problem(kind, joined([own || plainWords(kind, box), wait]), {
    status,
    fields,
    body,
    retryAfter,
    said: own ? '' : said,
  })
}

/** The boxes and the App explain themselves in English, and know most; in another language the fault's code speaks. */
const sentenceOf = ({ fault, diagnostics, code }: ReadIssue): string | undefined => {
  if (language() === 'en' && diagnostics) return diagnostics
  const { told, oauth } = say().problem
  return fault ? told[fault] : wordFor(oauth, code)
}

const joined = (sentences: readonly (string | undefined)[]): string =>
  [...new Set(sentences)].filter(Boolean).join(' ')

/** `SmartApp.redirectUrl`, `body.scopes[2]` → the form field it is about. */
export const fieldName = (path: string): string =>
  path
    .replaceAll(/\[[^\]]*\]/g, '')
    .split('.')
    .filter(part => part !== '' && !/^\d+$/.test(part))
    .at(-1) ?? ''

const kindOf = (status: number, issues: readonly ReadIssue[]): ProblemKind => {
  const byStatus: Record<number, ProblemKind> = {
    401: 'signed-out',
    403: 'forbidden',
    404: 'missing',
    409: 'conflict',
    410: 'gone',
    412: 'conflict',
    429: 'busy',
    502: 'busy',
    503: 'busy',
    504: 'busy',
  }
  if (status >= 400 && status < 500 && issues.some(issue => issue.code === 'throttled'))
    return 'busy'
  return byStatus[status] ?? (status >= 500 ? 'fault' : 'invalid')
}

const plainWords = (kind: ProblemKind, box: string): string => say().problem[kind](box)

/** A problem that never got an answer. */
export const noAnswer = (kind: 'unreachable' | 'slow', box: string): Problem =>
  new Problem(kind, plainWords(kind, box))

const issuesOf = (body: unknown): ReadIssue[] => {
  if (!isObject(body)) return []
  if (Array.isArray(body.issue)) {
    return body.issue.filter(isObject).map(issue => ({
      code: text(issue.code),
      fault: faultOf(issue.details),
      diagnostics:
        text(issue.diagnostics) || (isObject(issue.details) ? text(issue.details.text) : ''),
      expression: Array.isArray(issue.expression) ? issue.expression.map(text) : [],
    }))
  }
  // OAuth endpoints answer with RFC 6749's two words instead.
  if (typeof body.error === 'string') {
    return [
      {
        code: body.error,
        fault: undefined,
        diagnostics: text(body.error_description) || body.error,
        expression: [],
      },
    ]
  }
  return []
}

const faultOf = (details: unknown): ToldFault | undefined => {
  const codings: unknown[] =
    isObject(details) && Array.isArray(details.coding) ? details.coding : []
  const codes = codings.filter(isObject).map(coding => coding.code)
  return toldFaults.find(fault => codes.includes(fault))
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
