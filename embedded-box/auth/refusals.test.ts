// What an app was refused is in the audit with its cause, for its vendor; the answer to the app stays as vague as the specification wants.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, redirects, startAuthBox } from './auth-box.fixture.ts'
import {
  authorizeUrl,
  exchange,
  launch,
  post,
  refreshTokens,
  tokensOf,
  tryToken,
} from './smart-dance.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox({
    limits: {
      loginFailuresPerAddress: 100_000,
      authorizePerMinute: 100_000,
      clientFailuresPerMinute: 100_000,
      refusalsPerMinute: 30,
    },
  })
})
afterAll(() => running.close())

interface Told {
  what?: string
  error?: string
  reason?: string
}

/** The refusals of an app, oldest first, as their details tell them. */
const refusals = async (client = 'public-app'): Promise<Told[]> => {
  const events = await running.box.resources.find('AuditEvent', {})
  return events
    .map(event => ({ at: String(event.recorded), text: JSON.stringify(event) }))
    .filter(({ text }) => text.includes(`Client/${client}"`) && /-refused"/.test(text))
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .map(({ text }) =>
      Object.fromEntries(
        [...text.matchAll(/"type":"(what|error|reason)","valueString":"([^"]+)"/g)].map(
          ([, name, value]) => [name, value],
        ),
      ),
    )
}
const latest = async (client?: string) => (await refusals(client)).at(-1)

test('an authorization with another redirect, or without a challenge, is found in the audit of its app', async () => {
  const wrong = authorizeUrl(running, { redirect: 'https://elsewhere.example/cb' })
  expect((await fetch(wrong, { redirect: 'manual' })).status).toBe(400)
  expect(await latest()).toEqual({
    what: 'authorize-refused',
    error: 'invalid_request',
    reason: 'redirect-unregistered',
  })
  await fetch(authorizeUrl(running), { redirect: 'manual' })
  expect(await latest()).toEqual({ what: 'authorize-refused', error: 'invalid_request' })
})

test.each([
  ['code-unknown', { code: 'never-given' }],
  ['redirect-differs', { redirect_uri: 'https://elsewhere.example/cb' }],
  ['verifier-missing', { code_verifier: '' }],
  ['verifier-differs', { code_verifier: 'x'.repeat(43) }],
])(
  'a refused exchange says %s in the audit, and only invalid_grant to the app',
  async (reason, fields) => {
    const launched = await launch(running)
    const { body } = await exchange(running, launched, fields)
    expect(body.error).toBe('invalid_grant')
    expect(JSON.stringify(body)).not.toContain(reason)
    expect(await latest()).toEqual({ what: 'token-refused', error: 'invalid_grant', reason })
  },
)

test('a code and a refresh token that are used twice are told as such', async () => {
  const launched = await launch(running)
  await exchange(running, launched)
  await exchange(running, launched)
  expect(await latest()).toMatchObject({ reason: 'code-used' })
  const { refresh } = await tokensOf(running)
  await refreshTokens(running, refresh)
  await refreshTokens(running, refresh)
  expect(await latest()).toMatchObject({ reason: 'refresh-used' })
})

test('a call with a revoked token and one with a token that is over are told apart', async () => {
  const { access, refresh } = await tokensOf(running)
  await post(running, '/auth/revoke', { token: access, client_id: 'public-app' })
  expect((await tryToken(running, access)).status).toBe(401)
  expect(await latest()).toEqual({
    what: 'access-token-refused',
    error: 'login',
    reason: 'token-ended',
  })
  await refreshTokens(running, refresh)
  expect(await latest()).toMatchObject({ what: 'token-refused', reason: 'access-ended' })
  const later = await tokensOf(running)
  running.advance(3601)
  expect((await tryToken(running, later.access)).status).toBe(401)
  expect(await latest()).toMatchObject({ what: 'access-token-refused', reason: 'token-over' })
})

test('what strangers make up fills no audit: unknown apps not at all, a known one so many times a minute', async () => {
  const before = (await refusals('no-such-app')).length
  await post(running, '/auth/token', { grant_type: 'authorization_code', client_id: 'no-such-app' })
  expect(await refusals('no-such-app')).toHaveLength(before)
  const attempt = { grant_type: 'authorization_code', client_id: 'second-public', code: 'x' }
  for (let count = 0; count < 35; count++)
    await post(running, '/auth/token', { ...attempt, redirect_uri: redirects.public })
  expect(await refusals('second-public')).toHaveLength(30)
})
