// Rows A and B of the SMART contract, over HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, redirects, startAuthBox } from './auth-box.fixture.ts'
import {
  allow,
  authorizeUrl,
  exchange,
  launch,
  pkcePair,
  signIn,
  tokensOf,
  tryToken,
} from './smart-dance.fixture.ts'
import { Browser } from './test-browser.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

const ask = (options: Parameters<typeof authorizeUrl>[1] = {}) => {
  const { challenge } = pkcePair()
  return new Browser(running).go(authorizeUrl(running, { challenge, ...options }))
}

const isPage = (seen: { url: string; status: number; html: string }, status = 400) => {
  expect(seen.url.startsWith(running.url)).toBe(true)
  expect(seen.status).toBe(status)
  expect(seen.html).toContain('<main')
}

test('a member signs in, consents, and the app holds a token for their record', async () => {
  const { tokens, access } = await tokensOf(running)
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 1800, patient: 'p-member' })
  expect(tokens.scope).toBe(
    'openid fhirUser profile email offline_access launch/patient patient/Patient.rs patient/Coverage.rs patient/Observation.rs',
  )
  const used = await tryToken(running, access)
  expect(used.status).toBe(200)
  expect(used.claims).toMatchObject({
    sub: 'member',
    client_id: 'public-app',
    atv: 2,
    context: { patient: 'p-member' },
  })
})

test('A1 an unknown client is shown an error page and is not redirected', async () => {
  isPage(await ask({ client: 'who-is-this' }))
})

test('A2 a client that is switched off is unknown, and its live tokens stop', async () => {
  isPage(await ask({ client: 'switched-off', redirect: 'https://off.example/cb' }))
  const { access } = await tokensOf(running, {
    client: 'second-public',
    redirect: 'https://second.example/cb',
  })
  const before = await running.box.resources.get('Client', 'second-public')
  if (!before) throw new Error('no client')
  await running.box.resources.update({ ...before, active: false })
  expect((await tryToken(running, access)).status).toBe(401)
  await running.box.resources.update(before)
  expect((await tryToken(running, access)).status).toBe(200)
})

test.each([
  'https://app.example/cb/',
  'https://app.example/cb?x=1',
  'https://app.example/cb#f',
  'https://app.example/x/../cb',
  'https://user@app.example/cb',
  'https://app.example:8443/cb',
  'https://app.example/CB',
  'https://APP.example/cb',
  'https://app.example/%63b',
  'http://app.example/cb',
  'https://web.example/callback?tenant=1',
  'javascript:alert(1)',
  '//app.example/cb',
])('A3 the redirect_uri %s that is not registered is shown an error page', async redirect => {
  isPage(await ask({ redirect }))
})

test('A4 a missing redirect_uri never redirects, even where the client has just one', async () => {
  isPage(await ask({ more: { redirect_uri: undefined } }))
})

test('A5 a loopback redirect of a native app may use another port, and nothing else', async () => {
  const on = (redirect: string) => ask({ client: 'native-app', redirect })
  expect((await on('http://127.0.0.1:50123/cb')).html).toContain('name="password"')
  isPage(await on('http://127.0.0.1:50123/other'))
  isPage(await on('http://localhost:7777/cb'))
  isPage(await on('http://127.0.0.1:99999/cb'))
  isPage(await on('http://127.0.0.1:7777@evil.example/cb'))
  isPage(await ask({ redirect: 'https://app.example:9/cb' }))
})

test('A6 a later error goes back to the app with error, the same state and no code', async () => {
  const seen = await ask({ more: { response_type: 'token', state: 'the state' } })
  const answer = new URL(seen.url)
  expect(answer.origin + answer.pathname).toBe(redirects.public)
  expect(Object.fromEntries(answer.searchParams)).toEqual({
    error: 'unsupported_response_type',
    error_description: 'response_type must be code',
    state: 'the state',
  })
})

