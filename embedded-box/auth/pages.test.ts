// Rows C and L of the SMART contract, over HTTP: pages and sign-in, throttles, what is logged.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { grantExtensions, type Session } from '../../vocabulary/aidbox.ts'
import { type AuthBox, password, redirects, secret, startAuthBox } from './auth-box.fixture.ts'
import {
  allow,
  authorizeUrl,
  basic,
  exchange,
  launch,
  pkcePair,
  post,
  signIn,
  tokensOf,
  tryToken,
} from './smart-dance.fixture.ts'
import { Browser, formToken, type Seen } from './test-browser.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

const ask = (browser: Browser, more: Record<string, string> = {}) =>
  browser.go(authorizeUrl(running, { challenge: pkcePair().challenge, more }))

const consentPage = async (user = 'member') => {
  const browser = new Browser(running)
  const page = await signIn(browser, await ask(browser, { prompt: 'consent' }), user)
  return { browser, page }
}

const wrong = (name: string) => ({ username: name, password: 'not the password' })

test('C1 every page is not framed, has no script and is not stored', async () => {
  const browser = new Browser(running)
  const login = await ask(browser)
  const { page: consent } = await consentPage()
  const fault = await browser.go('/auth/login?flow=unknown')
  for (const { headers } of [login, consent, fault]) {
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).not.toContain('script-src')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  }
  expect(login.headers.get('content-security-policy')).toContain(
    "form-action 'self' https://app.example;",
  )
})

test('C3 C5 a flow answers only in the browser that began it, signed in or not', async () => {
  const attacker = new Browser(running)
  const page = await ask(attacker)
  const { browser: victim } = await launch(running)
  for (const browser of [new Browser(running), victim]) {
    expect((await browser.go(page.url)).status).toBe(400)
    expect((await signIn(browser, page)).status).toBe(400)
  }
  const { page: consent } = await consentPage()
  expect((await allow(victim, consent)).status).toBe(403)
})

test('C4 a form posted from another site is refused, also with the right hidden token', async () => {
  const { browser, page } = await consentPage()
  const fields = { answer: 'allow', identity: 'yes', patient: 'p-member' }
  const foreign = await browser.submit(page, fields, { origin: 'https://evil.example' })
  expect(foreign.status).toBe(403)
  const crossSite = await browser.submit(page, fields, { 'sec-fetch-site': 'cross-site' })
  expect(crossSite.status).toBe(403)
  const own = { origin: 'null', 'sec-fetch-site': 'same-origin' }
  expect((await browser.submit(page, fields, own)).url).toContain('code=')
})

test('C6 a form sent twice, an old one and consent without sign-in are refused', async () => {
  const { browser, page } = await consentPage()
  expect((await allow(browser, page)).url).toContain('code=')
  expect((await allow(browser, page)).status).toBe(403)
  const late = await consentPage()
  running.advance(15 * 60 + 1)
  expect((await allow(late.browser, late.page)).status).toBe(403)
  expect((await new Browser(running).go('/auth/grant?flow=x')).status).toBe(403)
})

test('C7 C8 signing in always makes a new session, and its cookie is for the server alone', async () => {
  const name = `asid-${new URL(running.url).port}`
  const browser = new Browser(running)
  browser.cookies.set(name, { value: 'planted-by-an-attacker-planted-by-an-attack', path: '/' })
  await signIn(browser, await ask(browser))
  const first = browser.cookies.get(name)?.value
  expect(first).toMatch(/^[\w-]{43}$/)
  expect(first).not.toContain('planted')
  const line = browser.set.find(text => text.startsWith(name)) ?? ''
  expect(line).toMatch(/HttpOnly/)
  expect(line).toMatch(/SameSite=Lax/)
  expect(line).toMatch(/Path=\//)
  expect(Number(/Max-Age=(\d+)/.exec(line)?.[1])).toBeLessThanOrEqual(12 * 60 * 60)
  await signIn(browser, await ask(browser, { prompt: 'login' }))
  expect(browser.cookies.get(name)?.value).not.toBe(first)
  const old = new Browser(running)
  old.cookies.set(name, { value: first ?? '', path: '/' })
  expect((await ask(old)).html).toContain('name="password"')
})

test('C9 forms answer 303', async () => {
  const browser = new Browser(running)
  const page = await ask(browser)
  const [cookie] = browser.cookies
  const answer = await fetch(page.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `${cookie?.[0]}=${cookie?.[1].value}` },
    body: new URLSearchParams({ token: formToken(page), username: 'member@people.test', password }),
  })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).not.toContain(encodeURIComponent(password))
})

