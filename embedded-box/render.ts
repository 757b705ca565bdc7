// Answers on the wire: a reply or an error as JSON text, compressed when it is long. The one renderer of errors.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import accepts from 'accepts'
import { type OperationOutcome, problem } from '../vocabulary/outcome.ts'
import type { Reply } from './context.ts'
import { BoxError } from './errors.ts'
import { field } from './json.ts'
import { bytesOf, joined, lengthOf, type Text } from './text.ts'

const compress = promisify(gzip)
const worthCompressing = 16 * 1024

/** Sends a reply; a HEAD request gets its headers only. */
export const sendReply = async (
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
): Promise<void> => {
  response.statusCode = reply.status
  for (const name in reply.headers) response.setHeader(name, reply.headers[name] ?? '')
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store')
  const { body } = reply
  if (body === undefined) {
    response.end()
    return
  }
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', contentType(request))
  if (lengthOf(body) > worthCompressing) await sendLong(request, response, body)
  else sendShort(request, response, joined(body))
}

/** A short text goes out with its head at once. */
const sendShort = (request: IncomingMessage, response: ServerResponse, body: string): void => {
  const length = Buffer.byteLength(body)
  response.setHeader('Content-Length', length)
  if (request.method === 'HEAD') response.end()
  // a text of as many bytes as characters is ASCII, and need not be encoded
  else response.end(body, length === body.length ? 'latin1' : 'utf8')
}

/** Of a long text node would make another first, with the head before it: it goes out as bytes. */
const sendLong = async (
  request: IncomingMessage,
  response: ServerResponse,
  body: Text,
): Promise<void> => {
  response.appendHeader('Vary', 'Accept-Encoding')
  const isPacked = accepts(request).encoding(['gzip', 'identity']) === 'gzip'
  const bytes = isPacked ? await compress(bytesOf(body), { level: 1 }) : bytesOf(body)
  if (isPacked) response.setHeader('Content-Encoding', 'gzip')
  response.setHeader('Content-Length', bytes.length)
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

const contentType = ({ url = '' }: IncomingMessage): string =>
  /^\/(fhir|metadata)(?![^/?])/.test(url)
    ? 'application/fhir+json; charset=utf-8'
    : 'application/json; charset=utf-8'

/** What a thrown thing is to its caller: 4xx say what to fix, 5xx say nothing more than where to ask. */
export const errorReply = (error: unknown, requestId: string): Reply => {
  if (error instanceof BoxError) return outcomeReply(error.status, error.outcome, error.headers)
  const status = clientStatus(error)
  if (status)
    return outcomeReply(status, problem(codes[status] ?? 'structure', words[status] ?? unreadable))
  return outcomeReply(
    500,
    problem('exception', `Something went wrong inside the box; its log names request ${requestId}`),
  )
}

const outcomeReply = (
  status: number,
  body: OperationOutcome,
  headers: Record<string, string> = {},
): Reply => ({
  status,
  headers: { ...headers, 'Content-Type': 'application/fhir+json; charset=utf-8' },
  body: JSON.stringify(body),
})

const unreadable = 'The request could not be read'
const codes: Record<number, 'too-long' | 'not-supported'> = {
  413: 'too-long',
  415: 'not-supported',
}
const words: Record<number, string> = {
  413: 'The body is too long: send less',
  415: 'This kind of body is not taken here',
}

/** Status of an error by express or a body parser that is the client's doing. */
const clientStatus = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('status' in error)) return undefined
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}

/** True when the log needs the whole error. */
export const isOurFault = (error: unknown): boolean =>
  error instanceof BoxError ? error.status === 500 : clientStatus(error) === undefined

/** An error for the log: what and where, never the values a database puts into `detail`. */
export const loggable = (error: unknown) =>
  error instanceof Error
    ? { type: error.name, message: error.message, stack: error.stack, code: fieldOf(error, 'code') }
    : { type: typeof error }

const fieldOf = (error: Error, name: string): unknown => field({ ...error }, name)
