// What a password must be: long, not the person's own address, not one of the worst. NIST SP 800-63B: no other rules.
import type { ToldFault } from '../vocabulary/told-faults.ts'

const shortest = 12
const longest = 256 // a hash costs the same for any length, but a body need not be a book

/** The most used of those that are long enough to pass; compared without case, spaces and marks. */
const worst: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '1234567890123456',
  '123123123123',
  '111111111111',
  '000000000000',
  'aaaaaaaaaaaa',
  'abcdefghijkl',
  'abcdefghijklmnop',
  'qwertyuiopas',
  'qwertyuiopasdf',
  'qwertyqwerty',
  'asdfghjklasdfghjkl',
  '1q2w3e4r5t6y',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'passw0rd1234',
  'iloveyou1234',
  'letmeinletmein',
  'administrator',
  'adminadminadmin',
  'changemechangeme',
  'welcome12345',
  'welcome123456',
  'qwerty123456',
  'trustno1trustno1',
  'footballfootball',
  'correcthorsebatterystaple',
])

/** Why a password will not do, with the way out. */
export interface PasswordProblem {
  message: string
  fault: ToldFault
}

/** Why this password will not do for this person; undefined when it will. */
export const passwordProblem = (password: string, email: string): PasswordProblem | undefined => {
  // Characters as a person counts them: an emoji is one.
  const length = [...password].length
  if (length < shortest)
    return refused(
      'password-short',
      `The password has ${length} characters; use at least ${shortest}. A few words in a row work well.`,
    )
  if (length > longest)
    return refused('password-long', `The password is longer than ${longest} characters; use fewer.`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(password))
    return refused(
      'password-control',
      'The password has a line break or another control character; leave it out.',
    )
  // A box would take it for a hash that it made, and work as long as it says at each sign-in.
  if (password.startsWith('$s0$'))
    return refused(
      'password-stored',
      'The password begins with $s0$, as stored ones do; begin it in another way.',
    )
  const plain = bare(password)
  if (plain === bare(email) || password.toLowerCase() === email.split('@')[0]?.toLowerCase())
    return refused(
      'password-address',
      'The password is your e-mail address; choose one that others cannot guess.',
    )
  if (worst.has(plain) || new Set(plain).size < 3)
    return refused(
      'password-guessed',
      'The password is one of the first that anybody would try; choose another.',
    )
  return undefined
}

const refused = (fault: ToldFault, message: string): PasswordProblem => ({ message, fault })

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
