// The patients of the person who calls, and the one they chose: an id they may not act for is one that does not exist.
import { type Actable, patientsOf } from './acting.ts'
import type { OperationCall } from './context.ts'
import { refuse } from './errors.ts'
import { personOf } from './persona.ts'

/** Whom the calling person may act for; read afresh, so that an ended delegation counts at once. */
export const ownPatients = async (call: OperationCall): Promise<Actable[]> => {
  const { id, patient } = personOf(call)
  const user = { id, ...(patient ? { fhirUser: { reference: `Patient/${patient}` } } : {}) }
  return patientsOf(call.boxes[call.box], user, call.clock(), call.config.ageOfMajority)
}

/** The chosen patient, or the caller's first when none was chosen; 422 otherwise. */
export const chosenPatient = async (call: OperationCall, id?: string): Promise<Actable> => {
  const patients = await ownPatients(call)
  const patient = id === undefined ? patients[0] : patients.find(one => one.id === id)
  if (patient) return patient
  throw refuse(
    'value',
    id === undefined
      ? 'No record is linked to your account: ask your health plan.'
      : 'This is not a record you may open.',
    { field: 'patient', fault: id === undefined ? 'no-record' : 'not-your-record' },
  )
}
