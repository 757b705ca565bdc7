// Row M1 of the SMART contract: oauth4webapi, which checks every answer strictly, goes through everything.
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, redirects, secret, startAuthBox } from './auth-box.fixture.ts'
import { allow, allScopes, signIn } from './smart-dance.fixture.ts'
import { Browser } from './test-browser.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

const plainHttp = { [oauth.allowInsecureRequests]: true }

test.each([
  ['Basic', 'second-web', redirects.secondWeb, oauth.ClientSecretBasic(secret)],
  ['a secret in the body', 'second-web', redirects.secondWeb, oauth.ClientSecretPost(secret)],
  ['no secret', 'public-app', redirects.public, oauth.None()],
] as const)(
  'M1 oauth4webapi with %s discovers, signs in, reads, refreshes, introspects and revokes',
  async (_how, client_id, redirectUri, proof) => {
    const issuer = new URL(running.url)
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, plainHttp),
    )
    expect(server.code_challenge_methods_supported).toEqual(['S256'])
    const client = { client_id }
    const verifier = oauth.generateRandomCodeVerifier()
    const [state, expectedNonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id, redirect_uri: redirectUri, scope: allScopes },
      ...{ state, nonce: expectedNonce, aud: `${running.url}/fhir`, code_challenge_method: 'S256' },
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    })
    const browser = new Browser(running)
    const page = await browser.go(`${server.authorization_endpoint}?${query}`)
    const { url } = await allow(browser, await signIn(browser, page))
    const answer = oauth.validateAuthResponse(server, client, new URL(url), state)

    const exchange = () =>
      oauth.authorizationCodeGrantRequest(
        ...([server, client, proof, answer, redirectUri, verifier, plainHttp] as const),
      )
    const exchanged = await exchange()
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, exchanged, {
      expectedNonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(server, exchanged, plainHttp)
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? ''
    expect([tokens.patient, sub]).toEqual(['p-member', 'member'])
    const userinfo = await oauth.processUserInfoResponse(
      server,
      client,
      sub,
      await oauth.userInfoRequest(server, client, tokens.access_token, plainHttp),
    )
    expect(userinfo.fhirUser).toBe(`${running.url}/fhir/Patient/p-member`)

    const refresh = (token: string) =>
      oauth.refreshTokenGrantRequest(server, client, proof, token, plainHttp)
    const next = await oauth.processRefreshTokenResponse(
      server,
      client,
      await refresh(tokens.refresh_token ?? ''),
    )
    expect(next.scope).toBe(tokens.scope)
    expect(next.refresh_token).not.toBe(tokens.refresh_token)

    const introspect = async () =>
      oauth.processIntrospectionResponse(
        server,
        client,
        await oauth.introspectionRequest(server, client, proof, next.access_token, plainHttp),
      )
    if (client_id === 'second-web')
      expect(await introspect()).toMatchObject({ active: true, client_id, patient: 'p-member' })
    else await expect(introspect()).rejects.toThrow()

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, proof, next.refresh_token ?? '', plainHttp),
    )
    if (client_id === 'second-web') expect(await introspect()).toEqual({ active: false })
    await expect(
      oauth.processRefreshTokenResponse(server, client, await refresh(next.refresh_token ?? '')),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(
      oauth.processAuthorizationCodeResponse(server, client, await exchange()),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
  },
)
