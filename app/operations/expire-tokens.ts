// expire-tokens: the access tokens that the vendor's own sign-ins gave one of their apps, or the portal's test client, are over now; refresh tokens stay good.
import type { ExpireTokensAnswer } from '../../vocabulary/operations.ts'
import { auditEvent } from '../audit.ts'
import { type Operation, ok } from '../context.ts'
import { findSessions } from '../ending.ts'
import { isConflict } from '../errors.ts'
import { ownApp } from '../own-apps.ts'
import { personOf } from '../persona.ts'

/** The portals' own client of that page; its tokens are the vendor's as well. */
const testClient = 'portal-test-client'

export const expireTokens: Operation = async call => {
  const { facts } = await ownApp(call)
  const { sandbox } = call.boxes
  const user = personOf(call).id
  const past = Math.floor(call.clock().getTime() / 1000) - 1
  let expired = 0
  for (const client of [facts.id, testClient])
    for (const { id, active, meta } of await findSessions(sandbox, { client, user })) {
      if (active === false) continue
      try {
        await sandbox.patch('Session', id, { exp: past }, { ifMatch: meta.versionId })
        expired += 1
      } catch (error) {
        // Refreshed or ended in this very moment: what stands now is newer than what was asked for.
        if (!isConflict(error)) throw error
      }
    }
  await sandbox.create(
    auditEvent(
      { what: 'expire-tokens', action: 'U', by: call.caller, about: [{ client: facts.id }] },
      call.clock(),
    ),
  )
  return ok({ expired } satisfies ExpireTokensAnswer)
}
