// People's passwords, hashed with scrypt as Aidbox stores them: $s0$<parameters>$<salt>$<hash>.
// Few at a time: a hash costs a tenth of a second of a core, and requests with a token need one as well.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { fail } from '../errors.ts'

const parameters = 'f0801' // N = 2^15, r = 8, p = 1
const hashBytes = 32
/** One core stays free for everybody else. */
const atATime = Math.max(1, Math.min(4, availableParallelism() - 1))
const mayWait = 50

let running = 0
const waiting: (() => void)[] = []

/** The stored form of a new password, with a fresh salt. */
export const hashPassword = async (clear: string): Promise<string> => {
  const salt = randomBytes(16)
  const hash = await derive(clear, salt, hashBytes, optionsOf(parameters))
  return `$s0$${parameters}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** True when `clear` is the password that was stored. No stored password: hashes all the same, then false. */
export const passwordMatches = async (
  clear: string,
  stored: string | undefined,
): Promise<boolean> => {
  const known = parse(stored)
  const { salt, hash, options } = known ?? nobody
  const derived = await derive(clear, salt, hash.length, options)
  return known !== undefined && timingSafeEqual(derived, hash)
}

/** True for a text in the stored form, so that it is not hashed a second time. */
export const isPasswordHash = (text: string): boolean => parse(text) !== undefined

const optionsOf = (hex: string): ScryptOptions => {
  const packed = Number.parseInt(hex, 16)
  return {
    N: 2 ** (packed >>> 16),
    r: (packed >>> 8) & 0xff,
    p: packed & 0xff,
    maxmem: 128 * 1024 * 1024,
  }
}

const parse = (stored: string | undefined) => {
  const match = /^\$s0\$([0-9a-f]{5,6})\$([A-Za-z0-9+/]{8,88}=*)\$([A-Za-z0-9+/]{22,88}=*)$/.exec(
    stored ?? '',
  )
  const [, hex, salt, hash] = match ?? []
  if (!hex || !salt || !hash) return undefined
  const options = optionsOf(hex)
  // A stored hash that would cost more than ours by far was not written by this box.
  if ((options.N ?? 0) > 2 ** 17 || (options.r ?? 0) * (options.p ?? 0) > 16) return undefined
  return { options, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

const nobody = {
  options: optionsOf(parameters),
  salt: randomBytes(16),
  hash: Buffer.alloc(hashBytes),
}

const derive = async (
  clear: string,
  salt: Buffer,
  length: number,
  options: ScryptOptions,
): Promise<Buffer> => {
  await turn()
  try {
    return await new Promise((resolve, reject) =>
      scrypt(clear.normalize('NFC'), salt, length, options, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    )
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

const turn = async (): Promise<void> => {
  if (running >= atATime) {
    if (waiting.length >= mayWait)
      throw fail('transient', 'Too many people are signing in at this moment: try again shortly', {
        headers: { 'Retry-After': '5' },
      })
    await new Promise<void>(resolve => waiting.push(resolve)) // the one who ends hands over their place
    return
  }
  running += 1
}
