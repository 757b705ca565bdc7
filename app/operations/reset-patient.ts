// reset-patient: the synthetic record goes, with every Grant and Session on it; a new one comes, in the same transaction.
import type { Session, Stored, User } from '../../vocabulary/aidbox.ts'
import type { InitializePatientAnswer } from '../../vocabulary/operations.ts'
import { type Plan, withAccount } from '../account.ts'
import { auditEntry } from '../audit.ts'
import { created, type Operation, type OperationCall, ok } from '../context.ts'
import { deletions, findSessions } from '../ending.ts'
import { referencedId } from '../json.ts'
import { personOf } from '../persona.ts'
import { parseScenario } from '../scenario-input.ts'
import { newRecord, patientSummary, recordCounts, recordResources } from '../synthetic-patient.ts'

interface Outcome {
  answer: InitializePatientAnswer
  isNew: boolean
}

export const resetPatient: Operation = async call => {
  const scenario = parseScenario(call.input)
  const seen = personOf(call).patient
  const { answer, isNew } = await withAccount(call, user => plan(call, user, scenario, seen))
  return isNew ? created(answer) : ok(answer)
}

/**
 * `seen` is the patient at the time of the click. When another click has replaced it by now, that one's patient is the
 * answer: resetting again would throw away what the vendor was just given.
 */
const plan = async (
  call: OperationCall,
  user: Stored<User>,
  scenario: string,
  seen: string | undefined,
): Promise<Plan<Outcome>> => {
  const old = referencedId(user.fhirUser, 'Patient')
  if (old !== undefined && seen !== undefined && old !== seen) {
    const patient = await patientSummary(call, old)
    if (patient)
      return {
        answer: { answer: { patient, counts: await recordCounts(call, old) }, isNew: false },
      }
  }
  const { answer, entries } = newRecord(call, scenario)
  const reference = `Patient/${answer.patient.id}`
  return {
    change: { fhirUser: { reference } },
    entries: [
      ...(old === undefined ? [] : await removals(call, user.id, old)),
      ...entries,
      auditEntry(
        {
          what: 'reset-patient',
          action: 'E',
          by: call.caller,
          // Not the old one: a reference must lead somewhere once this is written.
          about: [{ reference }],
        },
        call.clock(),
      ),
    ],
    answer: { answer, isNew: true },
  }
}

const removals = async (call: OperationCall, userId: string, patientId: string) => {
  const { sandbox } = call.boxes
  const [resources, grants, sessions] = await Promise.all([
    recordResources(call, patientId),
    sandbox.searchAll('Grant', { user: userId }),
    findSessions(sandbox, { user: userId, patient: patientId }),
  ])
  return deletions([
    ...grants.filter(grant => referencedId(grant.patient, 'Patient') === patientId),
    ...sessions.filter(isOfAnApp),
    ...resources,
  ])
}

/** Boxes fill in the patient of every login; resetting must not sign the vendor out of the portal. */
const isOfAnApp = (session: Session): boolean => {
  const client = referencedId(session.client, 'Client')
  return client !== undefined && client !== 'portal-ui'
}
