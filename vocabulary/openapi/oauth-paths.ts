// The OAuth and OpenID endpoints of a box: SMART App Launch 2.2, RFC 6749, 7009, 7636, 7662.
import type { Answer, ApiOperation, Parameter, PathItem, Schema } from './openapi-types.ts'
import { refusals } from './shared-answers.ts'

export const oauthTag = 'Authorization'

const document = (operationId: string, summary: string): PathItem => ({
  get: {
    operationId,
    tags: [oauthTag],
    summary,
    responses: {
      200: {
        description: 'The document.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/JsonDocument' } } },
      },
    },
    security: [{}],
  },
})

type Field = [name: string, description: string, need: 'required' | 'optional']

const authorizeFields: readonly Field[] = [
  ['response_type', '`code`.', 'required'],
  ['client_id', 'The app’s Client ID.', 'required'],
  ['redirect_uri', 'The Redirect URL as registered.', 'required'],
  ['scope', 'What the app asks for, separated by spaces.', 'required'],
  ['state', 'Unguessable; comes back with the code.', 'required'],
  ['aud', 'The FHIR base URL.', 'required'],
  ['code_challenge', 'PKCE: required of apps without a secret.', 'optional'],
  ['code_challenge_method', '`S256`.', 'optional'],
  ['launch', 'The launch token of an EHR launch.', 'optional'],
  ['nonce', 'Comes back in the ID token.', 'optional'],
  ['prompt', '`none`, `login`, `consent` or `select_account`.', 'optional'],
]

const tokenFields: readonly Field[] = [
  ['grant_type', '`authorization_code` or `refresh_token`.', 'required'],
  ['code', 'Of an authorization code.', 'optional'],
  ['redirect_uri', 'The same as before.', 'optional'],
  ['code_verifier', 'PKCE: what the challenge was made of.', 'optional'],
  ['refresh_token', 'The newest refresh token; each works once.', 'optional'],
  ['scope', 'With a refresh token: fewer scopes than before.', 'optional'],
  ['client_id', 'Of apps without a secret; the others send HTTP Basic.', 'optional'],
]

const tokenOnly: readonly Field[] = [['token', 'An access or refresh token of yours.', 'required']]

const formOf = (fields: readonly Field[], example: Record<string, string>) => ({
  required: true,
  content: {
    'application/x-www-form-urlencoded': {
      schema: {
        type: 'object',
        properties: Object.fromEntries(
          fields.map(([name, description]): [string, Schema] => [
            name,
            { type: 'string', description },
          ]),
        ),
        required: fields.filter(([, , need]) => need === 'required').map(([name]) => name),
      } satisfies Schema,
      example,
    },
  },
})

const json = (description: string, example: Record<string, unknown>): Answer => ({
  description,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/JsonDocument' }, example },
  },
})

const oauthErrors = refusals({ 400: 'OAuthFault', 401: 'OAuthFault', 429: 'OAuthFault' })
const clientSecret: ApiOperation['security'] = [{ clientSecret: [] }]

/** Paths below a box's root. */
export const oauthPaths: Record<string, PathItem> = {
  '/.well-known/smart-configuration': document(
    'smartConfiguration',
    'Where to authorize and what is supported (SMART)',
  ),
  '/.well-known/openid-configuration': document(
    'openidConfiguration',
    'The same in OpenID’s and RFC 8414’s words',
  ),
  '/.well-known/jwks.json': document('signingKeys', 'Keys that verify ID tokens'),
  '/auth/authorize': {
    get: {
      operationId: 'authorize',
      tags: [oauthTag],
      summary: 'Send the member’s browser here: sign-in, consent, and back with a code',
      parameters: authorizeFields.map(
        ([name, description, need]): Parameter => ({
          name,
          in: 'query',
          description,
          ...(need === 'required' ? { required: true } : {}),
          schema: { type: 'string' },
        }),
      ),
      responses: {
        302: {
          description: 'To the sign-in, the consent page, or the app with `code` or `error`.',
        },
        400: {
          description:
            'A page that says what is wrong with client or redirect; no redirect happens.',
        },
      },
      security: [{}],
    },
  },
  '/auth/token': {
    post: {
      operationId: 'token',
      tags: [oauthTag],
      summary: 'Exchange a code or a refresh token for an access token',
      requestBody: formOf(tokenFields, {
        grant_type: 'authorization_code',
        code: 'CODE',
        redirect_uri: 'https://app.example.com/callback',
        code_verifier: 'VERIFIER',
        client_id: 'CLIENT_ID',
      }),
      responses: {
        200: json('The tokens, and whose record they open.', {
          access_token: '…',
          token_type: 'Bearer',
          expires_in: 1800,
          scope: 'openid fhirUser launch/patient patient/ExplanationOfBenefit.rs',
          patient: 'c2f1',
          refresh_token: '…',
        }),
        ...oauthErrors,
      },
      security: [{}, ...clientSecret],
    },
  },
  '/auth/introspect': {
    post: {
      operationId: 'introspect',
      tags: [oauthTag],
      summary: 'What a token of yours says; for apps with a secret',
      requestBody: formOf(tokenOnly, { token: 'ACCESS_TOKEN' }),
      responses: {
        200: json('`{"active":false}` when it is not good.', { active: true }),
        ...oauthErrors,
      },
      security: clientSecret,
    },
  },
  '/auth/revoke': {
    post: {
      operationId: 'revoke',
      tags: [oauthTag],
      summary: 'Give a token back; the whole session ends with it',
      requestBody: formOf([...tokenOnly, ['client_id', 'Of apps without a secret.', 'optional']], {
        token: 'REFRESH_TOKEN',
        client_id: 'CLIENT_ID',
      }),
      responses: { 200: { description: 'Done, whatever the token was.' }, ...oauthErrors },
      security: [{}, ...clientSecret],
    },
  },
}
