// How often one address, and one mailbox, may ask for mail: the public operations anybody can call.
import type { AppConfig } from './config.ts'
import type { OperationCall } from './context.ts'
import { tooMany } from './errors.ts'
import { createThrottle, type Throttle } from './throttle.ts'

interface Throttles {
  byAddress: Throttle
  byMailbox: Throttle
}

const kept = new WeakMap<AppConfig, Throttles>()

const throttlesOf = (config: AppConfig): Throttles => {
  const known = kept.get(config)
  if (known) return known
  // In the demo everybody is 127.0.0.1, and every mailbox is local.
  const [perMinute, perHour] = config.mode === 'demo' ? [1000, 100] : [20, 6]
  const made = {
    byAddress: createThrottle(perMinute, 60),
    byMailbox: createThrottle(perHour, 3600),
  }
  kept.set(config, made)
  return made
}

/** Counts a request of an address; 429 when there were too many. Also for guesses of tokens. */
export const throttleAddress = (call: OperationCall): void => {
  const wait = throttlesOf(call.config).byAddress.wait(
    `${call.box} ${call.remoteAddress ?? 'unknown'}`,
    call.clock(),
  )
  if (wait !== undefined)
    throw tooMany(
      `Too many requests from your address. Try again in ${wait} seconds.`,
      wait,
      'too-many-here',
    )
}

/** Counts a mail asked for a mailbox, whether it has an account or not; 429 when there were too many. */
export const throttleMailbox = (call: OperationCall, email: string): void => {
  const wait = throttlesOf(call.config).byMailbox.wait(`${call.box} ${email}`, call.clock())
  if (wait === undefined) return
  const minutes = Math.ceil(wait / 60)
  throw tooMany(
    `This address was sent several messages already; look in its spam folder too. Try again in ${minutes} minutes.`,
    wait,
    'too-many-mails',
  )
}
