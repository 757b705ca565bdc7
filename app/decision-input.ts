// What an admin sends with a decision: the version that was read, the checklist, a reason, a note for the vendor.
import type { DecisionRequest } from '../vocabulary/operations.ts'
import { checker } from './input.ts'

const ticked = { type: 'boolean' } as const

/** 422 naming what is wrong; whether the reason is needed and the checklist complete is the operation's business. */
export const parseDecision = checker<DecisionRequest>(
  {
    type: 'object',
    properties: {
      version: { type: 'string', minLength: 1, maxLength: 64 },
      checklist: {
        type: 'object',
        properties: { scopes: ticked, redirect: ticked, policies: ticked, description: ticked },
        required: ['scopes', 'redirect', 'policies', 'description'],
        additionalProperties: false,
      },
      reasonCodes: {
        type: 'array',
        items: { type: 'string', maxLength: 60 },
        maxItems: 20,
        nullable: true,
      },
      reason: { type: 'string', maxLength: 2000, nullable: true },
      note: { type: 'string', maxLength: 2000, nullable: true },
    },
    required: ['version', 'checklist'],
    additionalProperties: false,
  },
  {
    version: 'Version',
    checklist: 'Checklist',
    reasonCodes: 'Reasons',
    reason: 'Reason',
    note: 'Note',
  },
)
