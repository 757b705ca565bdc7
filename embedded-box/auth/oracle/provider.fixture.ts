// The oracle: oidc-provider with the box's profile, two of its clients, one person signed in, and every scope allowed.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import Provider, { interactionPolicy } from 'oidc-provider'
import { redirects, secret } from '../auth-box.fixture.ts'
import { allScopes } from '../smart-dance.fixture.ts'

export interface Oracle {
  url: string
  close(): Promise<void>
}

const client = (id: string, redirect: string, more: Record<string, unknown>) => ({
  client_id: id,
  redirect_uris: [redirect],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  ...more,
})

interface Context {
  oidc: {
    client: { clientId: string }
    session: { accountId: string }
    provider: Provider
  }
}

/** Starts it on a free port; whoever comes to sign in is `member`. */
export const startOracle = async (): Promise<Oracle> => {
  const prompts = interactionPolicy.base()
  prompts.remove('consent')
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const url = `http://127.0.0.1:${port}`
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const provider = new Provider(url, {
    clients: [
      client('public-app', redirects.public, { token_endpoint_auth_method: 'none' }),
      client('web-app', redirects.web, {
        client_secret: secret,
        token_endpoint_auth_method: 'client_secret_basic',
      }),
    ],
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: [...new Set(['openid', 'offline_access', ...allScopes.split(' ')])],
    responseTypes: ['code'],
    features: { devInteractions: { enabled: false } },
    pkce: {
      required: (_context: unknown, { tokenEndpointAuthMethod = '' }) =>
        tokenEndpointAuthMethod === 'none',
    },
    interactions: { policy: prompts, url: () => `${url}/sign-in` },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: { Session: 86_400, Grant: 86_400, Interaction: 3600, AuthorizationCode: 60 },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: async () => ({ sub: accountId }),
    }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      })
      grant.addOIDCScope(allScopes)
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request: IncomingMessage, response) => {
    const work = request.url?.startsWith('/sign-in')
      ? provider.interactionFinished(request, response, { login: { accountId: 'member' } })
      : answer(request, response)
    work.catch(() => response.writeHead(500).end())
  })
  return {
    url,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
