// A client's own public keys: inline, or fetched from its https jwks_uri, which is never at a private address.
import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { type CryptoKey, importJWK, type JWK } from 'jose'
import type { Client } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { type KeySet, readKeySet } from './key-set.ts'

interface Kept {
  keys: readonly JWK[]
  until: number
}

const fetched = new Map<string, Kept>()

/** The client's key of this `kid`, for this algorithm; undefined when it has none. */
export const clientKey = async (
  box: Box,
  client: Client,
  { kid, alg }: { kid: string; alg: string },
): Promise<CryptoKey | undefined> => {
  const keys = client.jwks_uri ? await keysAt(box, client.jwks_uri) : (client.jwks ?? [])
  const matching = keys.filter(key => key.kid === kid && (key.alg === undefined || key.alg === alg))
  const [jwk, ...others] = matching
  if (!jwk || others.length > 0 || (jwk.use !== undefined && jwk.use !== 'sig')) return undefined
  if ('d' in jwk || jwk.kty === 'oct') return undefined
  const key = await importJWK(jwk, alg)
  return key instanceof Uint8Array ? undefined : key
}

const keysAt = async (box: Box, url: string): Promise<readonly JWK[]> => {
  const now = box.clock().getTime()
  const kept = fetched.get(url)
  if (kept && kept.until > now) return kept.keys
  const { keys, seconds } = await fetchKeys(url)
  fetched.set(url, { keys, until: now + seconds * 1000 })
  const [oldest] = fetched.keys()
  if (fetched.size > 1000 && oldest !== undefined) fetched.delete(oldest)
  return keys
}

const fetchKeys = async (url: string): Promise<KeySet> => {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:') throw new Error('jwks_uri must be https')
  if (isIP(hostname.replace(/^\[|\]$/g, '')) && isPrivate(hostname.replace(/^\[|\]$/g, '')))
    throw new Error('jwks_uri is a private address')
  // The address is checked where the connection is made, so that a name cannot change in between.
  return readKeySet(url, publicLookup)
}

const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(net, bits, 'ipv6')

/** Loopback, link-local, private, multicast and IPv4 in IPv6: nothing outside our own network lives there. */
export const isPrivate = (address: string): boolean =>
  closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first || addresses.some(({ address }) => isPrivate(address)))
      return callback(new Error('jwks_uri is at a private address'), '', 0)
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
