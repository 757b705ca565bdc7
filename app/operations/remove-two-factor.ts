// remove-two-factor: an admin takes the second factor of somebody who lost it; they set up a new one at their next sign-in.
import type { JSONSchemaType } from 'ajv'
import type { RemoveTwoFactorRequest } from '../../vocabulary/operations.ts'
import { auditEntry } from '../audit.ts'
import { done, type Operation } from '../context.ts'
import { endSessions } from '../ending.ts'
import { forbidden, notFound } from '../errors.ts'
import { checker } from '../input.ts'
import { reasonSchema } from '../reason-input.ts'

const parse = checker<RemoveTwoFactorRequest>(
  {
    type: 'object',
    properties: {
      user: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
      reason: reasonSchema,
    },
    required: ['user', 'reason'],
    additionalProperties: false,
  } satisfies JSONSchemaType<RemoveTwoFactorRequest>,
  { user: 'Person', reason: 'Reason' },
)

export const removeTwoFactor: Operation = async call => {
  const { user: id, reason } = parse(call.input)
  // Whoever has a stolen session must not be able to do without the code from then on.
  if (call.caller.user?.id === id)
    throw forbidden('Your own second factor is removed by another admin.')
  const box = call.boxes.production
  const user = await box.read('User', id)
  if (!user) throw notFound('person')
  const { twoFactor, ...kept } = user
  if (twoFactor)
    await box.transaction([
      {
        resource: kept,
        request: {
          method: 'PUT',
          url: `User/${id}`,
          ifMatch: `W/"${user.meta.versionId}"`,
        },
      },
      auditEntry(
        {
          what: 'remove-two-factor',
          action: 'U',
          by: call.caller,
          about: [{ user: id }],
          reason,
        },
        call.clock(),
      ),
    ])
  await endSessions(box, { user: id })
  return done()
}
