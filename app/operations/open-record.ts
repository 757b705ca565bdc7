// The portal itself reads one record as a SMART app would: this gives the launch context, for a record the member may open.
import type { OpenRecordAnswer, OpenRecordRequest } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { checker } from '../input.ts'
import { launchLink } from '../launch-link.ts'
import { chosenPatient } from '../own-patients.ts'
import { personOf } from '../persona.ts'

const check = checker<OpenRecordRequest>({
  type: 'object',
  properties: { patient: { type: 'string', minLength: 1, maxLength: 64 } },
  required: ['patient'],
  additionalProperties: false,
})

/** 200 with the launch token for Client `portal-records`. */
export const openRecord: Operation = async call => {
  const user = personOf(call)
  const { patient: chosen } = check(call.input)
  const patient = await chosenPatient(call, chosen)
  const { launch } = await launchLink(call.boxes[call.box], {
    user: user.id,
    client: 'portal-records',
    patient: patient.id,
  })
  return ok({ launch } satisfies OpenRecordAnswer)
}