const errorOf = async (options: Parameters<typeof authorizeUrl>[1]) =>
  new URL((await ask(options)).url).searchParams.get('error')

test('A7 the aud of another server gives no code', async () => {
  expect(await errorOf({ more: { aud: 'https://evil.example/fhir' } })).toBe('invalid_request')
})

test('A8 a missing aud, one with a trailing slash and a sibling path give no code', async () => {
  expect(await errorOf({ more: { aud: undefined } })).toBe('invalid_request')
  expect(await errorOf({ more: { aud: `${running.url}/fhir/` } })).toBe('invalid_request')
  expect(await errorOf({ more: { aud: `${running.url}/fhir2` } })).toBe('invalid_request')
})

test('A9 a public client without a challenge is refused', async () => {
  expect(await errorOf({ challenge: undefined })).toBe('invalid_request')
})

test('A10 the challenge method plain is refused', async () => {
  expect(await errorOf({ more: { code_challenge_method: 'plain' } })).toBe('invalid_request')
})

test('A11 challenge and method come together, for confidential clients too', async () => {
  const web = { client: 'web-app', redirect: redirects.web, challenge: undefined }
  const { challenge } = pkcePair()
  expect(await errorOf({ more: { code_challenge_method: undefined } })).toBe('invalid_request')
  expect(await errorOf({ ...web, more: { code_challenge: challenge } })).toBe('invalid_request')
  expect(await errorOf({ ...web, more: { code_challenge_method: 'S256' } })).toBe('invalid_request')
  expect(await errorOf({ challenge: 'too-short' })).toBe('invalid_request')
  expect(await errorOf(web)).toBe(null)
})

test.each(['token', 'id_token', 'code id_token', 'none'])(
  'A12 the response type %s is refused and nothing is issued',
  async type => {
    expect(await errorOf({ more: { response_type: type } })).toBe('unsupported_response_type')
  },
)

test('A13 any parameter twice is refused', async () => {
  for (const name of ['client_id', 'redirect_uri', 'scope', 'state', 'aud', 'whatever']) {
    const url = `${authorizeUrl(running, { challenge: pkcePair().challenge })}&${name}=a&${name}=b`
    isPage(await new Browser(running).go(url))
  }
})

test('A14 request, request_uri and registration are refused by name', async () => {
  expect(await errorOf({ more: { request: 'eyJ' } })).toBe('request_not_supported')
  expect(await errorOf({ more: { request_uri: 'http://127.0.0.1:1/x' } })).toBe(
    'request_uri_not_supported',
  )
  expect(await errorOf({ more: { registration: '{}' } })).toBe('registration_not_supported')
})

test('A15 a POST with the same parameters is the same flow, and a signed-in browser is recognised', async () => {
  const { browser } = await launch(running)
  const url = new URL(authorizeUrl(running, { challenge: pkcePair().challenge }))
  const seen = await browser.go('/auth/authorize', { method: 'POST', body: url.searchParams })
  expect(new URL(seen.url).searchParams.get('code')).toMatch(/^[\w-]{43}$/)
  const first = await fetch(`${running.url}/auth/authorize`, {
    method: 'POST',
    body: url.searchParams,
    redirect: 'manual',
  })
  expect(first.status).toBe(303)
})

test('A16 state comes back exactly as it was sent', async () => {
  const state = `a b"c'd&e=f+g%20ü€#;<>`
  const { answer } = await launch(running, { more: { state } })
  expect(answer.get('state')).toBe(state)
})

test('A17 markup in parameters is escaped on every page', async () => {
  const evil = '"><script>alert(1)</script>'
  const seen = await ask({ more: { login_hint: evil, state: evil, scope: `openid ${evil}` } })
  expect(seen.html).toContain('name="password"')
  expect(seen.html).not.toContain('<script')
  expect((await ask({ client: evil })).html).not.toContain('<script')
  const { consentPage } = await launch(running, { more: { prompt: 'consent', nonce: evil } })
  expect(consentPage?.html).toContain('&lt;b&gt;Org&lt;/b&gt; Inc.')
})

