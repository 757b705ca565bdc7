// A request's body, read up to a limit and parsed: JSON or a form. Whatever is wrong with it is the caller's to know.
import type { IncomingMessage } from 'node:http'
import { fail } from './errors.ts'
import { parseExactly } from './exact-decimals.ts'
import { faultPosition, nestingOf } from './json-text.ts'
import { type Pairs, parsePairs } from './query.ts'

export interface ParsedBody {
  body: unknown
  form?: Pairs
}

const deepest = 100
const jsonTypes = /^application\/(json|[a-z-]+\+json)$/
const formType = 'application/x-www-form-urlencoded'

/** Reads and parses. 413 beyond the limit (nothing more is kept), 415 for another type, 400 for what is not JSON. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<ParsedBody> => {
  if (!hasBody(request)) return { body: undefined }
  const type =
    request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'application/json'
  if (!jsonTypes.test(type) && type !== formType)
    throw fail('not-supported', 'Send JSON: Content-Type application/fhir+json', { status: 415 })
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw fail('not-supported', 'Send the body as it is, without Content-Encoding', { status: 415 })
  const text = decode(await collect(request, limit))
  if (text.trim() === '') return { body: undefined }
  if (type === formType) return { body: undefined, form: parsePairs(text) }
  return { body: parseJson(text) }
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const tooLong = (limit: number) =>
  fail('too-long', `The body is longer than ${Math.floor(limit / 1024)} kB: send less at a time`, {
    headers: { Connection: 'close' },
  })

const collect = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong(limit)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const done = (finish: () => void) => {
      request.off('data', take).off('end', end).off('error', lost).off('aborted', lost)
      finish()
    }
    const take = (chunk: Buffer) => {
      length += chunk.length
      if (length > limit) done(() => reject(tooLong(limit)))
      else chunks.push(chunk)
    }
    const end = () => done(() => resolve(Buffer.concat(chunks)))
    const lost = () =>
      done(() =>
        reject(fail('structure', 'The body ended before it was complete', { status: 400 })),
      )
    request.on('data', take).on('end', end).on('error', lost).on('aborted', lost)
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const decode = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw fail('structure', 'The body is not UTF-8')
  }
}

/** JSON with its limits: 400 names line and column of a mistake, and never repeats what was sent. */
export const parseJson = (text: string): unknown => {
  if (nestingOf(text) > deepest)
    throw fail('structure', `The JSON is nested deeper than ${deepest} levels`)
  let value: unknown
  try {
    value = parseExactly(text)
  } catch {
    const { line, column } = faultPosition(text)
    throw fail('structure', `The body is not JSON: look at line ${line}, column ${column}`)
  }
  if (text.includes('\\u0000')) refuseNull(value, '')
  return value
}

/** A text with U+0000 cannot be stored; the field is named. */
const refuseNull = (value: unknown, at: string): void => {
  if (typeof value === 'string' && value.includes('\u0000'))
    throw fail('structure', 'A text holds the character U+0000, which is never stored', {
      expression: [at || 'body'],
    })
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${at}[${key}]` : at ? `${at}.${key}` : key
    if (key.includes('\u0000')) refuseNull(key, at)
    refuseNull(item, here)
  }
}
