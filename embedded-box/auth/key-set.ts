// Reads one JSON Web Key Set by HTTP: no redirects, three seconds, 64 kB, kept for an hour at most (RFC 7517).
import type { LookupFunction } from 'node:net'
import type { JWK } from 'jose'
import { Agent, request } from 'undici'

const timeout = 3000
const largest = 64 * 1024
const longestSeconds = 3600
const mostKeys = 20

export interface KeySet {
  keys: readonly JWK[]
  /** How long it may be kept. */
  seconds: number
}

/** The key set at a URL; `lookup` decides which addresses a name may have. Throws when it does not answer 200 with one. */
export const readKeySet = async (url: string, lookup?: LookupFunction): Promise<KeySet> => {
  const agent = new Agent({ connect: { ...(lookup ? { lookup } : {}), timeout } })
  try {
    const response = await request(url, {
      dispatcher: agent,
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(timeout),
    })
    if (response.statusCode !== 200) throw new Error('jwks_uri did not answer 200')
    let text = ''
    for await (const chunk of response.body) {
      text += chunk
      if (text.length > largest) throw new Error('jwks_uri answers too much')
    }
    const body: unknown = JSON.parse(text)
    const keys = typeof body === 'object' && body !== null && 'keys' in body ? body.keys : undefined
    if (!Array.isArray(keys) || keys.length > mostKeys) throw new Error('jwks_uri has no key set')
    return { keys: keys.filter(isJwk), seconds: cacheSeconds(response.headers['cache-control']) }
  } finally {
    await agent.destroy()
  }
}

const isJwk = (key: unknown): key is JWK =>
  typeof key === 'object' && key !== null && 'kty' in key && typeof key.kty === 'string'

const cacheSeconds = (header: string | string[] | undefined): number => {
  const text = String(header ?? '')
  if (/no-store|no-cache/.test(text)) return 0
  const [, age] = /max-age=([0-9]{1,9})/.exec(text) ?? []
  return Math.min(age === undefined ? longestSeconds : Number(age), longestSeconds)
}
