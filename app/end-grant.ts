// Ends one Grant on time: it and its Sessions go in one transaction with the record of it.
import type { Grant, Stored } from '../vocabulary/aidbox.ts'
import { auditEntry } from './audit.ts'
import type { BoxClient } from './box-client.ts'
import { deletions, sessionsOfGrant } from './ending.ts'
import { isConflict } from './errors.ts'
import { referencedId } from './json.ts'

/** False when another process ended it, or a new answer replaced it: exactly this version ends, once. */
export const endGrant = async (
  box: BoxClient,
  grant: Stored<Grant>,
  why: string,
  now: Date,
): Promise<boolean> => {
  const patient = referencedId(grant.patient, 'Patient')
  try {
    await box.transaction([
      {
        request: {
          method: 'DELETE',
          url: `Grant/${grant.id}`,
          ifMatch: `W/"${grant.meta.versionId}"`,
        },
      },
      ...deletions(await sessionsOfGrant(box, grant)),
      auditEntry(
        {
          what: 'grant-ended',
          action: 'D',
          about: [
            { client: referencedId(grant.client, 'Client') ?? '' },
            { user: referencedId(grant.user, 'User') ?? '' },
            ...(patient ? [{ reference: `Patient/${patient}` }] : []),
          ],
          details: { why },
          // Two App processes end it once.
          id: `ended-${grant.meta.versionId}-${grant.id.slice(-20)}`,
        },
        now,
      ),
    ])
    return true
  } catch (error) {
    if (isConflict(error)) return false
    throw error
  }
}
