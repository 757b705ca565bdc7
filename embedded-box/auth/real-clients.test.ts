// Row M1 of the SMART contract: openid-client, as it comes from its authors, goes through everything.
import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, redirects, secret, startAuthBox } from './auth-box.fixture.ts'
import { allow, allScopes, signIn } from './smart-dance.fixture.ts'
import { Browser } from './test-browser.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

test.each([
  ['Basic', 'second-web', redirects.secondWeb, oidc.ClientSecretBasic(secret)],
  ['a secret in the body', 'second-web', redirects.secondWeb, oidc.ClientSecretPost(secret)],
  ['no secret', 'public-app', redirects.public, oidc.None()],
] as const)(
  'M1 openid-client with %s discovers, signs in, reads, refreshes and revokes',
  async (_how, id, redirect_uri, proof) => {
    const config = await oidc.discovery(new URL(running.url), id, undefined, proof, {
      execute: [oidc.allowInsecureRequests],
    })
    const verifier = oidc.randomPKCECodeVerifier()
    const expectedState = oidc.randomState()
    const expectedNonce = oidc.randomNonce()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri,
      scope: allScopes,
      state: expectedState,
      nonce: expectedNonce,
      aud: `${running.url}/fhir`,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const browser = new Browser(running)
    const answer = await allow(browser, await signIn(browser, await browser.go(url.href)))
    const tokens = await oidc.authorizationCodeGrant(config, new URL(answer.url), {
      pkceCodeVerifier: verifier,
      expectedState,
      expectedNonce,
    })
    expect(tokens.patient).toBe('p-member')
    const sub = tokens.claims()?.sub ?? ''
    expect(await oidc.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      sub: 'member',
      fhirUser: `${running.url}/fhir/Patient/p-member`,
    })
    const next = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(next.scope).toBe(tokens.scope)
    if (id === 'second-web')
      expect((await oidc.tokenIntrospection(config, next.access_token)).active).toBe(true)
    await oidc.tokenRevocation(config, next.refresh_token ?? '')
    await expect(oidc.refreshTokenGrant(config, next.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  },
)
