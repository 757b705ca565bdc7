// reveal-secret: shows an app's client secret again, after the password; who looked is recorded before it is shown.
import type { SecretAnswer } from '../../vocabulary/operations.ts'
import { auditEvent } from '../audit.ts'
import { type Operation, ok } from '../context.ts'
import { refuse } from '../errors.ts'
import { ownApp } from '../own-apps.ts'
import { demandPassword } from '../password-check.ts'
import { readSecrets } from '../sealed-secrets.ts'
import { fieldsOf } from '../smart-app.ts'

export const revealSecret: Operation = async call => {
  const { client, facts } = await ownApp(call)
  if (fieldsOf(client).oauthType !== 'secret')
    throw refuse('business-rule', 'An app with PKCE has no secret.')
  await demandPassword(call)
  const secrets = await readSecrets(call, facts.id)
  if (!secrets)
    throw refuse('business-rule', 'There is no copy of this secret: make a new one with Rotate.')
  await call.boxes.sandbox.create(
    auditEvent(
      { what: 'reveal-secret', action: 'E', by: call.caller, about: [{ client: facts.id }] },
      call.clock(),
    ),
  )
  const answer: SecretAnswer = { secret: secrets.current }
  return ok(answer)
}
