// Rows D and E of the SMART contract, over HTTP: codes, tokens, refresh.
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Session } from '../../vocabulary/aidbox.ts'
import { type AuthBox, redirects, secret, startAuthBox } from './auth-box.fixture.ts'
import { eventOf } from './events.ts'
import { findRefreshToken, takingRefreshToken } from './refresh-tokens.ts'
import { randomToken, sha256 } from './secrets.ts'
import { endSession } from './sessions.ts'
import {
  basic,
  exchange,
  launch,
  pkcePair,
  post,
  refreshTokens,
  tokensOf,
  tryToken,
} from './smart-dance.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

const web = { client: 'web-app', redirect: redirects.web, challenge: undefined }

/** A code of the confidential app, without a challenge. */
const webCode = () => launch(running, web)

const webExchange = (
  code: Awaited<ReturnType<typeof launch>>,
  fields: Record<string, string> = {},
  headers: Record<string, string> = basic('web-app', secret),
) =>
  post(
    running,
    '/auth/token',
    {
      grant_type: 'authorization_code',
      code: code.answer.get('code') ?? '',
      redirect_uri: redirects.web,
      ...fields,
    },
    headers,
  )

const invalidGrant = { status: 400, body: { error: 'invalid_grant' } }

test('D1 D2 a code used twice is refused and what the first use gave stops', async () => {
  const launched = await launch(running)
  const first = await exchange(running, launched)
  const token = String(first.body.access_token)
  expect((await tryToken(running, token)).status).toBe(200)
  expect(await exchange(running, launched)).toMatchObject(invalidGrant)
  expect((await tryToken(running, token)).status).toBe(401)
  expect(await refreshTokens(running, String(first.body.refresh_token))).toMatchObject(invalidGrant)
})

test('D3 of ten parallel uses of one code at most one succeeds', async () => {
  const { browser } = await launch(running)
  for (let round = 0; round < 20; round++) {
    const launched = await launch(running, { browser })
    const all = await Promise.all(Array.from({ length: 10 }, () => exchange(running, launched)))
    expect(all.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    expect(all.filter(({ status }) => status >= 500)).toEqual([])
  }
})

test('D4 a code older than a minute is refused', async () => {
  const launched = await launch(running)
  running.advance(61)
  expect(await exchange(running, launched)).toMatchObject(invalidGrant)
})

test('D5 a code of another client is refused, and its owner can still use it', async () => {
  const launched = await launch(running)
  expect(await exchange(running, launched, { client_id: 'second-public' })).toMatchObject(
    invalidGrant,
  )
  expect((await exchange(running, launched)).status).toBe(200)
})

test('D6 a redirect_uri that differs or is missing is refused', async () => {
  const launched = await launch(running)
  const other = { redirect_uri: 'https://app.example/cb2' }
  expect(await exchange(running, launched, other)).toMatchObject(invalidGrant)
  expect((await exchange(running, launched, { redirect_uri: '' })).status).toBe(400)
  expect((await exchange(running, launched)).status).toBe(200)
})

test('D7 a verifier that is missing, blank, wrong or the challenge itself is refused', async () => {
  const { verifier, challenge } = pkcePair()
  const launched = await launch(running, { challenge })
  for (const code_verifier of ['', ' ', pkcePair().verifier, challenge, 'short'])
    expect(await exchange(running, launched, { code_verifier })).toMatchObject(invalidGrant)
  expect((await exchange(running, launched, { code_verifier: verifier })).status).toBe(200)
})

test('D8 a verifier without a challenge is refused', async () => {
  const code = await webCode()
  expect(await webExchange(code, { code_verifier: pkcePair().verifier })).toMatchObject(
    invalidGrant,
  )
  expect((await webExchange(code)).status).toBe(200)
})

test('D9 a wrong secret is invalid_client, and the code survives', async () => {
  const code = await webCode()
  const wrong = await webExchange(code, {}, basic('web-app', 'wrong'))
  expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic/)
  expect((await webExchange(code)).status).toBe(200)
})

test('D10 a confidential client with its id only is refused', async () => {
  const code = await webCode()
  expect((await webExchange(code, { client_id: 'web-app' }, {})).status).toBe(401)
})

