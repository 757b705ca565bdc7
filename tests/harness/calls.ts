// Calls the App's operations through a box, by id, as a portal does.
import { type OperationId, operations } from '../../vocabulary/operations.ts'

export interface Called<Body> {
  status: number
  headers: Headers
  body: Body
}

/** `call(box, token, 'read-app', { path: { id } })`; no token: anonymous. */
export const call = async <Body = Record<string, never>>(
  box: string,
  token: string | undefined,
  id: OperationId,
  {
    path = {},
    query = {},
    body,
  }: { path?: Record<string, string>; query?: Record<string, string>; body?: unknown } = {},
): Promise<Called<Body>> => {
  const { method, path: template } = operations[id]
  const url = new URL(
    box +
      template.replace(/\{(\w+)\}/g, (_match, name: string) =>
        encodeURIComponent(path[name] ?? ''),
      ),
  )
  url.search = new URLSearchParams(query).toString()
  const response = await fetch(url, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : undefined,
  }
}

/** A FHIR GET; `token` may be `Basic …` or a bearer. */
export const get = async <Body = Record<string, unknown>>(
  base: string,
  path: string,
  token?: string,
): Promise<Called<Body>> => {
  const response = await fetch(`${base}/fhir/${path}`, {
    headers: {
      accept: 'application/fhir+json',
      ...(token ? { authorization: token.startsWith('Basic ') ? token : `Bearer ${token}` } : {}),
    },
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : undefined,
  }
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
