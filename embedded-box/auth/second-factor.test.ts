// Signing in with a second factor, over HTTP: who is asked, setting one up, codes that count once, and what stays shut without one.
import { Secret, TOTP, URI } from 'otpauth'
import decodeQR from 'qr/decode.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { User } from '../../vocabulary/aidbox.ts'
import { type AuthBox, password, startAuthBox } from './auth-box.fixture.ts'
import { hashPassword } from './passwords.ts'
import { authorizeUrl, pkcePair, signIn } from './smart-dance.fixture.ts'
import { Browser, type Seen } from './test-browser.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox({ adminTwoFactor: true })
})
afterAll(() => running.close())

let admins = 0
/** A fresh admin, so that no test uses up the codes or the patience of another. */
const admin = async (more: Partial<User> = {}): Promise<string> => {
  const id = `admin-${++admins}`
  const name = `${id}@people.test`
  await running.box.resources.create({
    ...{ resourceType: 'User', id, userName: name, email: name, roles: [{ type: 'admin' }] },
    password: await hashPassword(password),
    ...more,
  })
  return id
}

const secretKey = new Secret({ size: 20 }).base32
const withFactor = { twoFactor: { enabled: true, secretKey } }

/** The code an authenticator app shows now, or some steps from now. */
const codeOf = (key: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({
    timestamp: running.box.clock().getTime() + steps * 30_000,
  })

const afterPassword = async (user: string, headers: Record<string, string> = {}) => {
  const browser = new Browser(running)
  const first = await browser.go(
    authorizeUrl(running, { client: 'portal-ui', redirect, scope: 'openid', challenge }),
    { headers },
  )
  return { browser, page: await signIn(browser, first, user) }
}
const redirect = 'http://localhost:3000/callback'
const { challenge } = pkcePair()

const keyOn = ({ html }: Seen): string =>
  (/<code class="key">([^<]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '')
/** What a telephone reads from the page's picture. */
const scan = ({ html }: Seen): string => {
  const size = Number(/viewBox="0 0 (\d+) /.exec(html)?.[1])
  const scale = 4
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dot = 0; dot < scale * scale; dot++) {
      const row = Number(y) * scale + Math.floor(dot / scale)
      const at = (row * width + Number(x) * scale + (dot % scale)) * 4
      data.fill(0, at, at + 3)
    }
  return decodeQR({ width, height: width, data })
}
const isIn = ({ url }: Seen): boolean => url.startsWith(`${redirect}?`) && url.includes('code=')
const hasSession = ({ cookies }: Browser): boolean =>
  [...cookies.keys()].some(name => name.startsWith('asid-'))
const events = async (user: string): Promise<string> =>
  JSON.stringify(
    (await running.box.resources.find('AuditEvent', {})).filter(event =>
      JSON.stringify(event).includes(user),
    ),
  )

test('an admin without a second factor sets one up at sign-in, and is asked for a code from then on', async () => {
  const id = await admin()
  const { browser, page } = await afterPassword(id)
  expect(new URL(page.url).pathname).toBe('/auth/two-factor')
  const key = keyOn(page)
  expect(key).toMatch(/^[A-Z2-7]{32}$/)
  const scanned = URI.parse(scan(page))
  expect([scanned.secret.base32, scanned.label]).toEqual([key, `${id}@people.test`])
  const wrong = await browser.submit(page, { code: '000000' })
  expect(wrong.status).toBe(401)
  expect(keyOn(wrong)).toBe(key)
  expect((await running.box.resources.get<User>('User', id))?.twoFactor).toBeUndefined()
  expect(isIn(await browser.submit(wrong, { code: codeOf(key) }))).toBe(true)
  expect((await running.box.resources.get<User>('User', id))?.twoFactor).toEqual({
    enabled: true,
    secretKey: key,
  })

  running.advance(60)
  const again = await afterPassword(id)
  expect(again.page.html).not.toContain('<svg')
  expect(keyOn(again.page)).toBe('')
  expect(isIn(await again.browser.submit(again.page, { code: codeOf(key) }))).toBe(true)
  const written = await events(id)
  for (const what of ['second-factor-enrolled', 'second-factor-failed', 'login-ok'])
    expect(written).toContain(what)
  expect(written).not.toContain(key)
  expect(running.logged()).not.toContain(key)
})

test('the right password alone signs nobody in who has a second factor, admin or not', async () => {
  for (const more of [withFactor, { ...withFactor, roles: [{ type: 'member' }] }]) {
    const { browser, page } = await afterPassword(await admin(more))
    expect(new URL(page.url).pathname).toBe('/auth/two-factor')
    expect(hasSession(browser)).toBe(false)
    const portal = { client: 'portal-ui', redirect, scope: 'openid', challenge }
    expect((await browser.go(authorizeUrl(running, portal))).html).toContain('name="password"')
  }
})

test('members and vendors are not asked for a second factor', async () => {
  expect(isIn((await afterPassword(await admin({ roles: [{ type: 'member' }] }))).page)).toBe(true)
})

test('a code counts once, also when two browsers send it at the same moment', async () => {
  const id = await admin(withFactor)
  const browsers = await Promise.all([1, 2, 3, 4].map(() => afterPassword(id)))
  const code = codeOf(secretKey)
  const answers = await Promise.all(
    browsers.map(({ browser, page }) => browser.submit(page, { code })),
  )
  expect(answers.filter(isIn)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(3)
  const late = await afterPassword(id)
  expect((await late.browser.submit(late.page, { code })).status).toBe(401)
})

test('a code of the step before and after counts, an older one does not', async () => {
  for (const [steps, counts] of [
    [-1, true],
    [1, true],
    [-2, false],
    [2, false],
  ] as const) {
    const { browser, page } = await afterPassword(await admin(withFactor))
    expect([steps, isIn(await browser.submit(page, { code: codeOf(secretKey, steps) }))]).toEqual([
      steps,
      counts,
    ])
  }
})

test('after five wrong codes the right one waits, and the right password does not shorten that', async () => {
  const id = await admin(withFactor)
  const begun = await afterPassword(id)
  let page = begun.page
  for (let turn = 0; turn < 5; turn++) page = await begun.browser.submit(page, { code: '123' })
  expect(page.status).toBe(401)
  page = await begun.browser.submit(page, { code: '999999' })
  expect(page.status).toBe(429)
  expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0)
  const anew = await afterPassword(id)
  const refused = await anew.browser.submit(anew.page, { code: codeOf(secretKey) })
  expect(refused.status).toBe(429)
  running.advance(60)
  expect(isIn(await anew.browser.submit(refused, { code: codeOf(secretKey) }))).toBe(true)
})

test('the code’s page belongs to the browser that gave the password, and to the account as it was then', async () => {
  const id = await admin(withFactor)
  const { browser, page } = await afterPassword(id)
  expect((await new Browser(running).go(page.url)).status).toBe(400)
  const user = await running.box.resources.get<User>('User', id)
  if (!user) throw new Error('no user')
  await running.box.resources.update({ ...user, password: await hashPassword('another password') })
  expect((await browser.submit(page, { code: codeOf(secretKey) })).status).toBe(400)
  expect(hasSession(browser)).toBe(false)
})

test('two browsers that set up a second factor at once: the first one to confirm has it', async () => {
  const id = await admin()
  const [one, other] = [await afterPassword(id), await afterPassword(id)]
  expect(keyOn(one.page)).not.toBe(keyOn(other.page))
  expect(isIn(await one.browser.submit(one.page, { code: codeOf(keyOn(one.page)) }))).toBe(true)
  const late = await other.browser.submit(other.page, { code: codeOf(keyOn(other.page)) })
  expect(late.status).toBe(400)
  const kept = await running.box.resources.get<User>('User', id)
  expect(kept?.twoFactor?.secretKey).toBe(keyOn(one.page))
})

test('a stored key that cannot be read lets nobody in', async () => {
  for (const key of ['', '!!', 'AAAA']) {
    const id = await admin({ twoFactor: { enabled: true, secretKey: key } })
    const { browser, page } = await afterPassword(id)
    const answer = await browser.submit(page, { code: '000000' })
    expect(answer.status).toBe(401)
  }
})

test('the page speaks Spanish to who reads Spanish, and is as strict as every other', async () => {
  const headers = { 'accept-language': 'es' }
  const { browser, page } = await afterPassword(await admin())
  const spanish = await browser.go(page.url, { headers })
  expect(spanish.html).toContain('Configure su segundo factor')
  expect(spanish.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(spanish.headers.get('content-security-policy')).not.toContain('script-src')
  expect(spanish.headers.get('cache-control')).toBe('no-store')
})

test('the demo asks nobody to set one up', async () => {
  const demo = await startAuthBox()
  try {
    const browser = new Browser(demo)
    const name = 'demo-like@people.test'
    await demo.box.resources.create({
      ...{ resourceType: 'User', id: 'demo-like', userName: name, roles: [{ type: 'admin' }] },
      password: await hashPassword(password),
    })
    const portal = { client: 'portal-ui', redirect, scope: 'openid', challenge }
    const page = await browser.go(authorizeUrl(demo, portal))
    expect(isIn(await signIn(browser, page, 'demo-like'))).toBe(true)
  } finally {
    await demo.close()
  }
})