test('A18 prompt=none never shows a page, and junk in prompt or max_age is refused', async () => {
  expect(await errorOf({ more: { prompt: 'none' } })).toBe('login_required')
  const { browser } = await launch(running, { scope: 'openid' })
  const more = { prompt: 'none' }
  const custom = { client: 'custom-app', redirect: redirects.custom }
  const { challenge } = pkcePair()
  const silent = await browser.go(authorizeUrl(running, { challenge, ...custom, more }))
  expect(new URL(silent.url).searchParams.get('error')).toBe('consent_required')
  expect(await errorOf({ more: { prompt: 'none login' } })).toBe('invalid_request')
  expect(await errorOf({ more: { prompt: 'please' } })).toBe('invalid_request')
  expect(await errorOf({ more: { max_age: '-1' } })).toBe('invalid_request')
  expect(await errorOf({ more: { max_age: 'soon' } })).toBe('invalid_request')
})

test('A18 prompt=login and max_age=0 ask for the password again, once', async () => {
  const { browser } = await launch(running)
  for (const more of [{ prompt: 'login' }, { max_age: '0' }, { prompt: 'select_account' }]) {
    const { challenge } = pkcePair()
    const again = await browser.go(authorizeUrl(running, { challenge, more }))
    expect(again.html).toContain('name="password"')
    const done = await signIn(browser, again)
    expect(new URL(done.url).searchParams.get('code')).toBeTruthy()
  }
})

