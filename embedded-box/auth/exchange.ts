// An express request of auth's own routes as the Exchange that authenticate reads.
import type { Request } from 'express'
import type { Exchange } from '../context.ts'

/** Method, path, query and headers; bodies of auth's routes are read by their endpoints. */
export const exchangeOf = (request: Request): Exchange => {
  const mark = request.originalUrl.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {
    id: '',
    method: request.method === 'POST' ? 'POST' : 'GET',
    path: request.path,
    queryString: mark < 0 ? '' : request.originalUrl.slice(mark + 1),
    headers,
    remoteAddress: request.ip ?? '',
    scheme: request.protocol === 'https' ? 'https' : 'http',
    body: undefined,
  }
}
