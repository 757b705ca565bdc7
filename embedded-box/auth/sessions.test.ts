// Rows F, G, H and I of the SMART contract, over HTTP: ending access, bad tokens, launches, who may read answers.
import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, importPKCS8, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AuthBox,
  password,
  redirects,
  rootSecret,
  secret,
  startAuthBox,
} from './auth-box.fixture.ts'
import { makeLaunchToken } from './launch-token.ts'
import {
  allScopes,
  authorizeUrl,
  basic,
  exchange,
  launch,
  pkcePair,
  post,
  refreshTokens,
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

const inactive = { status: 200, body: { active: false } }
const introspect = (token: string, headers = basic('web-app', secret)) =>
  post(running, '/auth/introspect', { token }, headers)

const webTokens = async (at = running) => {
  const launched = await launch(at, {
    client: 'web-app',
    redirect: redirects.web,
    challenge: undefined,
  })
  const fields = { redirect_uri: redirects.web, code_verifier: '' }
  return (await exchange(at, launched, fields, basic('web-app', secret))).body
}

const portalToken = async (browser = new Browser(running), user = 'member') => {
  const { challenge, verifier } = pkcePair()
  const portal = { client: 'portal-ui', redirect: redirects.portal, scope: 'openid profile' }
  const first = await browser.go(authorizeUrl(running, { ...portal, challenge }))
  const answer = new URL((await signIn(browser, first, user)).url).searchParams
  const fields = { client_id: 'portal-ui', redirect_uri: redirects.portal }
  const { body } = await exchange(running, { answer, verifier }, fields)
  return String(body.access_token)
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const asRoot = (path: string, init: RequestInit = {}) =>
  fetch(`${running.url}${path}`, { ...init, headers: basic('root', rootSecret) })

test('F1 revoking with either token stops both at once, and introspection says inactive', async () => {
  for (const which of ['access', 'refresh'] as const) {
    const tokens = await tokensOf(running)
    const answer = await post(running, '/auth/revoke', {
      token: tokens[which],
      client_id: 'public-app',
    })
    expect(answer.status).toBe(200)
    expect((await tryToken(running, tokens.access)).status).toBe(401)
    expect((await refreshTokens(running, tokens.refresh)).status).toBe(400)
  }
  const web = await webTokens()
  const token = String(web.access_token)
  expect((await introspect(token)).body.active).toBe(true)
  await post(running, '/auth/revoke', { token }, basic('web-app', secret))
  expect(await introspect(token)).toMatchObject(inactive)
})

test('F2 DELETE /Session ends the presented token, at both addresses', async () => {
  for (const path of ['/Session', '/fhir/Session']) {
    const { access, refresh } = await tokensOf(running)
    const answer = await fetch(`${running.url}${path}`, {
      method: 'DELETE',
      headers: bearer(access),
    })
    expect(answer.status).toBe(204)
    expect((await tryToken(running, access)).status).toBe(401)
    expect((await refreshTokens(running, refresh)).status).toBe(400)
  }
})

test('F2 deleting the Grant or the Session through the API stops the tokens, for good', async () => {
  const more = { prompt: 'consent' }
  const first = await tokensOf(running, { user: 'other', more })
  const session = await running.box.resources.get('Session', String(decodeJwt(first.access).jti))
  const grant = /"grant":"([^"]+)"/.exec(JSON.stringify(session))?.[1]
  expect((await asRoot(`/fhir/Grant/${grant}`, { method: 'DELETE' })).status).toBeLessThan(300)
  expect((await tryToken(running, first.access)).status).toBe(401)
  expect((await refreshTokens(running, first.refresh)).status).toBe(400)
  const second = await tokensOf(running, { user: 'other', more })
  expect((await tryToken(running, second.access)).status).toBe(200)
  expect((await tryToken(running, first.access)).status).toBe(401)
  const id = String(decodeJwt(second.access).jti)
  expect((await asRoot(`/fhir/Session/${id}`, { method: 'DELETE' })).status).toBeLessThan(300)
  expect((await tryToken(running, second.access)).status).toBe(401)
  expect((await refreshTokens(running, second.refresh)).status).toBe(400)
})

