// What both pages behind a mailed link send, and what they are told when the link is over.
import type { TokenAndPassword } from '../vocabulary/operations.ts'
import { type OperationError, refuse } from './errors.ts'
import { checker } from './input.ts'

/** Checks the shape only; a token of any other shape was never mailed and is answered as one that is over. */
export const checkTokenAndPassword = checker<TokenAndPassword>(
  {
    type: 'object',
    properties: {
      token: { type: 'string', minLength: 1, maxLength: 200 },
      password: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    required: ['token', 'password'],
    additionalProperties: false,
  },
  { token: 'The link', password: 'Password' },
)

/** 410 for a link that was used, has expired, was replaced, or never was: the same words for all. */
export const linkIsOver = (wayOut: string): OperationError =>
  refuse('expired', `This link was used already, has expired, or a newer one was sent. ${wayOut}`, {
    field: 'token',
    fault: 'link-over',
  })
