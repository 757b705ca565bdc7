// The consent page in a real browser: its security policy lets the answer through to the app, and nobody is shut out.
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get } from '../harness/calls.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'

describe.skipIf(!browserPath())('in Chromium', () => {
  let world: OwnWorld
  let chromium: Browser
  let app: Server
  let redirectUri: string
  let production: string

  beforeAll(async () => {
    world = await startOwnWorld()
    production = world.urls.production
    const { body } = await get<{ auth: { authorization_code: { redirect_uri: string } } }>(
      production,
      'Client/sample-app',
      world.root.production,
    )
    redirectUri = body.auth.authorization_code.redirect_uri
    app = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>The app</title>')
    })
    await new Promise<void>(resolve =>
      app.listen(Number(new URL(redirectUri).port), '127.0.0.1', resolve),
    )
    chromium = await launchChromium()
  })
  tellPagesOnFailure(() => chromium)
  afterAll(async () => {
    await chromium?.close()
    app?.closeAllConnections()
    app?.close()
    await world?.close()
  })

  const consentQuery = () =>
    new URLSearchParams({
      response_type: 'code',
      client_id: 'sample-app',
      redirect_uri: redirectUri,
      scope: 'openid offline_access launch/patient patient/Patient.read patient/Coverage.read',
      state: 'state of the app',
      aud: `${production}/fhir`,
      code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
      code_challenge_method: 'S256',
    })

  const openConsent = async (
    person: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Page> => {
    const context = await chromium.newContext(options)
    const page = await context.newPage()
    await page.goto(`${production}/auth/authorize?${consentQuery()}`)
    await page.locator('[name=username]').fill(`${person}@demo.test`)
    await page.locator('[name=password]').fill('plan-api-demo')
    await page.locator('[name=password]').press('Enter')
    await page.waitForURL(/\/consent\/production\/[0-9a-f-]{36}$/)
    return page
  }

  test('C2 a person ticks, allows, and is back in the app with a code', async () => {
    const page = await openConsent('member')
    await page.getByLabel('Your insurance coverage').uncheck()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(url => url.href.startsWith(redirectUri))
    const answer = new URL(page.url()).searchParams
    expect(answer.get('code')).toBeTruthy()
    expect(answer.get('state')).toBe('state of the app')
    await page.context().close()
  })

  test('a parent must say whose record, and Cancel works without saying it', async () => {
    const page = await openConsent('parent')
    await page.getByRole('button', { name: 'Allow' }).click()
    // The browser itself asks for the missing choice; the page is still there.
    expect(page.url()).toMatch(/\/consent\/production\//)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.waitForURL(url => url.href.startsWith(redirectUri))
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
    await page.context().close()
  })

  test.each([
    ['English, light, desktop', { locale: 'en-US', colorScheme: 'light' }],
    [
      'Spanish, dark, phone',
      { locale: 'es-MX', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
    ],
  ] as const)('%s: readable, operable by keyboard, nothing cut off', async (_name, options) => {
    const page = await openConsent('parent', options)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    const width = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      window: window.innerWidth,
    }))
    expect(width.content).toBeLessThanOrEqual(width.window)
    await page.locator('input[name=patient]').first().focus()
    await page.keyboard.press('Space')
    expect(await page.locator('input[name=patient]').first().isChecked()).toBe(true)
    const refused: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') refused.push(message.text())
    })
    await page.reload()
    expect(refused).toEqual([])
    await page.context().close()
  })

  /** How many forms a frame of the app's page shows of this address. */
  const formsInFrame = async (page: Page, url: string): Promise<number | undefined> => {
    await page.goto(redirectUri)
    await page.evaluate(address => {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
    }, url)
    const frame = page.frames().find(one => one !== page.mainFrame())
    await frame?.waitForLoadState()
    return frame?.locator('form').count()
  }

  test('C1 neither sign-in nor consent is displayed inside a frame of another site', async () => {
    const consent = await openConsent('member')
    expect(await consent.locator('form').count()).toBeGreaterThan(0)
    expect(await formsInFrame(consent, consent.url())).toBe(0)
    await consent.context().close()

    const signIn = await (await chromium.newContext()).newPage()
    await signIn.goto(`${production}/auth/authorize?${consentQuery()}`)
    const url = signIn.url()
    expect(url).toContain('/auth/login?flow=')
    expect(await signIn.locator('form').count()).toBe(1)
    expect(await formsInFrame(signIn, url)).toBe(0)
    await signIn.context().close()
  })
})
