// The vendor portal and the documentation in Chromium: form, test client, request log, readiness, My Data, guide; axe on each page and state.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFaults } from '../harness/accessibility.ts'
import { world } from '../harness/boxes.ts'
import { call } from '../harness/calls.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

/** One red pixel, as a PNG. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(!browserPath())('the vendor portal in a browser (needs Chromium)', () => {
  const name = `Compass ${randomUUID().slice(0, 8)}`
  let browser: Browser
  let vendor: Vendor
  let page: Page
  let logo: Server
  let logoUrl: string
  let app = ''
  const faults: string[] = []
  const portal = (path: string): string => world().portal + path

  /** No serious or critical finding on what is on the page now. */
  const isAccessible = async (where: Page = page): Promise<void> => {
    const grave = (await seriousFaults(where)).map(fault => `${where.url()} ${fault}`)
    expect(grave).toEqual([])
  }
  const step = (title: string, number: number) =>
    page.getByRole('article', { name: `${title}, step ${number}` })
  const reads = async (number: number, words: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'Call the API' }).click()
    await step('Call the API', number).getByText(words).first().waitFor()
  }

  beforeAll(async () => {
    vendor = await enrolledVendor()
    await call(world().sandbox, vendor.token, 'initialize-patient', { body: {} })
    logo = createServer((_request, response) =>
      response.setHeader('content-type', 'image/png').end(picture),
    )
    await new Promise<void>(listening => logo.listen(0, '127.0.0.1', listening))
    const address = logo.address()
    logoUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/logo.png`
    browser = await launchChromium()
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-US',
      // Sheets and dialogs come without a slide, which axe would meet half-way.
      reducedMotion: 'reduce',
    })
    page = await context.newPage()
    page.on('pageerror', error => faults.push(`${new URL(page.url()).pathname}: ${error.message}`))
    page.on('console', message => {
      if (/Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text())
    })
    await page.goto(portal('/vendor'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('input[name="username"]').fill(vendor.email)
    await page.locator('input[name="password"]').fill(vendor.password)
    await page.locator('button[type="submit"]').first().click()
    await page.getByRole('heading', { name: 'Your apps' }).waitFor()
  })
  tellPagesOnFailure(() => browser)
  afterAll(async () => {
    await browser?.close()
    await new Promise(closed => logo?.close(closed))
  })

  test('the form says what each field is for, and what is wrong with an address before it is sent', async () => {
    await isAccessible()
    await page.getByRole('link', { name: 'New Application' }).first().click()
    await page.getByText('Example: https://app.example.com/callback').waitFor()
    await page.getByLabel('Application Name').fill(name)
    await page.getByLabel('Privacy Policy URL').fill('example.com/privacy')
    await page.getByLabel('Security Policy URL').focus()
    await page
      .getByText('Privacy Policy URL must be a full URL that begins with https://.')
      .waitFor()
    await isAccessible()
    await page.getByLabel('Privacy Policy URL').fill('https://compass.example/privacy')
    await expect
      .poll(() => page.getByText('must be a full URL that begins with https://').count())
      .toBe(0)
  })

  test('the logo is fetched with a save, and shown as members will see it', async () => {
    await page.getByLabel('Redirect URL').fill(portal('/callback/test'))
    await page.getByLabel('Logo URL').fill(logoUrl)
    await page.getByLabel('Organization/Company Name').fill('Compass Health Apps')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/\/vendor\/apps\/(?!new)[\w-]+/)
    app = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const preview = page.getByRole('region', { name: 'As members will see it' })
    await preview.getByText('Compass Health Apps').waitFor()
    const shown = preview.locator('img')
    await expect
      .poll(() => shown.evaluate(image => 'naturalWidth' in image && image.naturalWidth))
      .toBe(1)
    expect(await shown.getAttribute('src')).toMatch(/^\/logos\/sandbox\//)
    await isAccessible()
  })

  test('before anything was tried, the readiness check says what was not seen, and what to do', async () => {
    const ready = page.getByRole('region', { name: 'Ready for production?' })
    await ready.getByText('PKCE or secret used').waitFor()
    await ready.getByText(/Fill in .*Description/).waitFor()
    expect(await ready.getByText('Not seen yet').count()).toBeGreaterThan(2)
  })

  test('the test client signs in with the app’s own Client ID, and shows what was sent and what came back', async () => {
    await page.getByRole('link', { name: 'Test client' }).click()
    await page.getByText(`As your app, with Client ID ${app}`).waitFor()
    await isAccessible()
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Authorize' }).click()
    const window = await opened
    await window.locator('button[value="allow"]').click()
    const exchanged = step('Exchange the code', 2)
    await exchanged.getByText('refresh_token').waitFor()
    await step('Authorize', 1).getByText('code_challenge_method').waitFor()
    await page.getByText('"fhirUser"').waitFor()
    // Masked until it is asked for.
    expect(await exchanged.innerText()).not.toMatch(/eyJ[\w-]{40}/)
    await exchanged.getByRole('button', { name: 'Reveal' }).click()
    expect(await exchanged.innerText()).toMatch(/eyJ[\w-]{40}/)
    await exchanged.getByRole('button', { name: 'Mask' }).click()
    await isAccessible()
  })

  test('it calls the API, expires the token, refreshes, revokes; each refusal says what to do', async () => {
    await reads(3, /The record, as far as the token opens it/)
    await page.getByRole('button', { name: 'Expire the access token' }).click()
    await step('Expire the access token', 4).waitFor()
    await reads(5, /over or was revoked/)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await step('Refresh', 6).getByText('an app keeps only these').waitFor()
    await reads(7, /The record, as far as the token opens it/)
    await page.getByRole('button', { name: 'Revoke' }).click()
    await step('Revoke', 8).getByText('open nothing any more').waitFor()
    await reads(9, /over or was revoked/)
    await isAccessible()
  })

  test('nothing of the tokens is kept: neither in the browser’s storage nor after leaving the page', async () => {
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }]),
    )
    expect(kept).toContain('plan-api.session.vendor')
    expect(kept).not.toContain('test-client')
    await page.getByRole('link', { name: 'Form and settings' }).click()
    // The test client stays on the screen until the form's page has come.
    await page.getByLabel('Redirect URL').waitFor()
    await page.getByRole('link', { name: 'Test client' }).click()
    await page.getByRole('button', { name: 'Authorize' }).waitFor()
    expect(await page.getByRole('article').count()).toBe(0)
  })

  test('a person who says no is told to the app as access_denied', async () => {
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Authorize' }).click()
    const window = await opened
    await window.locator('button[value="deny"]').click()
    await step('Authorize', 1).getByText('access_denied').waitFor()
  })

  test('the request log has all of it, tells why something failed, and links to the error', async () => {
    await page.getByRole('link', { name: 'Request log', exact: true }).click()
    const log = page.getByRole('list', { name: 'Requests' })
    await log.getByText('A code was exchanged for tokens').first().waitFor()
    await log.getByText('The person said no').first().waitFor()
    const failed = page.getByText('Called with an access token that is no longer good')
    await failed.first().waitFor()
    await page.getByText('The access token was revoked.').first().waitFor()
    await isAccessible()
    // By its words: the control's own input is hidden behind them.
    await page.getByRole('radiogroup', { name: 'Outcome' }).getByText('Failed').click()
    await page.waitForURL(/outcome=failed/)
    await expect.poll(() => log.getByText('OK', { exact: true }).count()).toBe(0)
    expect(await log.getByText(/To do:/).count()).toBeGreaterThan(0)
    await log.getByRole('link', { name: 'About login' }).first().click()
    await page.waitForURL(/\/docs\/errors#fhir-login/)
    await expect.poll(() => page.locator('#fhir-login').isVisible()).toBe(true)
    await isAccessible()
  })

  test('what was shown is ticked in the readiness check', async () => {
    await page.goto(portal(`/vendor/apps/${app}`))
    const ready = page.getByRole('region', { name: 'Ready for production?' })
    await ready.getByText('It refreshed a token.').waitFor()
    await ready.getByText('After a 401 it got a new token.').waitFor()
    await ready.getByText(/latest requests read something/).waitFor()
    await ready.getByText(/Never read:/).waitFor()
  })

  test('an app with another Redirect URL is tried as the portal’s own test client, and told so', async () => {
    const { body } = await call<{ id: string }>(world().sandbox, vendor.token, 'register-app', {
      body: { ...emptyForm, name: `${name} elsewhere`, redirectUrl: 'https://compass.example/cb' },
    })
    await page.goto(portal(`/vendor/apps/${body.id}/test`))
    await page.getByText('As the portal’s own test client').waitFor()
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Authorize' }).click()
    await (await opened).locator('button[value="allow"]').click()
    await step('Exchange the code', 2).getByText('OK 200').waitFor()
    await reads(3, /The record, as far as the token opens it/)
    await page.getByRole('link', { name: 'Request log', exact: true }).click()
    await page.getByText('Nothing yet').waitFor()
    await isAccessible()
  })

  test('a confidential app’s secret is typed for the test, sent as Basic, and kept nowhere', async () => {
    const made = await call<{ id: string; secret: string }>(
      world().sandbox,
      vendor.token,
      'register-app',
      {
        body: {
          ...emptyForm,
          name: `${name} confidential`,
          oauthType: 'secret',
          redirectUrl: portal('/callback/test'),
        },
      },
    )
    const { id, secret } = made.body
    await page.goto(portal(`/vendor/apps/${id}/test`))
    expect(await page.getByRole('button', { name: 'Authorize' }).isDisabled()).toBe(true)
    await page.getByLabel('Client Secret', { exact: true }).fill(secret)
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Authorize' }).click()
    await (await opened).locator('button[value="allow"]').click()
    await step('Exchange the code', 2).getByText('OK 200').waitFor()
    expect(await page.locator('body').innerText()).not.toContain(secret)
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }]),
    )
    expect(kept).not.toContain(secret)
  })

  test('My Data shows a claim in words and as JSON that folds', async () => {
    await page.goto(portal('/vendor/my-data'))
    await page.getByRole('button', { name: 'Download the record' }).waitFor()
    await page
      .getByRole('button', { name: /Show details of/ })
      .first()
      .click()
    const json = page.getByRole('region', { name: /JSON of ExplanationOfBenefit/ })
    await json.getByText('"resourceType": "ExplanationOfBenefit"').waitFor()
    const open = () => json.locator('details[open]').count()
    const before = await open()
    await page.getByRole('button', { name: 'Unfold all' }).click()
    await expect.poll(open).toBeGreaterThan(before)
    await page.getByRole('button', { name: 'Fold all', exact: true }).click()
    await expect.poll(open).toBe(0)
    await isAccessible()
  })

  test('My Data is searched as a whole, and can be taken away as a Bundle', async () => {
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the record' }).click()
    const path = await (await downloading).path()
    const bundle: { type: string; entry: { resource: { resourceType: string } }[] } = JSON.parse(
      readFileSync(path, 'utf8'),
    )
    expect(bundle.type).toBe('collection')
    const types = new Set(bundle.entry.map(({ resource }) => resource.resourceType))
    expect([...types]).toEqual(
      expect.arrayContaining(['Patient', 'Coverage', 'ExplanationOfBenefit']),
    )
    await page.getByLabel('Search the whole record').fill('coverage')
    await page.getByText(/resources mention “coverage”/).waitFor()
    await page.getByLabel('Search the whole record').fill('xylophone')
    await page.getByText('Nothing in the record mentions “xylophone”.').waitFor()
    await isAccessible()
  })

  test('My Data draws claims by month and by who paid, and tells the record as a timeline', async () => {
    await page.goto(portal('/vendor/my-data?view=claims'))
    const drawn = page.getByRole('region', { name: 'Claims by month and by who paid' })
    await drawn.locator('.recharts-surface').first().waitFor()
    const numbers = page.getByRole('region', { name: 'Claims by month, in numbers' })
    for (const column of ['Plan paid', 'You owe'])
      await numbers.getByRole('columnheader', { name: column }).waitFor()
    expect(await numbers.getByText(/^\$[\d,]+\.\d\d$/).count()).toBeGreaterThan(1)
    await isAccessible()

    await page.getByText('Timeline', { exact: true }).click()
    const months = page.getByRole('heading', { level: 2 })
    await months.first().waitFor()
    await page.getByText('Claims', { exact: true }).first().waitFor()
    await page.getByText('Visits', { exact: true }).first().waitFor()
    const order = (await months.allInnerTexts()).map(month => Date.parse(`1 ${month}`))
    expect(order.length).toBeGreaterThan(1)
    expect(order).toEqual(order.toSorted((one, other) => other - one))
    await isAccessible()
  })

  test.each([
    ['/docs/guide', 'Register an app'],
    ['/docs/changes', 'Unreleased'],
    ['/docs', 'Vendor operations'],
    ['/docs/list-app-requests', 'What your app asked of the sandbox'],
  ])('anyone reads %s', async (path, words) => {
    const anyone = await browser.newContext({ locale: 'en-US' })
    const reader = await anyone.newPage()
    await reader.goto(portal(path))
    await reader.getByText(words).first().waitFor()
    await isAccessible(reader)
    await anyone.close()
  })

  test('the guide names this installation’s own addresses', async () => {
    await page.goto(portal('/docs/guide'))
    await page.getByText(`SANDBOX=${world().sandbox}`).waitFor()
  })

  test.each([
    [401, 'Sign in'],
    [403, 'Could not load the request log'],
    [409, 'Could not load the request log'],
    [422, 'Could not load the request log'],
    [429, 'Could not load the request log yet'],
    [503, 'Could not load the request log yet'],
  ])(
    'where the sandbox answers %i, the page says so and offers a way on',
    async (status, words) => {
      const other = await page.context().newPage()
      await other.goto(portal('/vendor'))
      await other.getByRole('button', { name: 'Sign in' }).click()
      await other.getByRole('heading', { name: 'Your apps' }).waitFor()
      await other.route('**/plan-api/apps/*/requests*', route =>
        route.fulfill({
          status,
          headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
          body: '{}',
        }),
      )
      await other.getByRole('link', { name }).first().click()
      await other.getByRole('link', { name: 'Request log', exact: true }).click()
      await other.getByText(words, { exact: true }).first().waitFor()
      await other
        .getByRole('button', { name: /Try again|Sign in/ })
        .first()
        .waitFor()
      await isAccessible(other)
      await other.close()
    },
  )

  test('a sandbox that is down is told, and the page goes on by itself when it is back', async () => {
    await page.goto(portal(`/vendor/apps/${app}`))
    await page.getByRole('link', { name: 'Request log', exact: true }).waitFor()
    await page.route('**/plan-api/apps/*/requests*', route => route.abort())
    await page.getByRole('link', { name: 'Request log', exact: true }).click()
    await page.getByText('Could not load the request log yet').waitFor()
    await isAccessible()
    await page.unroute('**/plan-api/apps/*/requests*')
    await page.getByRole('list', { name: 'Requests' }).waitFor()
  })

  test('a server that does not audit sign-ins is told as such, instead of an empty log', async () => {
    await page.route('**/plan-api/apps/*/requests*', route =>
      route.fulfill({
        status: 200,
        headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
        body: JSON.stringify({
          requests: [],
          total: 0,
          page: 1,
          pageSize: 20,
          signInsAudited: false,
        }),
      }),
    )
    await page.goto(portal(`/vendor/apps/${app}/requests`))
    await page.getByText('This server records FHIR calls only').waitFor()
    await isAccessible()
    await page.unroute('**/plan-api/apps/*/requests*')
  })

  test('no page threw, and none was stopped by its own Content-Security-Policy', () => {
    expect(faults).toEqual([])
  })
})

const emptyForm = {
  name: '',
  oauthType: 'pkce',
  redirectUrl: '',
  launchUrl: '',
  logoUrl: '',
  organizationName: '',
  organizationUrl: '',
  privacyPolicyUrl: '',
  securityPolicyUrl: '',
  termsOfServiceUrl: '',
  description: '',
  scopes: ['openid', 'fhirUser', 'offline_access', 'launch/patient', 'patient/Coverage.read'],
}
