// A member starts a published app for a record they may act for.
import type { LaunchAnswer, LaunchPublishedRequest } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { conflict, notFound } from '../errors.ts'
import { checker } from '../input.ts'
import { launchLink } from '../launch-link.ts'
import { chosenPatient } from '../own-patients.ts'
import { personOf } from '../persona.ts'
import { publishedSince } from '../published-app.ts'

const check = checker<LaunchPublishedRequest>({
  type: 'object',
  properties: { patient: { type: 'string', nullable: true, minLength: 1, maxLength: 64 } },
  additionalProperties: false,
})

/** 200 with where to send the browser. */
export const launchPublishedApp: Operation = async call => {
  const user = personOf(call)
  const { patient: chosen } = check(call.input ?? {})
  const box = call.boxes.production
  const client = await box.read('Client', call.params.id ?? '')
  if (!client || publishedSince(client) === undefined)
    throw notFound('published app', 'not-published')
  if (!client.smart?.launch_uri)
    throw conflict(
      'This app cannot be started from here: open it on its own site.',
      undefined,
      'not-startable',
    )
  const patient = await chosenPatient(call, chosen ?? undefined)
  const { uri } = await launchLink(box, { user: user.id, client: client.id, patient: patient.id })
  return ok({ uri } satisfies LaunchAnswer)
}
