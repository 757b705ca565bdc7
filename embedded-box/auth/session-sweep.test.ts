// What is over goes a month later; what is still good, and what a member is shown of it, stays.
import { decodeJwt } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type AuthBox, rootSecret, startAuthBox } from './auth-box.fixture.ts'
import { basic, refreshTokens, tokensOf, tryToken } from './smart-dance.fixture.ts'

const day = 24 * 60 * 60
const opened: AuthBox[] = []
const start = async (...given: Parameters<typeof startAuthBox>): Promise<AuthBox> => {
  const box = await startAuthBox(...given)
  opened.push(box)
  return box
}
afterEach(async () => {
  for (const box of opened.splice(0).reverse()) await box.close()
})

const sessionOf = (token: string): string => String(decodeJwt(token).jti)
const asRoot = (at: AuthBox, path: string) =>
  fetch(`${at.url}/fhir/${path}`, { headers: basic('root', rootSecret) })
const isThere = async (at: AuthBox, id: string) => (await asRoot(at, `Session/${id}`)).status
const versionsOf = async (at: AuthBox, type: string, id: string) =>
  (
    await at.box.database.query('select version from history where type = $1 and id = $2', [
      type,
      id,
    ])
  ).length

const short = 'openid launch/patient patient/Patient.rs'

// The sweep of a Grant's Sessions follows its end; against what hangs, not what is slow.
const soon = { timeout: 60_000 }

test('sessions whose access and refresh are both over for a month are removed with their older versions', async () => {
  const at = await start()
  const { access, refresh } = await tokensOf(at)
  const newer = await tokensOf(at, { more: { prompt: 'consent' } })
  const again = await refreshTokens(at, refresh)
  expect(again.status).toBe(200)
  const id = sessionOf(access)
  expect(await versionsOf(at, 'Session', id)).toBe(1)

  at.advance(380 * day)
  await at.sweep()
  expect(await isThere(at, id), 'the refresh token is good for 13 months').toBe(200)
  expect((await refreshTokens(at, String(again.body.refresh_token))).status).toBe(200)

  at.advance(20 * day)
  await at.sweep()
  expect(await isThere(at, id), 'over since yesterday').toBe(200)
  expect((await refreshTokens(at, newer.refresh)).status).toBe(400)

  at.advance(30 * day)
  expect(await at.sweep()).toBeGreaterThanOrEqual(2)
  expect(await isThere(at, id)).toBe(404)
  expect(await isThere(at, sessionOf(newer.access))).toBe(404)
  expect(await versionsOf(at, 'Session', id)).toBe(0)
  expect(await at.sweep()).toBe(0)
  expect((await tokensOf(at, { more: { prompt: 'login' } })).tokens.access_token).toBeDefined()
})

test('a session that was ended goes after a month, whatever its tokens would have been good for', async () => {
  const at = await start()
  const { access } = await tokensOf(at)
  const revoked = await fetch(`${at.url}/auth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token: access, client_id: 'public-app' }),
  })
  expect(revoked.status).toBe(200)
  const kept = await tokensOf(at, { more: { prompt: 'login' } })
  at.advance(29 * day)
  await at.sweep()
  expect(await isThere(at, sessionOf(access))).toBe(200)
  at.advance(2 * day)
  await at.sweep()
  expect(await isThere(at, sessionOf(access))).toBe(404)
  expect((await refreshTokens(at, kept.refresh)).status).toBe(200)
})

test("an app's newest session stays as long as the member's yes, because connected apps show its last use", async () => {
  const at = await start()
  const first = await tokensOf(at, { scope: short })
  at.advance(60)
  const second = await tokensOf(at, { scope: short, more: { prompt: 'login' } })
  const stored = await (await asRoot(at, `Session/${sessionOf(second.access)}`)).json()
  at.advance(40 * day)
  await at.sweep()
  expect(await isThere(at, sessionOf(first.access))).toBe(404)
  const now = await (await asRoot(at, `Session/${sessionOf(second.access)}`)).json()
  expect(now.meta.lastUpdated).toBe(stored.meta.lastUpdated)
  expect((await tryToken(at, second.access)).status).toBe(401)
  // the Grant goes: nothing is shown any more
  const grant = `Grant/${stored.ctx.grant}`
  await fetch(`${at.url}/fhir/${grant}`, { method: 'DELETE', headers: basic('root', rootSecret) })
  await vi.waitFor(async () => {
    const ended = await (await asRoot(at, `Session/${sessionOf(second.access)}`)).json()
    expect(ended.active).toBe(false)
  }, soon)
  at.advance(40 * day)
  await at.sweep()
  expect(await isThere(at, sessionOf(second.access))).toBe(404)
})

test('what is recorded of a session outlives it', async () => {
  const at = await start()
  const { access } = await tokensOf(at, {
    client: 'narrow-app',
    redirect: 'https://narrow.example/cb',
  })
  const events = async () =>
    (await at.box.resources.find('AuditEvent', { entity: `Session/${sessionOf(access)}` })).length
  const before = await events()
  expect(before).toBeGreaterThan(0)
  at.advance(500 * day)
  await at.sweep()
  expect(await isThere(at, sessionOf(access))).toBe(404)
  expect(await events()).toBe(before)
})

describe.skipIf(!process.env.TEST_POSTGRES_URL)('several processes on one PostgreSQL', () => {
  test('sweep together without waiting for each other or removing anything twice', async () => {
    const one = await start()
    const { config } = one.box
    const other = await start({
      database: config.database,
      keys: config.keys,
      bundle: { resourceType: 'Bundle', type: 'transaction', entry: [] },
    })
    const ids: string[] = []
    for (let nth = 0; nth < 12; nth++)
      ids.push(
        sessionOf(
          (await tokensOf(one, { client: 'second-public', redirect: 'https://second.example/cb' }))
            .access,
        ),
      )
    for (const box of [one, other]) box.advance(500 * day)
    const removed = await Promise.all([one, other, one, other].map(box => box.sweep()))
    expect(removed.reduce((sum, some) => sum + some, 0)).toBe(ids.length + 12) // and a login each
    for (const id of ids) expect(await isThere(other, id)).toBe(404)
  })
})