test('D11 Basic and body both work, both at once and a secret in the URL do not', async () => {
  expect((await webExchange(await webCode())).status).toBe(200)
  const inBody = { client_id: 'web-app', client_secret: secret }
  expect((await webExchange(await webCode(), inBody, {})).status).toBe(200)
  const code = await webCode()
  expect(await webExchange(code, inBody)).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
  })
  const inUrl = await post(running, `/auth/token?client_secret=${secret}`, {
    grant_type: 'authorization_code',
    code: code.answer.get('code') ?? '',
    redirect_uri: redirects.web,
    client_id: 'web-app',
  })
  expect(inUrl.status).toBe(400)
})

test('D12 a secret with + or % works raw and form-encoded in Basic', async () => {
  const clear = 'p+l%us s'
  const patient = `${running.url}/fhir/Patient`
  for (const sent of [clear, encodeURIComponent(clear), 'p%2Bl%25us+s']) {
    const response = await fetch(patient, { headers: basic('basic-app', sent) })
    expect(response.status).toBe(403) // known, and no policy lets this client read
  }
  expect((await fetch(patient, { headers: basic('basic-app', 'pl us') })).status).toBe(401)
})

test('D13 GET, repeated parameters and the password grant are 4xx JSON', async () => {
  const got = await fetch(`${running.url}/auth/token?grant_type=authorization_code`)
  expect(got.status).toBe(405)
  expect(await got.json()).toHaveProperty('error')
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const twice = await post(running, '/auth/token', 'grant_type=a&grant_type=b', form)
  expect(twice).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(
    await post(running, '/auth/token', { grant_type: 'password', username: 'a', password: 'b' }),
  ).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } })
  for (const [body, type] of [
    ['{', 'application/json'],
    ['[]', 'application/json'],
    ['{"grant_type":1}', 'application/json'],
    ['{"grant_type":"refresh_token","grant_type":"client_credentials"}', 'application/json'],
    ['{"grant_type":{"a":"b"},"grant_type":"refresh_token"}', 'application/json'],
    ['<a/>', 'application/xml'],
    ['x=%', 'application/x-www-form-urlencoded'],
    ['grant_type=a%00b', 'application/x-www-form-urlencoded'],
    ['__proto__=x&grant_type=constructor', 'application/x-www-form-urlencoded'],
  ] as const)
    expect((await post(running, '/auth/token', body, { 'content-type': type })).status).toBe(400)
  const named = await post(running, '/auth/token', '{"code":"a\\"b","code":"c"}', {
    'content-type': 'application/json',
  })
  expect(named.body).toMatchObject({
    error: 'invalid_request',
    error_description: expect.stringContaining('repeated'),
  })
  const large = await post(running, '/auth/token', `code=${'x'.repeat(70_000)}`, form)
  expect(large.status).toBe(413)
})

test('D14 a JSON body is as good as a form', async () => {
  const { answer, verifier } = await launch(running)
  const body = JSON.stringify({
    grant_type: 'authorization_code',
    code: answer.get('code'),
    redirect_uri: redirects.public,
    code_verifier: verifier,
    client_id: 'public-app',
  })
  const json = { 'content-type': 'application/json' }
  expect((await post(running, '/auth/token', body, json)).status).toBe(200)
})

test('D15 the answer is JSON whatever Accept says, and nobody may store it', async () => {
  const good = await exchange(running, await launch(running), {}, { accept: 'text/html' })
  const bad = await post(running, '/auth/token', { grant_type: 'x' }, { accept: 'text/html' })
  for (const { headers } of [good, bad]) {
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('pragma')).toBe('no-cache')
  }
})

