// The box an import writes to, over HTTP as a client with a secret: transactions, searches, the link to a User.
import { Pool } from 'undici'

export interface BoxAnswer {
  status: number
  body: unknown
}

export interface ImportBox {
  ask(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<BoxAnswer>
  close(): Promise<void>
}

/** What stops an import on the way to the box. */
export class BoxFault extends Error {}

/** Connects to a box; `url` is its root, without `/fhir`. */
export const connectBox = (url: string, client: { id: string; secret: string }): ImportBox => {
  const base = new URL(url)
  const pool = new Pool(base.origin, {
    connections: 1,
    headersTimeout: 300_000,
    bodyTimeout: 300_000,
  })
  const root = base.pathname.replace(/\/$/, '')
  const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
  return {
    ask: async (method, path, body) => {
      try {
        const answer = await pool.request({
          method,
          path: `${root}/fhir${path}`,
          headers: {
            authorization,
            accept: 'application/fhir+json',
            ...(body === undefined
              ? {}
              : {
                  'content-type':
                    method === 'PATCH' ? 'application/merge-patch+json' : 'application/fhir+json',
                }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        return { status: answer.statusCode, body: parsed(await answer.body.text()) }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
        throw new BoxFault(`${base.origin} does not answer${code}; is the box running?`)
      }
    },
    close: () => pool.close(),
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
