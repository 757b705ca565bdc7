// grant_type=client_credentials: a backend service reads as itself. system/ scopes only, five minutes, never a refresh or id token.
import { narrowScopes, splitScopes } from '../../../vocabulary/scopes.ts'
import type { Box } from '../../box.ts'
import { mayUse } from '../clients.ts'
import { recordEvent } from '../events.ts'
import { invalidClient, OAuthError } from '../oauth-error.ts'
import { given } from '../parameters.ts'
import type { TokenAnswer, TokenRequest } from '../token-request.ts'
import { audienceOf, secondsNow, signAccessToken } from '../tokens.ts'

const lifeSeconds = 300

/** Issues a token to the client itself. */
export const clientCredentialsGrant = async (
  box: Box,
  { form, authenticate, address }: TokenRequest,
): Promise<TokenAnswer> => {
  const caller = await authenticate()
  if (!caller) throw invalidClient()
  const { client, by } = caller
  if (by === 'none' || !mayUse(client, 'client_credentials'))
    throw new OAuthError('unauthorized_client', 'this client may not use client_credentials')
  // Without registered scopes a backend service gets nothing: there is no default for reading everybody's data.
  const scope = narrowScopes(splitScopes(given(form, 'scope') ?? ''), client.scope ?? [], [
    'system',
  ])
  if (scope.length === 0)
    throw new OAuthError('invalid_scope', 'none of the requested system/ scopes are registered')
  const id = box.newId()
  const iat = secondsNow(box)
  const exp = iat + lifeSeconds
  await box.resources.transaction(async tx => {
    await box.resources.create(
      {
        resourceType: 'Session',
        id,
        type: 'client_credentials',
        active: true,
        jti: id,
        iss: box.config.baseUrl,
        audience: audienceOf(box),
        client: { reference: `Client/${client.id}` },
        scope,
        start: box.clock().toISOString(),
        exp,
      },
      { tx },
    )
    const about = { client: client.id, session: id, scope, address }
    await recordEvent(box, { kind: 'token-issued', ...about }, tx)
  })
  const claims = { sub: client.id, client_id: client.id, jti: id, iat, exp, scope: scope.join(' ') }
  return {
    access_token: await signAccessToken(box, { ...claims, atv: 2 }),
    token_type: 'Bearer',
    expires_in: lifeSeconds,
    scope: scope.join(' '),
  }
}
