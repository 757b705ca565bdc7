// Answers that many operations give alike: errors by what they mean, FHIR bodies, OAuth's two words.
import type { Answer, Schema } from './openapi-types.ts'

const fhirBody = 'application/fhir+json'

const outcomeOf = (code: string, diagnostics: string) => ({
  resourceType: 'OperationOutcome',
  id: code,
  issue: [{ severity: 'error', code, diagnostics }],
})

const refused = (description: string, code: string, diagnostics: string): Answer => ({
  description,
  content: {
    [fhirBody]: {
      schema: { $ref: '#/components/schemas/OperationOutcome' },
      example: outcomeOf(code, diagnostics),
    },
  },
})

/** `components.responses`. */
export const sharedResponses = {
  BadRequest: refused(
    'The request could not be understood; the outcome names the parameter.',
    'not-supported',
    'The search parameter colour is not supported for Coverage.',
  ),
  Unauthorized: refused(
    'No token, or one that is expired or revoked.',
    'login',
    'Sign in again: the access token is not valid.',
  ),
  Forbidden: refused(
    'The token, or no token, does not open this: a scope is missing, or no policy lets it in.',
    'forbidden',
    'Access is denied.',
  ),
  NotFound: refused(
    'It does not exist, or not for you: the two are never told apart.',
    'not-found',
    'There is no such resource.',
  ),
  Conflict: refused(
    'It was changed in the meantime; the answer is of the newer version.',
    'conflict',
    'It was saved by someone else since you read it.',
  ),
  Unprocessable: refused(
    'Something in the body is missing or wrong; each issue names its field.',
    'required',
    'The Redirect URL is missing.',
  ),
  TooMany: refused(
    'Too many requests from this address; `Retry-After` says when to go on.',
    'throttled',
    'Too many requests: try again after the seconds that Retry-After says.',
  ),
  OAuthFault: {
    description: 'Refused, in RFC 6749’s words.',
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/OAuthError' },
        example: {
          error: 'invalid_grant',
          error_description:
            'The code is unknown, over, used, or was given to another client: start the authorization again',
        },
      },
    },
  },
} satisfies Record<string, Answer>

export type SharedResponse = keyof typeof sharedResponses

/** Status → reference to a shared answer. */
export const refusals = (by: Record<string, SharedResponse>): Record<string, { $ref: string }> =>
  Object.fromEntries(
    Object.entries(by).map(([status, name]) => [
      status,
      { $ref: `#/components/responses/${name}` },
    ]),
  )

/** 200 with a FHIR body of a named schema. */
export const fhirAnswer = (description: string, schema: string): Answer => ({
  description,
  content: { [fhirBody]: { schema: { $ref: `#/components/schemas/${schema}` } } },
})

/** `components.schemas` that are not made from examples. */
export const sharedSchemas: Record<string, Schema> = {
  Resource: {
    type: 'object',
    description: 'A FHIR R4 resource; `meta.profile` names the profiles that it follows.',
    properties: {
      resourceType: { type: 'string' },
      id: { type: 'string' },
      meta: { type: 'object' },
    },
    required: ['resourceType', 'id'],
  },
  Searchset: {
    type: 'object',
    description: 'A Bundle: matches and included resources, `total`, and `link` to further pages.',
    properties: {
      resourceType: { const: 'Bundle' },
      type: { const: 'searchset' },
      total: { type: 'integer' },
      link: {
        type: 'array',
        items: {
          type: 'object',
          properties: { relation: { type: 'string' }, url: { type: 'string' } },
        },
      },
      entry: {
        type: 'array',
        items: {
          type: 'object',
          properties: { resource: { $ref: '#/components/schemas/Resource' } },
        },
      },
    },
    required: ['resourceType', 'type'],
  },
  OperationOutcome: {
    type: 'object',
    properties: {
      resourceType: { const: 'OperationOutcome' },
      id: { type: 'string' },
      issue: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            severity: { enum: ['fatal', 'error', 'warning', 'information'] },
            code: { type: 'string' },
            details: { type: 'object' },
            diagnostics: { type: 'string' },
            expression: { type: 'array', items: { type: 'string' } },
          },
          required: ['severity', 'code'],
        },
      },
    },
    required: ['resourceType', 'issue'],
  },
  OAuthError: {
    type: 'object',
    properties: { error: { type: 'string' }, error_description: { type: 'string' } },
    required: ['error'],
  },
  JsonDocument: { type: 'object' },
}