test('A19 control characters and oversized parameters are 4xx or a normal flow, never 500', async () => {
  isPage(await ask({ more: { state: 'a\u0000b' } }))
  isPage(await ask({ more: { scope: 'openid\npatient/Patient.rs' } }))
  isPage(await ask({ client: 'a\u0000b' }))
  isPage(await ask({ more: { scope: 'patient/Patient.rs '.repeat(530) } }))
  expect((await ask({ more: { state: 's'.repeat(5000) } })).html).toContain('name="password"')
  const posted = await fetch(`${running.url}/auth/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ state: 'x'.repeat(100_000) }),
    redirect: 'manual',
  })
  expect(posted.status).toBe(413)
})

test('A20 no parameter of any page makes the browser leave for an unregistered host', async () => {
  const away = 'https://evil.example/'
  for (const path of ['/auth/login', '/auth/grant', '/auth/authorize', '/auth/grants'])
    for (const name of ['redirect_to', 'redirect_uri', 'next', 'flow', 'return', 'url']) {
      const response = await fetch(
        `${running.url}${path}?${new URLSearchParams({ [name]: away })}`,
        {
          redirect: 'manual',
        },
      )
      expect(response.headers.get('location') ?? '').not.toContain('evil')
    }
  const response = await fetch(`${running.url}/auth/logout`, {
    method: 'POST',
    body: new URLSearchParams({ post_logout_redirect_uri: away }),
    redirect: 'manual',
  })
  expect(response.status).toBe(400)
})

test('B1 v2 scopes return as v2, v1 as v1', async () => {
  const { tokens } = await tokensOf(running, {
    scope: 'patient/Patient.read patient/Coverage.rs',
    more: { prompt: 'consent' },
  })
  expect(tokens.scope).toBe('patient/Patient.read patient/Coverage.rs')
})

test('B2 wildcards become explicit supported types', async () => {
  const { tokens } = await tokensOf(running, {
    scope: 'patient/*.read',
    more: { prompt: 'consent' },
  })
  expect(tokens.scope).toContain('patient/ExplanationOfBenefit.read')
  expect(tokens.scope).not.toContain('*')
})

test('B3 scopes beyond what the client registered are not offered', async () => {
  const { tokens } = await tokensOf(running, {
    client: 'narrow-app',
    redirect: 'https://narrow.example/cb',
    scope: 'openid profile patient/*.rs',
  })
  expect(tokens.scope).toBe('openid patient/Patient.rs patient/Coverage.rs')
})

test('B4 write, system, unknown types and words, wrong orders and forbidden queries are dropped', async () => {
  const { tokens } = await tokensOf(running, {
    scope:
      'patient/Patient.cruds patient/Coverage.write system/Patient.rs patient/Account.rs superuser patient/Goal.sr patient/*.rs?category=x patient/Observation.rs?_include=*',
    more: { prompt: 'consent' },
  })
  expect(tokens.scope).toBe('patient/Patient.rs')
})

test('B5 nothing left is invalid_scope', async () => {
  expect(await errorOf({ scope: 'system/*.rs superuser' })).toBe('invalid_scope')
  expect(await errorOf({ more: { scope: undefined } })).toBe('invalid_scope')
})

test('B6 a scope with a category is kept exactly', async () => {
  const scope = 'patient/Observation.rs?category=laboratory'
  const { tokens } = await tokensOf(running, { scope, more: { prompt: 'consent' } })
  expect(tokens.scope).toBe(scope)
})

test('B7 B8 what is unticked is nowhere: no type, no refresh token, no id token', async () => {
  const { tokens, access } = await tokensOf(running, {
    more: { prompt: 'consent' },
    untick: ['type-Coverage', 'offline', 'identity'],
  })
  expect(tokens.scope).toBe('launch/patient patient/Patient.rs patient/Observation.rs')
  expect(tokens).not.toHaveProperty('refresh_token')
  expect(tokens).not.toHaveProperty('id_token')
  expect((await tryToken(running, access)).claims.scope).toBe(tokens.scope)
})

test('B9 a form with a scope or patient that was not offered gains nothing', async () => {
  const { tokens } = await tokensOf(running, {
    scope: 'patient/Patient.rs',
    more: { prompt: 'consent' },
    fields: { 'type-Coverage': 'yes', offline: 'yes' },
  })
  expect(tokens.scope).toBe('patient/Patient.rs')
  const browser = new Browser(running)
  const url = authorizeUrl(running, {
    challenge: pkcePair().challenge,
    more: { prompt: 'consent' },
  })
  const page = await signIn(browser, await browser.go(url))
  isPage(await allow(browser, page, { fields: { patient: 'p-other' } }))
})

test('B10 a delegate chooses whose record, and each token reads only that one', async () => {
  const asParent = (patient: string) =>
    tokensOf(running, { user: 'parent', more: { prompt: 'consent' }, fields: { patient } })
  const child = await asParent('p-child')
  expect(child.tokens.patient).toBe('p-child')
  expect(child.consentPage?.html).toContain('p-parent')
  expect(child.consentPage?.html).not.toContain('p-lapsed')
  const own = await asParent('p-parent')
  expect(own.tokens.patient).toBe('p-parent')
  expect((await tryToken(running, child.access)).claims.context).toEqual({ patient: 'p-child' })
})

test('B11 Cancel and nothing ticked are access_denied with the state and no code', async () => {
  const deny = async (fields: Record<string, string>) => {
    const browser = new Browser(running)
    const url = authorizeUrl(running, {
      challenge: pkcePair().challenge,
      more: { prompt: 'consent', state: 'kept' },
    })
    const page = await signIn(browser, await browser.go(url))
    const seen = await browser.submit(page, fields)
    expect(seen.status).toBe(303)
    return Object.fromEntries(new URL(seen.url).searchParams)
  }
  const denied = { error: 'access_denied', error_description: expect.any(String), state: 'kept' }
  expect(await deny({ answer: 'deny', identity: 'yes' })).toEqual(denied)
  expect(await deny({ answer: 'allow', patient: 'p-member' })).toEqual(denied)
})

test('B12 asking more than was asked shows the page again, asking less gives no more than was allowed', async () => {
  const user = 'other'
  const first = await tokensOf(running, {
    user,
    scope: 'patient/Patient.rs patient/Coverage.rs',
    untick: ['type-Coverage'],
  })
  expect(first.consentPage).toBeDefined()
  const less = await tokensOf(running, { browser: first.browser, scope: 'patient/Patient.rs' })
  expect(less.consentPage).toBeUndefined()
  const same = await tokensOf(running, {
    browser: first.browser,
    scope: 'patient/Patient.rs patient/Coverage.rs',
  })
  expect(same.consentPage).toBeUndefined()
  expect(same.tokens.scope).toBe('patient/Patient.rs')
  const more = await tokensOf(running, {
    browser: first.browser,
    scope: 'patient/Patient.rs patient/Goal.rs',
  })
  expect(more.consentPage).toBeDefined()
})

test('B13 an app with a custom scheme or loopback redirect is asked every time', async () => {
  for (const [client, redirect] of [
    ['custom-app', redirects.custom],
    ['native-app', redirects.native],
  ] as const) {
    const first = await tokensOf(running, { client, redirect })
    const second = await tokensOf(running, { client, redirect, browser: first.browser })
    expect(second.consentPage).toBeDefined()
  }
})

test('B14 narrowing an earlier yes stops tokens that hold more', async () => {
  const wide = await tokensOf(running, { more: { prompt: 'consent' } })
  const narrow = await tokensOf(running, {
    browser: wide.browser,
    more: { prompt: 'consent' },
    untick: ['type-Observation'],
  })
  expect((await tryToken(running, wide.access)).status).toBe(401)
  expect((await tryToken(running, narrow.access)).status).toBe(200)
})

test('B15 the page names the app and the host it returns to', async () => {
  const { consentPage } = await launch(running, { more: { prompt: 'consent' } })
  expect(consentPage?.html).toContain('App public-app')
  expect(consentPage?.html).toContain('app.example')
})

test('a person without a record cannot share one', async () => {
  const { answer } = await launch(running, { user: 'nobodys' })
  expect(answer.get('error')).toBe('access_denied')
})

test('sensitive records are included only when their own box is ticked', async () => {
  const plain = await tokensOf(running, { more: { prompt: 'consent' } })
  const session = (await tryToken(running, plain.access)).claims.jti
  const stored = await running.box.resources.get('Session', String(session))
  expect(stored?.ctx).toMatchObject({ patient: 'p-member', sensitive: false })
  const ticked = await tokensOf(running, {
    more: { prompt: 'consent' },
    fields: { sensitive: 'yes' },
  })
  const second = (await tryToken(running, ticked.access)).claims.jti
  expect((await running.box.resources.get('Session', String(second)))?.ctx).toMatchObject({
    sensitive: true,
  })
})

test('a first-party portal gets a token without scopes or page, and who signed in', async () => {
  const { challenge, verifier } = pkcePair()
  const browser = new Browser(running)
  const url = authorizeUrl(running, {
    client: 'portal-ui',
    redirect: redirects.portal,
    scope: 'openid profile patient/Patient.rs',
    challenge,
    more: { aud: undefined },
  })
  const seen = await signIn(browser, await browser.go(url))
  const answer = new URL(seen.url).searchParams
  expect(answer.get('iss')).toBe(running.url)
  const { body } = await exchange(
    running,
    { answer, verifier },
    {
      client_id: 'portal-ui',
      redirect_uri: redirects.portal,
    },
  )
  expect(body.scope).toBe('openid profile')
  expect(body.userinfo).toMatchObject({
    sub: 'member',
    fhirUser: { resourceType: 'Patient', id: 'p-member' },
  })
  expect(JSON.stringify(body.userinfo)).not.toContain('$s0$')
  const { jti, ...claims } = (await tryToken(running, String(body.access_token))).claims
  expect(claims).not.toHaveProperty('atv')
  expect(claims).not.toHaveProperty('scope')
})