test('F3 revoking a foreign or unknown token is 200 without effect; an unproven client is 401', async () => {
  const { access } = await tokensOf(running)
  const foreign = { token: access, client_id: 'second-public' }
  expect((await post(running, '/auth/revoke', foreign)).status).toBe(200)
  expect((await tryToken(running, access)).status).toBe(200)
  const unknown = { token: 'rubbish', client_id: 'public-app' }
  expect((await post(running, '/auth/revoke', unknown)).status).toBe(200)
  expect((await post(running, '/auth/revoke', { token: access })).status).toBe(401)
  const unproven = { token: access, client_id: 'web-app' }
  expect((await post(running, '/auth/revoke', unproven)).status).toBe(401)
})

test('F4 changing the password ends all Sessions of the person', async () => {
  const user = 'other'
  const browser = new Browser(running)
  const token = await portalToken(browser, user)
  const { access, refresh } = await tokensOf(running, { user })
  const change = (currentPassword: string, newPassword: string, by = token) =>
    post(running, '/auth/change-password', { currentPassword, newPassword }, bearer(by))
  const next = 'another long password'
  expect((await change('wrong', next)).status).toBe(422)
  expect((await change(password, 'short')).status).toBe(422)
  expect((await change(password, next, access)).status).toBe(401)
  expect((await change(password, next)).status).toBe(204)
  expect((await tryToken(running, access)).status).toBe(401)
  expect((await refreshTokens(running, refresh)).status).toBe(400)
  const portal = authorizeUrl(running, { challenge: pkcePair().challenge })
  expect((await browser.go(portal)).html).toContain('name="password"')
  const again = await portalTokenWith(user, next)
  expect((await change(next, password, again)).status).toBe(204)
})

const portalTokenWith = async (user: string, word: string) => {
  const browser = new Browser(running)
  const { challenge } = pkcePair()
  const page = await browser.go(authorizeUrl(running, { challenge }))
  await browser.submit(page, { username: `${user}@people.test`, password: word })
  return portalToken(browser, user)
}

test('F5 introspection says what the token response said', async () => {
  const web = await webTokens()
  const { body } = await introspect(String(web.access_token))
  expect(body).toEqual({
    active: true,
    scope: web.scope,
    client_id: 'web-app',
    sub: 'member',
    iss: running.url,
    aud: `${running.url}/fhir`,
    exp: expect.any(Number),
    iat: expect.any(Number),
    jti: expect.any(String),
    token_type: 'Bearer',
    patient: web.patient,
    fhirUser: `${running.url}/fhir/Patient/p-member`,
  })
  expect((await introspect(String(web.refresh_token))).body).toMatchObject({ active: true })
})

test('F6 tokens that are over are exactly inactive, access and refresh alike', async () => {
  const own = await startAuthBox()
  try {
    const web = await webTokens(own)
    const ask = (token: unknown) =>
      post(own, '/auth/introspect', { token: String(token) }, basic('web-app', secret))
    expect((await ask(web.access_token)).body).toMatchObject({ active: true })
    own.advance(31 * 60)
    expect((await ask(web.access_token)).body).toEqual({ active: false })
    expect((await ask(web.refresh_token)).body).toMatchObject({ active: true })
    own.advance(400 * 24 * 60 * 60)
    expect((await ask(web.refresh_token)).body).toEqual({ active: false })
  } finally {
    await own.close()
  }
})

test('F6 rubbish, foreign and revoked tokens are exactly inactive; public and anonymous callers are 401', async () => {
  const { access } = await tokensOf(running)
  expect(await introspect('rubbish')).toMatchObject(inactive)
  expect((await introspect(access)).body).toEqual({ active: false })
  const asPublic = { token: access, client_id: 'public-app' }
  expect((await post(running, '/auth/introspect', asPublic)).status).toBe(401)
  expect((await post(running, '/auth/introspect', { token: access })).status).toBe(401)
})

