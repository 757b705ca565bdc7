// Asks for the password again before a secret is shown or changed; too many wrong ones must wait.
import { scrypt, timingSafeEqual } from 'node:crypto'
import type { OperationCall } from './context.ts'
import { refuse, tooMany } from './errors.ts'
import { checker } from './input.ts'
import { personOf } from './persona.ts'

const parse = checker<{ password: string }>(
  {
    type: 'object',
    properties: { password: { type: 'string', minLength: 1, maxLength: 1000 } },
    required: ['password'],
    additionalProperties: false,
  },
  { password: 'Password' },
)

interface Failures {
  count: number
  blockedUntil: number
}
const failures = new Map<string, Failures>()
const free = 5
const firstWaitMs = 15_000
const longestWaitMs = 15 * 60_000

/** Throws 403 when `{password}` is not the caller's, 429 after too many wrong ones. */
export const demandPassword = async (call: OperationCall): Promise<void> => {
  const { password } = parse(call.input)
  const { id } = personOf(call)
  const key = `${call.box} ${id}`
  const now = call.clock().getTime()
  const known = failures.get(key) ?? { count: 0, blockedUntil: 0 }
  if (known.blockedUntil > now)
    throw tooMany(
      'Too many wrong passwords. Wait a little, then try again.',
      Math.ceil((known.blockedUntil - now) / 1000),
    )
  // Counted before the slow check, so that many at once do not get more tries than one after the other.
  const count = known.count + 1
  const over = count - free
  const waitMs = over < 0 ? 0 : Math.min(firstWaitMs * 2 ** over, longestWaitMs)
  failures.set(key, { count, blockedUntil: now + waitMs })

  const user = await call.boxes[call.box].read('User', id)
  if (!(await passwordMatches(password, user?.password)))
    throw refuse('forbidden', 'This is not your password. Type it again.', { field: 'password' })
  failures.delete(key)
}

/** Whether a password is the one behind Aidbox's `$s0$<params>$<salt>$<hash>` (scrypt). */
export const passwordMatches = async (
  password: string,
  stored: string | undefined,
): Promise<boolean> => {
  const [, params = '', salt = '', hash = ''] =
    /^\$s0\$([0-9a-f]{5,8})\$([^$]+)\$([^$]+)$/.exec(stored ?? '') ?? []
  const expected = Buffer.from(hash, 'base64')
  if (expected.length < 16) return false
  const number = Number.parseInt(params, 16)
  const N = 2 ** (number >> 16)
  const r = (number >> 8) & 0xff
  const p = number & 0xff
  if (N > 2 ** 17 || r < 1 || p < 1 || p > 4) return false
  const actual = await new Promise<Buffer>((resolve, reject) =>
    scrypt(
      password,
      Buffer.from(salt, 'base64'),
      expected.length,
      { N, r, p, maxmem: 256 * N * r },
      (error, key) => (error ? reject(error) : resolve(key)),
    ),
  )
  return timingSafeEqual(actual, expected)
}
