// The box's signing key and what the world may know of it: RS256, the current key and the previous one (RFC 7517).
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, importSPKI, type JWK } from 'jose'
import type { Box } from '../box.ts'
import type { SigningKey } from './signing.ts'

export interface Keys {
  sign: SigningKey
  /** By `kid`; nothing in a token chooses a key that is not here. */
  verify: ReadonlyMap<string, CryptoKey>
  /** Public members only. */
  jwks: { keys: JWK[] }
}

const boxes = new WeakMap<Box, Promise<Keys>>()

/** The keys of one box, imported once. */
export const keysOf = (box: Box): Promise<Keys> => {
  const known = boxes.get(box)
  if (known) return known
  const made = importKeys(box)
  boxes.set(box, made)
  return made
}

const importKeys = async (box: Box): Promise<Keys> => {
  const { privateKey, publicKey, previousPublicKey } = box.config.keys
  const bits = createPublicKey(privateKey).asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < 2048)
    throw new Error(`The signing key of box ${box.config.name} must be RSA of 2048 bits or more`)
  const published = await Promise.all(
    [publicKey, ...(previousPublicKey ? [previousPublicKey] : [])].map(async pem => {
      const key = await importSPKI(pem, 'RS256', { extractable: true })
      const jwk = await exportJWK(key)
      const kid = await calculateJwkThumbprint(jwk)
      return { key, kid, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } }
    }),
  )
  const [current] = published
  if (!current) throw new Error(`Box ${box.config.name} has no public key`)
  return {
    sign: { kid: current.kid, key: createPrivateKey(privateKey) },
    verify: new Map(published.map(({ kid, key }) => [kid, key])),
    jwks: { keys: published.map(({ jwk }) => jwk) },
  }
}