test('G1 tokens that this box did not sign, changed or that are over are 401', async () => {
  const { access } = await tokensOf(running)
  const claims = decodeJwt(access)
  const header = JSON.parse(Buffer.from(access.split('.')[0] ?? '', 'base64url').toString())
  const unsigned = new UnsecuredJWT(claims).encode()
  const { publicKey } = running.box.config.keys
  const confused = await new SignJWT(claims)
    .setProtectedHeader({ ...header, alg: 'HS256' })
    .sign(new TextEncoder().encode(publicKey))
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const foreign = await new SignJWT(claims)
    .setProtectedHeader(header)
    .sign(await importPKCS8(privateKey, 'RS256'))
  const [head, , signature] = access.split('.')
  const changed = { ...claims, context: { patient: 'p-other' } }
  const payload = Buffer.from(JSON.stringify(changed)).toString('base64url')
  for (const bad of [unsigned, confused, foreign, `${head}.${payload}.${signature}`])
    expect((await tryToken(running, bad)).status).toBe(401)
  const late = await tokensOf(running)
  running.advance(1801)
  const over = await tryToken(running, late.access)
  expect(over.status).toBe(401)
  expect(over.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
})

test('G2 an id token, a launch token, a refresh token or a code is no access token', async () => {
  const { tokens, refresh, answer } = await tokensOf(running)
  const ctx = { patient: 'p-member' }
  const launchToken = await makeLaunchToken(running.box, {
    client: 'public-app',
    user: 'member',
    ctx,
  })
  for (const token of [String(tokens.id_token), launchToken, refresh, answer.get('code') ?? '']) {
    const response = await fetch(`${running.url}/fhir/Patient/p-member`, { headers: bearer(token) })
    expect(response.status).toBe(401)
  }
})

test('G3 without a token the API says how to get in, and names no error', async () => {
  for (const path of ['/fhir/Patient/p-member', '/fhir/Coverage?beneficiary=p-member', '/User']) {
    const response = await fetch(`${running.url}${path}`)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  }
  const bad = await fetch(`${running.url}/fhir/Patient/p-member`, { headers: bearer('rubbish') })
  expect(bad.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
})

test('G3 a token in the query string is 401, also beside a good one', async () => {
  const { access } = await tokensOf(running)
  const url = `${running.url}/fhir/Patient/p-member?access_token=${access}`
  expect((await fetch(url)).status).toBe(401)
  expect((await fetch(url, { headers: bearer(access) })).status).toBe(401)
  for (const authorization of ['Bearer', 'Bearer a b', 'Digest x', 'Basic !', 'Basic eA=='])
    expect(
      (await fetch(`${running.url}/fhir/Patient/p-member`, { headers: { authorization } })).status,
    ).toBe(401)
})

test('G4 G5 G6 a token reads its own patient, the types it has, and nothing without a patient', async () => {
  const { access } = await tokensOf(running, { scope: 'openid patient/Patient.rs' })
  const read = async (path: string, token = access) => {
    const response = await fetch(`${running.url}/fhir/${path}`, { headers: bearer(token) })
    return { status: response.status, text: await response.text() }
  }
  expect((await read('Patient/p-member')).status).toBe(200)
  expect((await read('Patient/p-other')).status).toBe(404)
  const found = await read('Patient?_id=p-other,p-member')
  expect(found.text).toContain('p-member')
  expect(found.text).not.toContain('of p-other')
  expect((await read('Coverage')).status).toBe(403)
  const { context: _without, ...claims } = decodeJwt(access)
  const header = JSON.parse(Buffer.from(access.split('.')[0] ?? '', 'base64url').toString())
  const key = await importPKCS8(running.box.config.keys.privateKey, 'RS256')
  const bare = await new SignJWT(claims).setProtectedHeader(header).sign(key)
  const session = await running.box.resources.get('Session', String(claims.jti))
  if (!session) throw new Error('no session')
  await running.box.resources.update({ ...session, patient: undefined, ctx: undefined })
  expect((await read('Patient/p-member', bare)).status).toBe(403)
})

test('userinfo needs openid, and says no more than the scopes allow', async () => {
  const info = async (token: string) => {
    const response = await fetch(`${running.url}/auth/userinfo`, { headers: bearer(token) })
    return { status: response.status, body: await response.json() }
  }
  const { access } = await tokensOf(running, { scope: 'openid patient/Patient.rs' })
  expect(await info(access)).toEqual({ status: 200, body: { sub: 'member' } })
  const without = await tokensOf(running, { scope: 'patient/Patient.rs' })
  expect((await info(without.access)).status).toBe(403)
  expect((await info('rubbish')).status).toBe(401)
  const ours = await info(await portalToken())
  expect(ours.body).toMatchObject({
    sub: 'member',
    fhirUser: { resourceType: 'Patient', id: 'p-member' },
  })
  expect(JSON.stringify(ours.body)).not.toContain('$s0$')
})

const launchAs = (token: string, more: Parameters<typeof launch>[1] = {}) =>
  launch(running, {
    scope: `launch ${allScopes}`,
    ...more,
    more: { launch: token, prompt: 'consent' },
  })

test('H1 a launch token gives its patient without a choice', async () => {
  const launched = await launchAs(
    await makeLaunchToken(running.box, {
      client: 'public-app',
      user: 'parent',
      ctx: { patient: 'p-child', intent: 'summary' },
    }),
    { user: 'parent' },
  )
  expect(launched.consentPage?.html).not.toContain('p-parent')
  const { body } = await exchange(running, launched)
  expect(body).toMatchObject({ patient: 'p-child', intent: 'summary', need_patient_banner: true })
  expect(String(body.scope).split(' ')).toContain('launch')
})

test('H2 a launch token of another client, another person, another record, forged or over gives no code', async () => {
  const good = { client: 'public-app', user: 'member', ctx: { patient: 'p-member' } }
  const key = new TextEncoder().encode(running.box.config.keys.secret)
  const now = Math.floor(running.box.clock().getTime() / 1000)
  const made = (claims: Record<string, unknown>, seconds: number, alg = 'HS256', by = key) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, typ: 'launch+jwt' })
      .setJti(crypto.randomUUID())
      .setExpirationTime(now + seconds)
      .sign(by)
  const tokens = [
    await makeLaunchToken(running.box, { ...good, client: 'second-public' }),
    await makeLaunchToken(running.box, { ...good, user: 'other' }),
    await makeLaunchToken(running.box, { ...good, ctx: { patient: 'p-other' } }),
    await made(good, 60, 'HS256', new TextEncoder().encode('x'.repeat(40))),
    await made(good, -1),
    await made(good, 3600),
    await made(good, 60, 'HS512'),
    'rubbish',
  ]
  for (const token of tokens) {
    const { answer } = await launchAs(token)
    expect(answer.get('error')).toBe('invalid_request')
    expect(answer.has('code')).toBe(false)
  }
})

