// The whole journey as people do it, in Chromium: enrol, register, try, publish, consent, read, revoke, search.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailTo, world } from '../harness/boxes.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { patience } from '../harness/patience.ts'

const password = 'a-long-enough-passphrase'
const demoPassword = 'plan-api-demo'
const screenshots = join('dist', 'screenshots')

describe.skipIf(!browserPath())('in a browser (needs Chromium)', () => {
  const email = `browser-${randomUUID().slice(0, 8)}@compass.example`
  const appName = `Compass ${email.slice(8, 16)}`
  let browser: Browser
  let vendor: Page
  let admin: Page
  let member: Page
  let clientId: string
  const faults: string[] = []

  const person = async (): Promise<Page> => {
    const context: BrowserContext = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-US',
    })
    const page = await context.newPage()
    // A page that throws, or that its own policy blocks, is broken even when it looks right.
    page.on('pageerror', error => faults.push(`${new URL(page.url()).pathname}: ${error.message}`))
    page.on('console', message => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
        faults.push(message.text())
    })
    return page
  }
  const look = (page: Page, name: string): Promise<unknown> =>
    page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
  const signIn = async (page: Page, user: string, secret: string): Promise<void> => {
    await page.locator('input[name="username"]').fill(user)
    await page.locator('input[name="password"]').fill(secret)
    await page.locator('button[type="submit"]').first().click()
  }
  const portal = (path: string): string => world().portal + path
  /** The sample app is told which app it is on its own settings page, and keeps it for this browser. */
  const tellSampleApp = async (page: Page): Promise<void> => {
    await page.goto(`${world().sampleApp}/settings`)
    await page.getByLabel('Client ID').fill(clientId)
    const saved = page.waitForResponse(answer => answer.request().method() === 'POST')
    await page.getByRole('button', { name: 'Save' }).click()
    await saved
    await page.waitForLoadState()
  }

  const steps = ['Account', 'App', 'Patient', 'First token', 'First FHIR call']
  const guide = () => vendor.getByRole('region', { name: 'First steps' })
  /** The first steps that the vendor's page has ticked now. */
  const ticked = async (): Promise<string[]> => {
    await guide()
      .getByText(/of 5 done|All done/)
      .waitFor()
    const lines = await guide().getByRole('listitem').allInnerTexts()
    return lines.flatMap(line => /([^\n]+?)\s+\(done\)/.exec(line)?.[1] ?? [])
  }

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    browser = await launchChromium()
    ;[vendor, admin, member] = [await person(), await person(), await person()]
  })
  tellPagesOnFailure(() => browser)
  afterAll(async () => {
    await browser?.close()
  })

  test('1 a vendor enrols, follows the mailed link, sets a password and sees the empty list', async () => {
    await vendor.goto(portal('/member'))
    await vendor.getByRole('link', { name: 'Vendor Enrollment to Sandbox' }).first().click()
    await vendor.getByLabel('Your name').fill('Val Vendor')
    await vendor.getByLabel('E-mail').fill(email)
    await vendor.getByLabel('Organization').fill('Compass Health Apps')
    await vendor.getByLabel('Website').fill('https://compass.example')
    await vendor.getByLabel('Reason').fill('We draw claims for members.')
    await look(vendor, '01-enrol')
    await vendor.getByRole('button', { name: 'Submit' }).click()
    await vendor.getByText(`We wrote to ${email}`).waitFor()
    const link = /https?:\/\/\S+#token=\S+/.exec((await mailTo(email)).Text)?.[0] ?? ''
    await vendor.goto(link)
    await vendor.getByLabel('New password').fill(password)
    await vendor.getByLabel(/again/i).fill(password)
    await vendor.getByRole('button', { name: 'Set password and sign in' }).click()
    await vendor.locator('input[name="password"]').waitFor()
    expect(await vendor.locator('input[name="username"]').inputValue()).toBe(email)
    await look(vendor, '02-sign-in')
    await signIn(vendor, email, password)
    await vendor.getByText('No apps yet').waitFor()
    expect(await ticked()).toEqual(steps.slice(0, 1))
    await look(vendor, '03-empty-list')
  })

  test('1 and registers an app with every field', async () => {
    await vendor.getByRole('link', { name: 'New Application' }).first().click()
    const fields: [string, string][] = [
      ['Application Name', appName],
      ['Description', 'Shows your claims and what you owe, month by month.'],
      ['Redirect URL', `${world().sampleApp}/`],
      ['Launch URL', `${world().sampleApp}/launch`],
      ['Organization/Company Name', 'Compass Health Apps'],
      ['Organization/Company Website URL', 'https://compass.example/'],
      ['Privacy Policy URL', 'https://compass.example/privacy'],
      ['Security Policy URL', 'https://compass.example/security'],
      ['Terms of Service URL', 'https://compass.example/terms'],
    ]
    for (const [label, value] of fields)
      await vendor.getByLabel(label, { exact: false }).first().fill(value)
    await vendor.getByLabel('Authorization Code + PKCE', { exact: false }).check()
    await vendor.getByRole('button', { name: 'Save' }).click()
    await vendor.waitForURL(/\/vendor\/apps\/(?!new)[\w-]+/)
    clientId = new URL(vendor.url()).pathname.split('/').at(-1) ?? ''
    await vendor.getByText('OAuth Issuer').waitFor()
    await look(vendor, '04-app-form')
    await vendor.getByText(clientId).first().waitFor()
  })

  test('2 initializes a patient, looks at My Data, launches the app: it shows coverage and claims', async () => {
    await vendor.goto(portal('/vendor'))
    expect(await ticked()).toEqual(steps.slice(0, 2))
    await vendor.getByRole('button', { name: 'Initialize Patient' }).first().click()
    await vendor.getByRole('dialog').getByRole('button', { name: 'Initialize Patient' }).click()
    await vendor.getByRole('link', { name: 'My Data' }).first().waitFor()
    await guide().getByText('3 of 5 done').waitFor()
    expect(await ticked()).toEqual(steps.slice(0, 3))
    await look(vendor, '05-app-list')
    await vendor.getByRole('link', { name: 'My Data' }).first().click()
    await vendor
      .getByText(/ExplanationOfBenefit|Claims/)
      .first()
      .waitFor()
    await look(vendor, '06-my-data')

    await tellSampleApp(vendor)
    await vendor.goto(portal('/vendor'))
    const opened = vendor.context().waitForEvent('page')
    await vendor
      .getByRole('button', { name: /Launch App/ })
      .first()
      .click()
    const launched = await opened
    await launched.locator('button[value="allow"]').waitFor()
    await look(launched, '07-consent-sandbox')
    // The app has its token and is about to read: its calls wait until the page was looked at.
    const reads = /\/fhir\/[A-Z]/
    const released = Promise.withResolvers<void>()
    await launched.route(reads, async route => {
      await released.promise
      await route.continue()
    })
    const asked = launched.waitForRequest(reads)
    await launched.locator('button[value="allow"]').click()
    await asked
    await vendor.reload()
    expect(await ticked()).toEqual(steps.slice(0, 4))
    released.resolve()
    await launched.locator('#chart svg').waitFor()
    // The audit, which knows of the call, is written up to a second behind.
    await expect.poll(() => vendor.reload().then(ticked), { timeout: patience }).toEqual(steps)
    await look(launched, '08-sample-app')
    await expect.poll(() => launched.locator('#claims tr').count()).toBeGreaterThan(5)
    await expect.poll(() => launched.locator('#coverage article').count()).toBeGreaterThan(0)
    await launched.close()
  })

  test('3 sends the production request, edits while it is pending, is rejected, corrects, is approved', async () => {
    await vendor.goto(portal(`/vendor/apps/${clientId}`))
    await vendor.getByRole('button', { name: 'Send Request' }).click()
    await vendor.getByRole('button', { name: 'Withdraw request' }).waitFor()
    await vendor
      .getByLabel('Description')
      .first()
      .fill('Shows claims, month by month, and who paid them.')
    await vendor.getByRole('button', { name: 'Save' }).click()
    await vendor.getByText('Your pending request was updated too.').waitFor()
    await look(vendor, '09-pending')

    await admin.goto(portal('/admin'))
    await admin.getByRole('button', { name: 'Sign in' }).click()
    await signIn(admin, 'admin@demo.test', demoPassword)
    await admin.getByText(appName).first().waitFor()
    await look(admin, '10-queue')
    await admin
      .getByRole('link', { name: new RegExp(appName) })
      .first()
      .click()
    await admin.getByText('Shows claims, month by month, and who paid them.').first().waitFor()
    await look(admin, '11-review')
    await decide(admin, 'reject', 'Say who can see the claims.')
    await mailTo(email, ({ Text }) => Text.includes('Say who can see the claims.'))

    await vendor.reload()
    await vendor.getByText('Say who can see the claims.').waitFor()
    await look(vendor, '12-rejected')
    await vendor
      .getByLabel('Description')
      .first()
      .fill('Shows your claims to you, and to nobody else.')
    await vendor.getByRole('button', { name: 'Save' }).click()
    await vendor.getByText('Saved').first().waitFor()
    await vendor.getByRole('button', { name: 'Send Request' }).click()
    await vendor.getByRole('button', { name: 'Withdraw request' }).waitFor()

    await admin.goto(portal('/admin'))
    await admin
      .getByRole('link', { name: new RegExp(appName) })
      .first()
      .click()
    await admin.getByText('Shows your claims to you, and to nobody else.').first().waitFor()
    await decide(admin, 'approve')
    await mailTo(email, ({ Subject }) => /approved|live/i.test(Subject))
  })

  test('4 a member finds it, consents, sees own claims, revokes; the next call is refused', async () => {
    await tellSampleApp(member)
    await member.goto(portal('/member'))
    await member.getByText(appName).first().waitFor()
    await look(member, '13-gallery')
    await member
      .getByRole('link', { name: new RegExp(appName) })
      .first()
      .click()
    await look(member, '14-gallery-app')
    // Nobody is signed in here yet: the page asks for it where the app would be opened.
    await member.getByRole('button', { name: `Sign in to launch ${appName}` }).click()
    await signIn(member, 'member@demo.test', demoPassword)
    await member.getByRole('button', { name: 'Launch App', exact: true }).click()
    await member.locator('button[value="allow"]').waitFor()
    await look(member, '15-consent-production')
    await member.locator('button[value="allow"]').click()
    await member.locator('#chart svg').waitFor()
    await look(member, '16-own-claims')
    const second = await member.context().newPage()
    await second.goto(portal('/member/connections'))
    // A new tab has no token of its own; the box knows who is signed in, so one click is enough.
    const again = second.getByRole('button', { name: 'Sign in' })
    await again.or(second.getByText(appName)).first().waitFor()
    if (await again.isVisible()) await again.click()
    await second.getByText(appName).first().waitFor()
    await look(second, '17-connected-apps')
    await second.getByRole('button', { name: `Revoke access of ${appName}` }).click()
    await second.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click()
    await second
      .getByText('No app is connected')
      .or(second.getByText(/can no longer|access has ended|revoked/i))
      .first()
      .waitFor()
    await member.bringToFront()
    await member.getByRole('button', { name: 'Read again' }).click()
    await member
      .getByText(/access has ended|refused/)
      .first()
      .waitFor()
    await look(member, '18-refused')
  })

  test('5 anyone searches the directory page', async () => {
    const anyone = await person()
    await anyone.goto(portal('/directory'))
    await anyone.getByRole('button', { name: 'Search' }).click()
    await anyone
      .getByText(/\/fhir\//)
      .first()
      .waitFor()
    await look(anyone, '19-directory')
    expect(await anyone.getByText(/Sign in/).count()).toBe(0)
  })

  test('no page threw, and none was stopped by its own Content-Security-Policy', () => {
    expect(faults).toEqual([])
  })

  const decide = async (page: Page, what: 'approve' | 'reject', reason?: string): Promise<void> => {
    if (what === 'approve')
      for (const box of await page.getByRole('checkbox').all()) await box.check()
    await page
      .getByRole('button', { name: what === 'approve' ? /^approve/i : /^reject/i })
      .first()
      .click()
    if (reason) {
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Something else').check()
      await dialog.getByLabel('In your own words').fill(reason)
      await dialog.getByRole('button', { name: 'Reject' }).click()
    }
    await page
      .getByText(what === 'approve' ? /approved/i : /rejected/i)
      .first()
      .waitFor()
  }
})
