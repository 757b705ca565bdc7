// An HTTP request as the stages see it: parsed as far as every one of them needs, and nothing of the server's own.
import type { IncomingMessage } from 'node:http'
import type { BoxConfig } from './box.ts'
import type { Exchange } from './context.ts'
import { fail } from './errors.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** The request without its body; `id` is its correlation id, `remoteAddress` whoever sent it. */
export const exchangeOf = (
  request: IncomingMessage,
  id: string,
  remoteAddress: string,
  { baseUrl }: Pick<BoxConfig, 'baseUrl'>,
): Omit<Exchange, 'body' | 'form'> => {
  const method = methods.find(name => name === request.method)
  if (!method)
    throw fail('not-supported', `Methods are ${methods.join(', ')}`, {
      status: 405,
      headers: { Allow: methods.join(', ') },
    })
  const url = request.url ?? '/'
  const at = url.indexOf('?')
  return {
    id,
    method,
    path: at < 0 ? url : url.slice(0, at),
    queryString: at < 0 ? '' : url.slice(at + 1),
    headers: plainHeaders(request.headers),
    remoteAddress,
    scheme: baseUrl.startsWith('https:') ? 'https' : 'http',
  }
}

const plainHeaders = (headers: IncomingMessage['headers']): Record<string, string> => {
  const plain: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return plain
}

/** The caller's own correlation id when it is a plain one, so that two logs can be joined; else a fresh one. */
export const correlationId = (request: IncomingMessage, newId: () => string): string => {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : newId()
}
