// Where a page begins, as a sealed text in its link: stable when rows come and go, good for the same caller and query only.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { fail } from '../errors.ts'
import { isObject } from '../json.ts'

export interface Position {
  /** Number of the page that begins here. */
  page: number
  /** Sort values of the last row before it, then its id. */
  after: (string | null)[]
  /** The query itself, where it came in a form (POST _search) and may not stand in a URL. */
  query?: readonly (readonly [string, string])[]
}

const algorithm = 'aes-256-gcm'

const keys = new Map<string, KeyObject>() // a process has one secret a box

const keyOf = (secret: string): KeyObject => {
  const known = keys.get(secret) ?? createSecretKey(digestOf(`search position ${secret}`))
  keys.set(secret, known)
  return known
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Sort values can be names and dates of birth: nobody reads them from a URL or a log. */
export const sealPosition = (position: Position, secret: string, bound: string): string => {
  const iv = randomBytes(12)
  const cipher = createCipheriv(algorithm, keyOf(secret), iv).setAAD(Buffer.from(bound))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(position)), cipher.final()])
  return `p${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** 400 when it was made for another caller or query, or is damaged. */
export const openPosition = (text: string, secret: string, bound: string): Position => {
  const bytes = Buffer.from(text.slice(1), 'base64url')
  try {
    const decipher = createDecipheriv(algorithm, keyOf(secret), bytes.subarray(0, 12))
      .setAAD(Buffer.from(bound))
      .setAuthTag(bytes.subarray(12, 28))
    const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    const position: unknown = JSON.parse(plain.toString())
    if (isPosition(position)) return position
  } catch {
    // whatever is wrong with it, the way out is the same
  }
  throw fail(
    'value',
    'This page link is damaged, or was made for another caller or query. Repeat the search from its first page.',
    { status: 400, expression: ['_page'] },
  )
}

/** It was sealed by this box, so its parts are what `sealPosition` put in. */
const isPosition = (value: unknown): value is Position =>
  isObject(value) && typeof value.page === 'number' && Array.isArray(value.after)
