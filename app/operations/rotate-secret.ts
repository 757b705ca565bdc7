// rotate-secret: a new client secret on both boxes, after the password. It is sealed before any box has it, then
// production gets it, then the sandbox, then it is the current one: stopped anywhere, a repeat goes on with the same.
import type { Client } from '../../vocabulary/aidbox.ts'
import type { SecretAnswer } from '../../vocabulary/operations.ts'
import { auditEvent } from '../audit.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { endSessions } from '../ending.ts'
import { refuse } from '../errors.ts'
import { ownApp } from '../own-apps.ts'
import { demandPassword } from '../password-check.ts'
import { freshSecret, keepSecrets, readSecrets, sealedSecretEntry } from '../sealed-secrets.ts'
import { fieldsOf } from '../smart-app.ts'
import { standingOf } from '../standing.ts'

export const rotateSecret: Operation = async call => {
  const { client, facts } = await ownApp(call)
  if (fieldsOf(client).oauthType !== 'secret')
    throw refuse('business-rule', 'An app with PKCE has no secret to rotate.')
  await demandPassword(call)
  const { sandbox, production } = call.boxes
  const { live } = await standingOf(production, facts.id)

  const next = await sealNext(call, facts.id)
  if (live && fieldsOf(live).oauthType === 'secret')
    await production.patch('Client', facts.id, secretOf(next), {
      ifMatch: live.meta.versionId,
    })
  await sandbox.patch('Client', facts.id, secretOf(next), { ifMatch: client.meta.versionId })
  const sealed = await readSecrets(call, facts.id)
  if (sealed?.next === next) await keepSecrets(call, facts.id, { current: next }, sealed.version)
  await sandbox.create(
    auditEvent(
      { what: 'rotate-secret', action: 'U', by: call.caller, about: [{ client: facts.id }] },
      call.clock(),
    ),
  )
  await endSessions(production, { client: facts.id })
  await endSessions(sandbox, { client: facts.id })
  const answer: SecretAnswer = { secret: next }
  return ok(answer)
}

const secretOf = (secret: string): Pick<Client, 'secret'> => ({ secret })

/** The secret that will be the new one, sealed: of a rotation that was interrupted, or fresh. */
const sealNext = async (call: OperationCall, clientId: string): Promise<string> => {
  const sealed = await readSecrets(call, clientId)
  if (sealed?.next) return sealed.next
  const next = freshSecret()
  if (sealed) await keepSecrets(call, clientId, { current: sealed.current, next }, sealed.version)
  else await call.boxes.sandbox.transaction([sealedSecretEntry(call, clientId, next)])
  return next
}
