// The pages on which people sign in, give a code and meet an error, in a real browser: readable by everybody, in English and
// Spanish, in light and dark, on a phone; in the plan's name and colour, under a policy that lets nothing else in.
import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFaults } from '../harness/accessibility.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'

const plan = 'Lakeside Health Plan'
const color = '#6a3d7c'
const logo = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28"><circle cx="14" cy="14" r="14" fill="${color}"/></svg>`,
)
type Look = readonly [locale: string, colorScheme: 'light' | 'dark', width: number]

const looks: Look[] = [
  ['en-US', 'light', 390],
  ['en-US', 'dark', 1280],
  ['es-MX', 'dark', 390],
  ['es-MX', 'light', 320],
]

describe.skipIf(!browserPath())('in Chromium', () => {
  let world: OwnWorld
  let chromium: Browser
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    world = await startOwnWorld({
      env: { BRAND_NAME: plan, BRAND_COLOR: color, BRAND_CONTACT: 'https://lakeside.example/help' },
      boxes: {
        look: { color, logo: { type: 'image/svg+xml', content: logo } },
        adminTwoFactor: true,
      },
    })
    chromium = await launchChromium()
  })
  tellPagesOnFailure(() => chromium)
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await chromium?.close()
    await world?.close()
  })

  const portal = () => ({
    client_id: 'portal-ui',
    redirect_uri: `${world.portal}/callback`,
    scope: 'openid',
  })
  const authorizeUrl = (asks: Record<string, string>): string =>
    `${world.urls.production}/auth/authorize?${new URLSearchParams({
      response_type: 'code',
      state: 'state',
      aud: `${world.urls.production}/fhir`,
      code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
      code_challenge_method: 'S256',
      ...asks,
    })}`

  /** A page of a browser of its own, and what that browser complained about. */
  const opened = async ([locale, colorScheme, width]: Look) => {
    const context = await chromium.newContext({
      locale,
      colorScheme,
      viewport: { width, height: 844 },
    })
    contexts.push(context)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text())
    })
    return { page, complaints }
  }
  const signIn = async (page: Page, person: string): Promise<void> => {
    await page.locator('[name=username]').fill(`${person}@demo.test`)
    await page.locator('[name=password]').fill('plan-api-demo')
    await page.locator('[name=password]').press('Enter')
  }
  const code = (key: string): string =>
    new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: world.now().getTime() })

  /** What holds for every page. */
  const holds = async (page: Page, where: string): Promise<void> => {
    expect(await seriousFaults(page), where).toEqual([])
    const wider = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(wider, `${where}: pixels to the right of the window`).toBe(0)
    expect(await page.locator('.brand').innerText(), where).toBe(plan)
    expect(await page.locator('html').getAttribute('lang'), where).toMatch(/^(en|es)$/)
  }
  const buttonColor = (page: Page): Promise<string> =>
    page
      .locator('button')
      .first()
      .evaluate(button => getComputedStyle(button).backgroundColor)

  test.each(looks)(
    'an admin sets a second factor up and is asked for its code (%s, %s, %d px)',
    async (...look) => {
      const { page, complaints } = await opened(look)
      await page.goto(authorizeUrl(portal()))
      await holds(page, 'sign-in')
      const isLight = look[1] === 'light'
      expect((await buttonColor(page)) === 'rgb(106, 61, 124)').toBe(isLight)
      expect(
        await page.evaluate<number>('document.querySelector(".brand img").naturalWidth'),
      ).toBeGreaterThan(0)

      await signIn(page, 'admin')
      await page.waitForURL(/two-factor/)
      await holds(page, 'setting up')
      const key = (await page.locator('.key').innerText()).replaceAll(' ', '')
      await page.locator('#code').fill('000000')
      await page.locator('#code').press('Enter')
      await page.locator('[role=alert]').waitFor()
      await holds(page, 'setting up, wrong code')
      await page.locator('#code').fill(code(key))
      await page.locator('#code').press('Enter')
      await page.waitForURL(url => url.href.startsWith(`${world.portal}/callback`))

      await page.context().clearCookies()
      await page.goto(authorizeUrl(portal()))
      await signIn(page, 'admin')
      await page.waitForURL(/two-factor/)
      expect(await page.locator('svg').count()).toBe(0)
      await holds(page, 'code')
      world.forward(90) // another step: a code counts once
      await page.locator('#code').fill(code(key))
      await page.locator('#code').press('Enter')
      await page.waitForURL(url => url.href.startsWith(`${world.portal}/callback`))
      expect(complaints).toEqual([])
      await withoutFactor()
    },
  )

  const withoutFactor = async (): Promise<void> => {
    const url = `${world.urls.production}/fhir/User/demo-admin`
    const headers = {
      authorization: world.root.production,
      'content-type': 'application/merge-patch+json',
    }
    const answer = await fetch(url, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ twoFactor: null }),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  }

  test.each(looks)(
    'a member who meets an error, and the page of consent, see whose page it is (%s, %s, %d px)',
    async (...look) => {
      const { page, complaints } = await opened(look)
      await page.goto(authorizeUrl({ ...portal(), client_id: 'nobody-knows-it' }))
      await holds(page, 'error of the box')
      await page.goto(`${world.portal}/consent/production?client_id=nobody-knows-it`)
      await holds(page, 'error of the consent page')

      const { body } = await readClient('sample-app')
      await page.goto(
        authorizeUrl({
          client_id: 'sample-app',
          redirect_uri: body.auth.authorization_code.redirect_uri,
          scope: 'openid offline_access launch/patient patient/Patient.read patient/Coverage.read',
        }),
      )
      await signIn(page, 'member')
      await page.waitForURL(/\/consent\/production\/[0-9a-f-]{36}$/)
      await holds(page, 'consent')
      expect((await buttonColor(page)) === 'rgb(106, 61, 124)').toBe(look[1] === 'light')
      expect(await page.locator('.contact a').getAttribute('href')).toBe(
        'https://lakeside.example/help',
      )
      expect(complaints).toEqual([])
    },
  )

  const readClient = async (id: string) => {
    const answer = await fetch(`${world.urls.production}/fhir/Client/${id}`, {
      headers: { authorization: world.root.production },
    })
    const body: { auth: { authorization_code: { redirect_uri: string } } } = await answer.json()
    return { body }
  }
})
