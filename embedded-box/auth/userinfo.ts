// GET /auth/userinfo: who the bearer token speaks for, as far as its scopes allow (OpenID Connect Core 5.3).
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import { authenticate } from './authenticate.ts'
import { exchangeOf } from './exchange.ts'
import { identityClaims } from './identity-claims.ts'
import { userAsAidbox } from './issue-tokens.ts'
import { OAuthError } from './oauth-error.ts'
import { idIn } from './patients.ts'

/** Answers the User's claims; first-party clients get the User as Aidbox gives it. */
export const userinfo =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const { user, client, jwt, session } = await authenticate(box, exchangeOf(request))
    if (!user?.id || !session)
      throw new OAuthError('invalid_token', 'send the access token of a person', 401, {
        'WWW-Authenticate': 'Bearer',
      })
    if (client?.first_party === true) {
      response.json(userAsAidbox({ ...user, id: user.id }))
      return
    }
    const scope = jwt?.scope?.split(' ') ?? []
    if (!scope.includes('openid'))
      throw new OAuthError('insufficient_scope', 'this needs the scope openid', 403, {
        'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="openid"',
      })
    const patient = idIn(session.patient, 'Patient')
    response.json({
      sub: user.id,
      ...(await identityClaims(box, { ...user, id: user.id }, scope, patient)),
    })
  }
