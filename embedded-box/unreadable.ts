// What is not HTTP, or never becomes a whole request: answered with a cause and a correlation id like everything else, then cut.
import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { problem } from '../vocabulary/outcome.ts'
import type { Box } from './box.ts'
import { codeOf } from './storage/failures.ts'

interface Cause {
  status: string
  words: string
}

const causes: Record<string, Cause> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    words: 'The request took too long to arrive: send it again at once',
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    words: 'Path and headers are longer than 16 kB together: search by POST _search',
  },
}

const malformed: Cause = {
  status: '400 Bad Request',
  words:
    'This is not an HTTP request: percent-encode the path, and send headers as they are defined',
}

/** Answers for a server what node's parser refuses, where its own answer would be an empty 400. */
export const answerUnreadable = (server: Server, box: Pick<Box, 'log' | 'newId'>): void => {
  const answering = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request, response) => {
    answering.set(request.socket, response)
    response.once('close', () => answering.delete(request.socket))
  })
  server.on('clientError', (error, socket) => {
    const begun = answering.get(socket)
    if (codeOf(error) === 'ECONNRESET' || !socket.writable || begun?.headersSent) {
      socket.destroy()
      return
    }
    const { status, words } = causes[codeOf(error) ?? ''] ?? malformed
    const known = begun?.getHeader('X-Request-Id') // a body that broke off belongs to a request with a line of its own
    const id = typeof known === 'string' ? known : box.newId()
    if (known === undefined)
      box.log.info({ id, status: Number(status.slice(0, 3)), cause: codeOf(error) }, 'request')
    socket.end(answer(status, id, JSON.stringify(problem('structure', words))))
  })
}

const answer = (status: string, id: string, body: string): string =>
  [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: application/fhir+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${id}`,
    '',
    body,
  ].join('\r\n')
