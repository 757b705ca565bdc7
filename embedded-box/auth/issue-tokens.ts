// The answer to a successful token request: access, refresh and id token of one Session, and what the launch said.
import type { Session, User } from '../../vocabulary/aidbox.ts'
import { toAidbox } from '../aidbox-format.ts'
import type { Box } from '../box.ts'
import { isOperationsOnly, type KnownClient } from './clients.ts'
import type { CodeDetails } from './codes.ts'
import { identityClaims } from './identity-claims.ts'
import type { TokenAnswer } from './token-request.ts'
import { signAccessToken, signIdToken } from './tokens.ts'

export interface Issued {
  session: Session & { id: string }
  client: KnownClient
  user: User & { id: string }
  /** Of this access token; a refresh may narrow it. */
  scope: readonly string[]
  /** Epoch seconds, of one reading of the clock. */
  iat: number
  exp: number
  refreshToken?: string
  /** Present on the first exchange only. */
  login?: Pick<CodeDetails, 'authTime' | 'nonce'>
}

/** The JSON of the token response. */
export const tokenAnswer = async (box: Box, issued: Issued): Promise<TokenAnswer> => {
  const { session, client, user, scope, iat, exp, refreshToken, login } = issued
  const patient = typeof session.ctx?.patient === 'string' ? session.ctx.patient : undefined
  const smart = isOperationsOnly(client)
    ? {}
    : {
        scope: scope.join(' '),
        atv: 2 as const,
        ...(patient ? { context: { patient } } : {}),
      }
  return {
    access_token: await signAccessToken(box, {
      sub: user.id,
      jti: session.id,
      iat,
      exp,
      client_id: client.id,
      ...smart,
    }),
    token_type: 'Bearer',
    expires_in: exp - iat,
    scope: scope.join(' '),
    ...(refreshToken ? { refresh_token: refreshToken } : {}),
    ...(login && scope.includes('openid')
      ? {
          id_token: await signIdToken(box, {
            sub: user.id,
            aud: client.id,
            auth_time: login.authTime,
            ...(login.nonce ? { nonce: login.nonce } : {}),
            ...(await identityClaims(box, user, scope, patient)),
          }),
        }
      : {}),
    ...launchAnswer(session, patient),
    ...(client.first_party === true ? { userinfo: userAsAidbox(user) } : {}),
  }
}

/** What the launch said, as every token answer and introspection repeats it. */
const launchAnswer = ({ ctx }: Session, patient: string | undefined): TokenAnswer => ({
  ...(patient ? { patient, need_patient_banner: true } : {}),
  ...pick(ctx ?? {}, ['encounter', 'fhirContext', 'intent']),
})

const pick = (from: Record<string, unknown>, names: readonly string[]): TokenAnswer =>
  Object.fromEntries(names.filter(name => from[name] !== undefined).map(name => [name, from[name]]))

/** A User as Aidbox gives it to first-party clients: its own format, with `sub`, without what signs in. */
export const userAsAidbox = (user: User & { id: string }): Record<string, unknown> => {
  const { password: _password, twoFactor: _factor, passwordResetJti: _jti, ...shown } = user
  return { ...toAidbox(shown), sub: user.id }
}
