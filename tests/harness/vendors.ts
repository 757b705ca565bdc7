// A vendor of one's own for a test: enrolled by mail and signed in.
import { randomUUID } from 'node:crypto'
import { mailTo, tokenIn, world } from './boxes.ts'
import { call } from './calls.ts'
import { portalToken } from './personas.ts'

export interface Vendor {
  email: string
  password: string
  /** A portal token on the sandbox. */
  token: string
}

export const enrolledVendor = async (): Promise<Vendor> => {
  const { sandbox } = world()
  const email = `vendor-${randomUUID()}@compass.example`
  const password = 'a-long-enough-passphrase'
  const form = {
    name: 'Val Vendor',
    email,
    organization: 'Compass Health Apps',
    website: 'https://compass.example',
    reason: 'We draw claims.',
  }
  const enrolled = await call(sandbox, undefined, 'enroll-vendor', { body: form })
  if (enrolled.status !== 202) throw new Error(`enroll-vendor answered ${enrolled.status}`)
  const token = tokenIn(await mailTo(email))
  const confirmed = await call(sandbox, undefined, 'confirm-enrollment', {
    body: { token, password },
  })
  if (confirmed.status !== 201) throw new Error(`confirm-enrollment answered ${confirmed.status}`)
  return { email, password, token: await portalToken('sandbox', email, password) }
}
