// launch-app: the link that opens a vendor's app as their synthetic patient; user and patient come from the caller.
import type { LaunchAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { invalid, refuse } from '../errors.ts'
import { launchLink } from '../launch-link.ts'
import { ownApp } from '../own-apps.ts'
import { personOf } from '../persona.ts'
import { fieldsOf } from '../smart-app.ts'
import { fieldLabels } from '../smart-app-fields.ts'
import { existingPatient } from '../synthetic-patient.ts'

export const launchApp: Operation = async call => {
  const { id: user } = personOf(call)
  const { client, facts } = await ownApp(call)
  const fields = fieldsOf(client)
  const empty = (['launchUrl', 'redirectUrl', 'scopes'] as const).filter(
    name => fields[name].length === 0,
  )
  if (empty.length > 0)
    throw invalid(
      empty.map(field => ({
        field,
        message: `${fieldLabels[field]} is empty: launching needs it. Fill it in and save.`,
        code: 'required',
      })),
    )
  const patient = await existingPatient(call)
  if (!patient)
    throw refuse('business-rule', 'There is no patient to launch as yet: click Initialize Patient.')
  const { uri } = await launchLink(call.boxes.sandbox, {
    client: facts.id,
    user,
    patient: patient.id,
  })
  return ok({ uri } satisfies LaunchAnswer)
}