test('C10 an unknown person, a wrong password and an inactive person get the same answer', async () => {
  const answers: Seen[] = []
  for (const fields of [
    wrong('who@people.test'),
    wrong('other@people.test'),
    { username: 'inactive@people.test', password },
  ]) {
    const browser = new Browser(running)
    answers.push(await browser.submit(await ask(browser), fields))
  }
  const comparable = answers.map(({ html }) =>
    html
      .replace(/value="[^"]*@people.test"/, '')
      .replace(/name="token" value="[^"]+"/, '')
      .replace(/flow&#x3D;[\w-]+/, ''),
  )
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(new Set(comparable).size).toBe(1)
})

test('C11 the sixth wrong password is 429; the right one waits too, other accounts do not', async () => {
  const browser = new Browser(running)
  let page = await ask(browser)
  for (let attempt = 1; attempt <= 5; attempt++) {
    page = await browser.submit(page, wrong('parent@people.test'))
    expect(page.status).toBe(401)
  }
  page = await browser.submit(page, wrong('parent@people.test'))
  expect(page.status).toBe(429)
  expect(page.headers.get('retry-after')).toBe('15')
  page = await browser.submit(page, { username: 'parent@people.test', password })
  expect(page.status).toBe(429)
  const other = new Browser(running)
  expect((await signIn(other, await ask(other), 'member')).status).not.toBe(429)
  running.advance(16)
  page = await browser.submit(page, wrong('parent@people.test'))
  expect(page.headers.get('retry-after')).toBe('30')
  running.advance(31)
  page = await browser.submit(page, { username: 'parent@people.test', password })
  expect(page.html).not.toContain('name="password"')
})

test('C11 of many parallel guesses no more are tried than are free', async () => {
  const guesses = Array.from({ length: 20 }, async () => {
    const browser = new Browser(running)
    return (await browser.submit(await ask(browser), wrong('nobodys@people.test'))).status
  })
  const statuses = await Promise.all(guesses)
  expect(statuses.filter(status => status === 401).length).toBeLessThanOrEqual(5)
  expect(statuses.every(status => status === 401 || status === 429 || status === 503)).toBe(true)
})

test('C12 fifty people who sign in at once do not hold up who reads with a token', async () => {
  const many = 100_000
  const limits = {
    loginFailuresPerAccount: many,
    loginFailuresPerAddress: many,
    authorizePerMinute: many,
  }
  const own = await startAuthBox({ limits })
  try {
    const { access } = await tokensOf(own)
    const { challenge } = pkcePair()
    const pages = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const browser = new Browser(own)
        return { browser, page: await browser.go(authorizeUrl(own, { challenge })) }
      }),
    )
    let open = pages.length
    const logins = pages.map(async ({ browser, page }) => {
      const { status } = await browser.submit(page, { username: 'other@people.test', password })
      open -= 1
      return status
    })
    // Reads are answered while people wait for their turn; how fast is measured by npm run bench:auth.
    let readsWhileOpen = 0
    while (open > 0) {
      expect((await tryToken(own, access)).status).toBe(200)
      if (open > 0) readsWhileOpen += 1
    }
    const statuses = await Promise.all(logins)
    expect(readsWhileOpen).toBeGreaterThan(10)
    expect(statuses.filter(status => status === 200).length).toBeGreaterThanOrEqual(22)
    expect(statuses.filter(status => status !== 200 && status !== 503)).toEqual([])
  } finally {
    await own.close()
  }
})

test('C13 after logout the cookie is dead on the server, and so are tokens of our portals', async () => {
  const { browser } = await launch(running)
  const cookies = new Map(browser.cookies)
  await browser.go('/auth/logout', { method: 'POST' })
  expect(browser.cookies.has(`asid-${new URL(running.url).port}`)).toBe(false)
  const copy = new Browser(running)
  for (const [name, cookie] of cookies) copy.cookies.set(name, cookie)
  expect((await ask(copy)).html).toContain('name="password"')
})

test('a page speaks Spanish to who reads Spanish', async () => {
  const page = await new Browser(running).go(
    authorizeUrl(running, { challenge: pkcePair().challenge }),
    { headers: { 'accept-language': 'es-MX,es;q=0.9' } },
  )
  expect(page.html).toContain('Contraseña')
})

test('an app that knows its reader’s language is followed, whatever the browser prefers', async () => {
  const url = new URL(authorizeUrl(running, { challenge: pkcePair().challenge }))
  url.searchParams.set('ui_locales', 'fr es-MX en')
  const page = await new Browser(running).go(url.href, {
    headers: { 'accept-language': 'en-US' },
  })
  expect(page.html).toContain('Contraseña')
})