test('D16 tokens carry the claims and lifetimes of the contract, signed with RS256', async () => {
  const nonce = 'n-0S6_WzA2Mj'
  const { tokens, access } = await tokensOf(running, { more: { nonce, prompt: 'consent' } })
  const keys = createLocalJWKSet(await (await fetch(`${running.url}/.well-known/jwks.json`)).json())
  const checked = { issuer: running.url, algorithms: ['RS256'], currentDate: running.box.clock() }
  const at = await jwtVerify(access, keys, { ...checked, audience: `${running.url}/fhir` })
  expect(at.protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'RS256' })
  expect(at.payload).toMatchObject({
    sub: 'member',
    client_id: 'public-app',
    scope: tokens.scope,
    atv: 2,
    context: { patient: 'p-member' },
    jti: expect.any(String),
  })
  expect((at.payload.exp ?? 0) - (at.payload.iat ?? 0)).toBe(1800)
  const id = await jwtVerify(String(tokens.id_token), keys, { ...checked, audience: 'public-app' })
  expect(id.payload).toMatchObject({
    sub: 'member',
    nonce,
    auth_time: expect.any(Number),
    fhirUser: `${running.url}/fhir/Patient/p-member`,
    email: 'member@people.test',
    family_name: 'member',
  })
  expect((id.payload.exp ?? 0) - (id.payload.iat ?? 0)).toBeLessThanOrEqual(600)
  const plain = await tokensOf(running, { scope: 'openid', more: { prompt: 'consent' } })
  const claims = decodeJwt(String(plain.tokens.id_token))
  expect(claims).not.toHaveProperty('email')
  expect(claims).not.toHaveProperty('fhirUser')
  expect(plain.tokens).not.toHaveProperty('patient')
})

