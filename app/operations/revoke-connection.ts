// A member ends an app's access: the Grant and every Session it gave rise to go at once, in one transaction.
import { auditEntry } from '../audit.ts'
import { done, type Operation } from '../context.ts'
import { deletions, sessionsOfGrant } from '../ending.ts'
import { isConflict } from '../errors.ts'
import { referencedId } from '../json.ts'
import { personOf } from '../persona.ts'

/** 204, also when it was revoked before; somebody else's Grant is one that does not exist. */
export const revokeConnection: Operation = async call => {
  const { id } = personOf(call)
  const box = call.boxes.production
  const grant = await box.read('Grant', call.params.id ?? '')
  if (!grant || referencedId(grant.user, 'User') !== id) return done()
  const patient = referencedId(grant.patient, 'Patient')
  const revocation = [
    ...deletions([grant, ...(await sessionsOfGrant(box, grant))]),
    auditEntry(
      {
        what: 'revoke-connection',
        action: 'D',
        // One event for one version of the Grant.
        id: `revoke-${grant.meta.versionId}-${grant.id.slice(-20)}`,
        by: call.caller,
        about: [
          { client: referencedId(grant.client, 'Client') ?? '' },
          ...(patient ? [{ reference: `Patient/${patient}` }] : []),
        ],
      },
      call.clock(),
    ),
  ]
  try {
    await box.transaction(revocation)
  } catch (error) {
    if (!isConflict(error)) throw error // a double click: the other one has done it
  }
  return done()
}