test('the consent page of the App answers by writing a Grant, once for one code', async () => {
  const own = await startAuthBox({ grantPageUrl: 'https://portal.example/consent/production' })
  try {
    const browser = new Browser(own)
    const { challenge, verifier } = pkcePair()
    const url = authorizeUrl(own, { challenge })
    const first = await signIn(browser, await browser.go(url))
    expect(first.url).toBe(`https://portal.example/consent/production?${new URL(url).searchParams}`)
    expect((await browser.go(url)).url).toContain('https://portal.example/consent/')
    await own.box.resources.create({
      resourceType: 'Grant',
      user: { reference: 'User/member' },
      client: { reference: 'Client/public-app' },
      patient: { reference: 'Patient/p-member' },
      'requested-scope': ['openid', 'patient/Patient.rs', 'patient/Coverage.rs'],
      'provided-scope': ['openid', 'patient/Patient.rs', 'patient/Goal.rs'],
      start: own.box.clock().toISOString(),
      meta: {
        extension: [
          {
            url: grantExtensions.end,
            valueDateTime: new Date(own.box.clock().getTime() + 600_000).toISOString(),
          },
          { url: grantExtensions.sensitive, valueBoolean: true },
        ],
      },
    })
    const done = await browser.go(url)
    const { body } = await exchange(own, { answer: new URL(done.url).searchParams, verifier })
    expect(body.scope).toBe('openid launch/patient patient/Patient.rs')
    expect(body.expires_in).toBeLessThanOrEqual(600)
    const { claims } = await tryToken(own, String(body.access_token))
    const session = await own.box.resources.get<Session>('Session', String(claims.jti))
    expect(session?.ctx).toMatchObject({ patient: 'p-member', sensitive: true })
    expect((await browser.go(url)).url).toContain('https://portal.example/consent/')
    own.advance(601)
    expect((await tryToken(own, String(body.access_token))).status).toBe(401)
  } finally {
    await own.close()
  }
})

test('failed client authentications are counted, and the twenty-first in a minute is 429', async () => {
  const own = await startAuthBox({ limits: {} })
  try {
    const attempt = () =>
      post(own, '/auth/token', { grant_type: 'refresh_token' }, basic('web-app', 'wrong'))
    const web = { client: 'web-app', redirect: redirects.web, challenge: undefined }
    const launched = await launch(own, web)
    const proof = basic('web-app', secret)
    const grant = { grant_type: 'authorization_code', redirect_uri: redirects.web }
    const code = launched.answer.get('code') ?? ''
    const { body } = await post(own, '/auth/token', { ...grant, code }, proof)
    const renew = () =>
      post(
        own,
        '/auth/token',
        { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) },
        proof,
      )
    for (let count = 0; count < 20; count++) expect((await attempt()).status).toBe(401)
    const blocked = await attempt()
    expect(blocked.status).toBe(429)
    expect(blocked.headers.has('retry-after')).toBe(true)
    const proven = await renew()
    expect([proven.status, Object.keys(proven.body).sort()]).toEqual([
      429,
      ['error', 'error_description'],
    ])
    for (let count = 0; count < 60; count++)
      await fetch(`${own.url}/auth/authorize`, { redirect: 'manual' })
    const page = await fetch(`${own.url}/auth/authorize`, { redirect: 'manual' })
    expect(page.status).toBe(429)
    own.advance(61)
    expect((await attempt()).status).toBe(401)
    expect((await renew()).status).toBe(200)
  } finally {
    await own.close()
  }
})

test('L1 L2 no secret is in the log or the audit, and the events of one flow carry one id', async () => {
  const used = await tokensOf(running, { more: { prompt: 'consent' } })
  const code = used.answer.get('code') ?? ''
  const { claims } = await tryToken(running, used.access) // an API request
  await exchange(running, used) // a replay
  const written = { timeout: 60_000 } // API events are written behind the answer
  const events = await vi.waitFor(async () => {
    const found = await running.box.resources.find('AuditEvent', {})
    expect(JSON.stringify(found)).toContain('"code":"read"')
    return found
  }, written)
  const stored = JSON.stringify(events)
  const secrets = [password, secret, code, used.access, used.refresh, used.verifier]
  for (const text of [
    ...secrets,
    ...[...used.browser.cookies.values()].map(({ value }) => value),
  ]) {
    expect(running.logged()).not.toContain(text)
    expect(stored).not.toContain(text)
  }
  const flow = /"flow":"([0-9a-f]{32})"/.exec(
    JSON.stringify(await running.box.resources.get('Session', String(claims.jti))),
  )?.[1]
  const joined = events.filter(event => JSON.stringify(event).includes(flow ?? 'none'))
  const kinds = joined
    .map(event => JSON.stringify(event))
    .map(text => /"code":"(read)"/.exec(text)?.[1] ?? /"valueString":"([a-z-]+)"/.exec(text)?.[1])
    .sort()
  expect(kinds).toEqual([
    'authorize-started',
    'code-issued',
    'code-replayed',
    'consent-given',
    'login-ok',
    'read',
    'token-issued',
  ])
})
