// How many requests an address may make without saying who it is: a number a minute, refilled steadily.
import { fail } from './errors.ts'

export interface Throttle {
  /** Counts one request of an address; BoxError 429 with Retry-After when it has made too many. */
  take(address: string): void
}

interface Bucket {
  left: number
  at: number
}

const mostAddresses = 50_000

/** A bucket of `perMinute` for each address (IPv6: each /64). */
export const createThrottle = (perMinute: number, now: () => number): Throttle => {
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  return {
    take: address => {
      const key = networkOf(address)
      const time = now()
      const { left, at } = buckets.get(key) ?? { left: perMinute, at: time }
      const filled = Math.min(perMinute, left + Math.max(0, time - at) * perMs)
      buckets.delete(key) // so that the map stays in the order of last use
      buckets.set(key, { left: Math.max(0, filled - 1), at: time })
      if (buckets.size > mostAddresses) {
        const oldest = buckets.keys().next().value
        if (oldest !== undefined) buckets.delete(oldest)
      }
      if (filled < 1)
        throw fail('throttled', 'Too many requests from this address: wait, then go on slower', {
          headers: { 'Retry-After': String(Math.max(1, Math.ceil((1 - filled) / perMs / 1000))) },
        })
    },
  }
}

/** One household or host has a whole /64 of IPv6 addresses. */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('%')[0]?.split('::') ?? []
  const front = head.split(':').filter(Boolean)
  const back = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}