test('D17 the key set holds no private member, and every kid in use is there', async () => {
  const { keys } = await (await fetch(`${running.url}/.well-known/jwks.json`)).json()
  const { access, tokens } = await tokensOf(running)
  const kids = [access, String(tokens.id_token)].map(token => decodeProtectedHeader(token).kid)
  for (const kid of kids) expect(keys.map((key: { kid: string }) => key.kid)).toContain(kid)
  for (const key of keys)
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('E1 E6 refresh gives a new pair with scope and patient, and the old one is over', async () => {
  const { refresh, access } = await tokensOf(running)
  const next = await refreshTokens(running, refresh)
  expect(next.body).toMatchObject({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 1800,
    scope: expect.stringContaining('patient/Patient.rs'),
    patient: 'p-member',
    refresh_token: expect.any(String),
  })
  expect(next.body.refresh_token).not.toBe(refresh)
  expect((await tryToken(running, String(next.body.access_token))).status).toBe(200)
  expect((await tryToken(running, access)).status).toBe(200)
})

test('E2 a used refresh token ends its successor and the access token', async () => {
  const { refresh } = await tokensOf(running)
  const next = await refreshTokens(running, refresh)
  expect(await refreshTokens(running, refresh)).toMatchObject(invalidGrant)
  expect(await refreshTokens(running, String(next.body.refresh_token))).toMatchObject(invalidGrant)
  expect((await tryToken(running, String(next.body.access_token))).status).toBe(401)
})

test('E3 of ten parallel refreshes at most one succeeds', async () => {
  const { browser } = await launch(running)
  for (let round = 0; round < 20; round++) {
    const { refresh } = await tokensOf(running, { browser })
    const all = await Promise.all(Array.from({ length: 10 }, () => refreshTokens(running, refresh)))
    expect(all.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    expect(all.filter(({ status }) => status >= 500)).toEqual([])
  }
})

test('a refresh that comes after a change of its Session uses nothing up', async () => {
  const { refresh, access } = await tokensOf(running)
  const { box } = running
  const found = await findRefreshToken(box, refresh)
  if (!found) throw new Error('no refresh token')
  const { session } = found
  const exp = (session.exp ?? 0) - 1
  const { version } = await box.resources.update({ ...session, exp })
  const next = randomToken()
  const late = box.resources.take(
    takingRefreshToken(found, next, session.refresh_token_exp ?? 0),
    { ...session, refresh_token: sha256(next) },
    { replace: true, beside: eventOf(box, { kind: 'token-refreshed', session: session.id }) },
  )
  expect(await late).toBe(false)
  expect((await box.resources.read('Session', session.id))?.version).toBe(version)
  expect(await refreshTokens(running, next)).toMatchObject(invalidGrant)
  expect((await tryToken(running, access)).status).toBe(200)
  expect((await refreshTokens(running, refresh)).status).toBe(200)
})

test('whoever ends a Session while it is refreshed wins', async () => {
  const { browser } = await launch(running)
  for (let round = 0; round < 20; round++) {
    const { refresh, access } = await tokensOf(running, { browser })
    const jti = decodeJwt(access).jti ?? ''
    const [first, second] = await Promise.all([
      refreshTokens(running, refresh),
      refreshTokens(running, refresh, { scope: 'patient/Patient.rs' }),
      endSession(running.box, jti),
    ])
    for (const { status } of [first, second]) expect(status).toBeLessThan(500)
    expect((await running.box.resources.get<Session>('Session', jti))?.active).toBe(false)
    for (const { status, body } of [first, second])
      if (status === 200)
        expect(await refreshTokens(running, String(body.refresh_token))).toMatchObject(invalidGrant)
    expect((await tryToken(running, access)).status).toBe(401)
  }
})

test('E4 a refresh token of another client is refused, its owner unharmed', async () => {
  const { refresh } = await tokensOf(running)
  expect(await refreshTokens(running, refresh, { client_id: 'second-public' })).toMatchObject(
    invalidGrant,
  )
  expect((await refreshTokens(running, refresh)).status).toBe(200)
  const confidential = await webExchange(await webCode())
  const token = String(confidential.body.refresh_token)
  const asPublic = await refreshTokens(running, token, { client_id: 'public-app' })
  expect(asPublic).toMatchObject(invalidGrant)
})

test('E5 a wider scope is invalid_scope; a narrower one works and the next refresh has all again', async () => {
  const { refresh, tokens } = await tokensOf(running)
  const wider = await refreshTokens(running, refresh, {
    scope: 'patient/Patient.rs patient/Goal.rs',
  })
  expect(wider).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  const unknownQuery = await refreshTokens(running, refresh, { scope: 'patient/Patient.rs?a=b' })
  expect(unknownQuery).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  const narrower = await refreshTokens(running, refresh, { scope: 'patient/Coverage.rs' })
  expect(narrower.body.scope).toBe('patient/Coverage.rs')
  expect(decodeJwt(String(narrower.body.access_token)).scope).toBe('patient/Coverage.rs')
  const again = await refreshTokens(running, String(narrower.body.refresh_token))
  expect(again.body.scope).toBe(tokens.scope)
})

test('E7 without client_id a public client may refresh, a confidential one may not', async () => {
  const { refresh } = await tokensOf(running)
  const anonymous = (refresh_token: string) =>
    post(running, '/auth/token', { grant_type: 'refresh_token', refresh_token })
  expect((await anonymous(refresh)).status).toBe(200)
  const confidential = await webExchange(await webCode())
  expect((await anonymous(String(confidential.body.refresh_token))).status).toBe(401)
})

test('E8 without offline_access there is no refresh token', async () => {
  const { tokens } = await tokensOf(running, { scope: 'openid patient/Patient.rs' })
  expect(tokens).not.toHaveProperty('refresh_token')
})

test('E9 refresh is refused when the person, the client or the time of the yes is over', async () => {
  const change = async (type: string, id: string, more: Record<string, unknown>) => {
    const before = await running.box.resources.get(type, id)
    if (!before) throw new Error(`no ${type}/${id}`)
    await running.box.resources.update({ ...before, ...more })
    return () => running.box.resources.update(before)
  }
  const { refresh } = await tokensOf(running, { user: 'other' })
  const undoUser = await change('User', 'other', { inactive: true })
  expect(await refreshTokens(running, refresh)).toMatchObject(invalidGrant)
  await undoUser()
  const undoClient = await change('Client', 'public-app', { active: false })
  expect(await refreshTokens(running, refresh)).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
  await undoClient()
  expect((await refreshTokens(running, refresh)).status).toBe(200)
  const late = await tokensOf(running, { user: 'other' })
  running.advance(397 * 24 * 60 * 60)
  expect(await refreshTokens(running, late.refresh)).toMatchObject(invalidGrant)
})

test('E9 a delegate whose delegation is over cannot refresh', async () => {
  const more = { prompt: 'consent' }
  const child = await tokensOf(running, { user: 'parent', more, fields: { patient: 'p-child' } })
  const link = await running.box.resources.get('RelatedPerson', 'r-child')
  if (!link) throw new Error('no link')
  await running.box.resources.update({ ...link, period: { end: '2021-01-01' } })
  expect(await refreshTokens(running, child.refresh)).toMatchObject(invalidGrant)
  await running.box.resources.update(link)
})

test('E10 an access token is no refresh token, and the reverse', async () => {
  const { access, refresh } = await tokensOf(running)
  expect((await refreshTokens(running, access)).status).toBe(400)
  const response = await fetch(`${running.url}/fhir/Patient/p-member`, {
    headers: { authorization: `Bearer ${refresh}` },
  })
  expect(response.status).toBe(401)
})