test('H3 a launch token is used once', async () => {
  const token = await makeLaunchToken(running.box, {
    client: 'public-app',
    user: 'member',
    ctx: { patient: 'p-member' },
  })
  expect((await launchAs(token)).answer.has('code')).toBe(true)
  expect((await launchAs(token)).answer.get('error')).toBe('invalid_request')
})

test('I1 the token answer is readable from the origins of the client, and another origin uses nothing up', async () => {
  const launched = await launch(running)
  const evil = await exchange(running, launched, {}, { origin: 'https://evil.example' })
  expect(evil).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(evil.headers.has('access-control-allow-origin')).toBe(false)
  const own = await exchange(running, launched, {}, { origin: 'https://app.example' })
  expect(own.status).toBe(200)
  expect(own.headers.get('access-control-allow-origin')).toBe('https://app.example')
  const registered = await exchange(
    running,
    await launch(running),
    {},
    { origin: 'https://spa.example' },
  )
  expect(registered.headers.get('access-control-allow-origin')).toBe('https://spa.example')
  const preflight = await fetch(`${running.url}/auth/token`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
  })
  expect(preflight.status).toBe(204)
})

test('I2 no answer allows credentials', async () => {
  const origin = { origin: 'http://localhost:3000' }
  for (const path of [
    '/auth/token',
    '/auth/userinfo',
    '/auth/revoke',
    '/.well-known/jwks.json',
    '/fhir/Patient',
  ])
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const response = await fetch(`${running.url}${path}`, { method, headers: origin })
      expect(response.headers.has('access-control-allow-credentials')).toBe(false)
    }
})

test('I3 discovery is complete, absolute, readable from anywhere, and both documents agree', async () => {
  const read = async (path: string) => {
    const response = await fetch(`${running.url}${path}`, { headers: { accept: 'text/html' } })
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    return response.json()
  }
  const smart = await read('/fhir/.well-known/smart-configuration')
  expect(await read('/.well-known/smart-configuration')).toEqual(smart)
  const openid = await read('/.well-known/openid-configuration')
  expect(await read('/.well-known/oauth-authorization-server')).toEqual(openid)
  for (const name of Object.keys(smart))
    if (name in openid) expect(openid[name]).toEqual(smart[name])
  expect(smart.issuer).toBe(running.url)
  expect(smart.code_challenge_methods_supported).toEqual(['S256'])
  for (const [name, value] of Object.entries(smart))
    if (/_endpoint$|_uri$/.test(name)) {
      expect(String(value).startsWith(`${running.url}/`)).toBe(true)
      expect((await fetch(String(value), { redirect: 'manual' })).status).not.toBe(404)
    }
  for (const scope of smart.scopes_supported) expect(scope).not.toContain('*')
})
