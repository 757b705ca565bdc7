// The reason that decisions about people and live apps must carry.
import type { ReasonRequest } from '../vocabulary/operations.ts'
import { checker } from './input.ts'

export const reasonSchema = { type: 'string', minLength: 1, maxLength: 2000 } as const

/** `{reason}`; 422 without one. */
export const parseReason = checker<ReasonRequest>(
  {
    type: 'object',
    properties: { reason: reasonSchema },
    required: ['reason'],
    additionalProperties: false,
  },
  { reason: 'Reason' },
)
