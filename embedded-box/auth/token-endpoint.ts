// POST /auth/token: which client, which grant type, then that grant's own file. Always JSON, never stored by anyone.
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import { authenticateClient, type ProvenClient } from './client-authentication.ts'
import { allowOrigin } from './cors.ts'
import { authorizationCodeGrant } from './grants/authorization-code.ts'
import { clientCredentialsGrant } from './grants/client-credentials.ts'
import { refreshTokenGrant } from './grants/refresh-token.ts'
import { invalidRequest, OAuthError } from './oauth-error.ts'
import { given } from './parameters.ts'
import { bodyOf } from './request-body.ts'
import type { TokenAnswer, TokenRequest } from './token-request.ts'

type GrantType = (box: Box, request: TokenRequest) => Promise<TokenAnswer>

const grantTypes: Record<string, GrantType> = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  client_credentials: clientCredentialsGrant,
}

/** Exchanges a code, a refresh token or a client's own credentials for tokens. */
export const takeToken =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const form = bodyOf(request)
    for (const name of ['client_secret', 'code', 'refresh_token', 'client_assertion'])
      if (name in request.query)
        throw invalidRequest(`${name} belongs in the body, never in the URL`)
    const named = given(form, 'grant_type')
    if (named === undefined) throw invalidRequest('grant_type is missing')
    const grant = Object.hasOwn(grantTypes, named) ? grantTypes[named] : undefined
    if (!grant)
      throw new OAuthError(
        'unsupported_grant_type',
        'grant_type must be authorization_code, refresh_token or client_credentials',
      )
    const checkOrigin = (client: ProvenClient['client']) =>
      allowOrigin(box, request, response, client)
    const authenticate: TokenRequest['authenticate'] = async rider => {
      const caller = await authenticateClient<never>(box, request, form, rider)
      if (caller) checkOrigin(caller.client)
      return caller
    }
    const address = request.ip ?? ''
    response.json(await grant(box, { form, authenticate, checkOrigin, address }))
  }
