// Changes to the caller's own User together with what they bring about: one transaction, guarded by the User's version,
// so that two clicks at once are one after the other, and the second sees what the first did.
import type { BundleEntry, Stored, User } from '../vocabulary/aidbox.ts'
import type { OperationCall } from './context.ts'
import { isConflict, notFound } from './errors.ts'
import { personOf } from './persona.ts'

/** What to do with an account as it stands: write this User with these entries, or nothing. */
export type Plan<T> =
  | { answer: T }
  | { change: Partial<Pick<User, 'data' | 'fhirUser'>>; entries: BundleEntry[]; answer: T }

const attempts = 4

/**
 * Plans on the User as it is now and carries it out; when somebody was faster it plans again on the new version.
 * The whole User is written back, password hash included: boxes recognise a hash and keep it.
 */
export const withAccount = async <T>(
  call: OperationCall,
  plan: (user: Stored<User>) => Promise<Plan<T>>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    const user = await call.boxes[call.box].read('User', personOf(call).id)
    if (!user) throw notFound('account')
    const planned = await plan(user)
    if (!('entries' in planned)) return planned.answer
    try {
      await call.boxes[call.box].transaction([userEntry(user, planned.change), ...planned.entries])
      return planned.answer
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error
    }
  }
}

const userEntry = (user: Stored<User>, change: Partial<User>): BundleEntry => ({
  resource: { ...user, ...change },
  request: { method: 'PUT', url: `User/${user.id}`, ifMatch: `W/"${user.meta.versionId}"` },
})
