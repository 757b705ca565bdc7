// initialize-patient: gives the calling vendor one synthetic member to launch smart apps as, in one transaction.
import type { Stored, User } from '../../vocabulary/aidbox.ts'
import type { InitializePatientAnswer } from '../../vocabulary/operations.ts'
import { type Plan, withAccount } from '../account.ts'
import { auditEntry } from '../audit.ts'
import { created, type Operation, type OperationCall, ok } from '../context.ts'
import { referencedId } from '../json.ts'
import { parseScenario } from '../scenario-input.ts'
import { newRecord, patientSummary, recordCounts } from '../synthetic-patient.ts'

export const initializePatient: Operation = async call => {
  const scenario = parseScenario(call.input)
  const { answer, isNew } = await withAccount(call, user => plan(call, user, scenario))
  return isNew ? created(answer) : ok(answer)
}

/** The User's version guards it: of two clicks at once one makes the patient, the other finds it. */
const plan = async (
  call: OperationCall,
  user: Stored<User>,
  scenario: string,
): Promise<Plan<{ answer: InitializePatientAnswer; isNew: boolean }>> => {
  const existing = referencedId(user.fhirUser, 'Patient')
  const patient = existing === undefined ? undefined : await patientSummary(call, existing)
  if (patient) {
    const counts = await recordCounts(call, patient.id)
    return { answer: { answer: { patient, counts }, isNew: false } }
  }
  const { answer, entries } = newRecord(call, scenario)
  const reference = `Patient/${answer.patient.id}`
  return {
    change: { fhirUser: { reference } },
    entries: [
      ...entries,
      auditEntry(
        { what: 'initialize-patient', action: 'C', by: call.caller, about: [{ reference }] },
        call.clock(),
      ),
    ],
    answer: { answer, isNew: true },
  }
}
