// Seals and opens client secrets: AES-256-GCM, the Client id as additional data, the key's id in the envelope.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export interface SealingKey {
  id: string
  key: Buffer
}

/** Reads `id:base64key[,id:base64key…]`; the first seals, all open. */
export const parseSealingKeys = (text: string): { keys: SealingKey[]; faults: string[] } => {
  const faults: string[] = []
  const keys: SealingKey[] = []
  if (!text.trim())
    return { keys, faults: ['SEALING_KEYS is not set: use id:base64key, 32 random bytes.'] }
  for (const [index, part] of text.split(',').entries()) {
    const [id = '', encoded = ''] = part.trim().split(':')
    const key = Buffer.from(encoded, 'base64')
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id))
      faults.push(
        `SEALING_KEYS: the id of key ${index + 1} must be 1 to 32 letters, digits, - or _.`,
      )
    else if (key.length !== 32)
      faults.push(`SEALING_KEYS: key ${id} must be 32 bytes in base64; it has ${key.length}.`)
    else if (keys.some(known => known.id === id))
      faults.push(`SEALING_KEYS: the id ${id} is used twice.`)
    else keys.push({ id, key })
  }
  return { keys, faults }
}

/** `keyId.nonce.text`, each base64url; bound to the Client it belongs to. */
export const seal = (keys: readonly SealingKey[], clientId: string, clear: string): string => {
  const [first] = keys
  if (!first) throw new Error('No sealing key is configured')
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', first.key, nonce)
  cipher.setAAD(Buffer.from(clientId, 'utf8'))
  const text = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${first.id}.${nonce.toString('base64url')}.${text.toString('base64url')}`
}

/** Opens what `seal` made; throws when the key is unknown or anything was altered. */
export const open = (keys: readonly SealingKey[], clientId: string, sealed: string): string => {
  const [keyId = '', nonce = '', text = ''] = sealed.split('.')
  const key = keys.find(candidate => candidate.id === keyId)
  if (!key) throw new Error(`Sealing key ${keyId} is not configured`)
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < 16) throw new Error('A sealed secret is too short')
  const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(nonce, 'base64url'))
  decipher.setAAD(Buffer.from(clientId, 'utf8'))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
}
