// What each kind of page says when its box is down, slow, or answers something else than was asked: what to do next, a way to try again, and no endless wait.
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SmartAppWithSecret } from '../../vocabulary/operations.ts'
import { seriousFaults } from '../harness/accessibility.ts'
import { world } from '../harness/boxes.ts'
import { call } from '../harness/calls.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { filledForm } from '../harness/form.ts'
import { people } from '../harness/personas.ts'
import { enrolledVendor } from '../harness/vendors.ts'

interface PageKind {
  name: string
  path: string
  /** The call that brings what the page is about. */
  data: string
  /** Public pages have no account that could be signed out. */
  open?: true
}

const operations = '**/plan-api/**'
const fhir = /\/fhir\/\w+\?/

/** Statuses by which a box refuses, and a piece of what the page says to it. */
const refusals: readonly [status: number, words: RegExp][] = [
  [403, /Your account may not do this\. /],
  [409, /changed by someone else in the meantime\. Try again/],
  [422, /not right/],
  [429, /is busy/],
  [503, /is busy/],
]

// Once is enough: these pages see answers that are made up, whichever database is behind the box.
const elsewhere = !browserPath() || world().database === 'postgres'

describe.skipIf(elsewhere)('when a box does not help (Chromium; in PGlite’s run only)', () => {
  let browser: Browser
  let app = ''
  let vendor: { email: string; password: string }
  const faults: string[] = []

  /** A page of who is signed in; every load begins with the same session, however the last one ended. */
  const signedIn = async (door: string, person: { email: string; password: string }) => {
    const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
    await page.goto(world().portal + door)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('input[name="username"]').fill(person.email)
    await page.locator('input[name="password"]').fill(person.password)
    await page.locator('button[type="submit"]').first().click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    const kept: [string, string][] = await page.evaluate(
      "Object.entries(sessionStorage).filter(([key]) => key.startsWith('plan-api.session.'))",
    )
    await context.addInitScript(entries => {
      for (const [key, value] of entries) sessionStorage.setItem(key, value)
    }, kept)
    return { context, page }
  }

  const failing = (page: Page, { data }: PageKind, status: number) =>
    page.route(data === 'fhir' ? fhir : data, route =>
      route.request().method() === 'OPTIONS'
        ? route.continue()
        : route.fulfill({ status, headers: { 'access-control-allow-origin': '*' }, body: '' }),
    )
  const healed = (page: Page, { data }: PageKind) => page.unroute(data === 'fhir' ? fhir : data)

  /** One notice with words and a way on, and nothing that pretends to load behind a refusal. */
  const isTold = async (page: Page, words: RegExp, mayWait: boolean): Promise<void> => {
    const notice = page.locator('main .notice').filter({ hasText: words }).first()
    await notice.waitFor()
    expect(await notice.getByRole('button', { name: 'Try again' }).count()).toBe(1)
    if (!mayWait) expect(await page.locator('main .mantine-Skeleton-root').count()).toBe(0)
  }

  const walk = async (page: Page, context: BrowserContext, kinds: readonly PageKind[]) => {
    for (const kind of kinds) {
      const { name, path, data, open } = kind
      // A record is opened first: the token that reads it is not what fails here.
      if (data === 'fhir') {
        await page.goto(world().portal + path)
        await page.locator('main .mantine-Skeleton-root').first().waitFor({ state: 'detached' })
      }
      for (const [status, words] of refusals) {
        await failing(page, kind, status)
        await page.goto(world().portal + path)
        await isTold(page, words, status === 429 || status === 503).catch(async () => {
          const said = await page.locator('main').innerText()
          throw new Error(`${name}, ${status}: it says ${said.slice(0, 300)}`)
        })
        await healed(page, kind)
      }
      if (name === 'queue' || name === 'gallery') expect(await seriousFaults(page)).toEqual([])

      await page.route(data === 'fhir' ? fhir : data, route => route.abort())
      await page.goto(world().portal + path)
      await isTold(page, /cannot be reached/, true)
      await healed(page, kind)
      // The same page, as soon as the box is there again.
      await page.getByRole('button', { name: 'Try again' }).first().click()
      await page
        .locator('main .notice', { hasText: 'cannot be reached' })
        .waitFor({ state: 'detached' })

      if (open) continue
      await failing(page, kind, 401)
      await page.goto(world().portal + path)
      await page
        .getByRole('button', { name: /^(Sign in|Try again)$/ })
        .first()
        .waitFor()
      await healed(page, kind)
    }
    await waits(page, kinds)
    await context.close()
  }

  /** A box that is slow: the place is kept, then the page says that it takes long, then that no answer came. */
  const waits = async (page: Page, kinds: readonly PageKind[]) => {
    // Time is the test's own from here on: nobody waits for real.
    await page.clock.install()
    for (const { name, path, data } of kinds) {
      const slow = data === 'fhir' ? fhir : data
      await page.route(slow, () => undefined)
      await page.goto(world().portal + path)
      const main = page.locator('main')
      const steps = async () => {
        await main.locator('.mantine-Skeleton-root').first().waitFor()
        await page.clock.fastForward(6_000)
        await main.getByText('takes longer than usual').first().waitFor()
        await page.clock.fastForward(20_000)
        await isTold(page, /takes too long to answer/, true)
      }
      await steps().catch(async (error: unknown) => {
        throw new Error(`${name}, slow: it says ${(await main.innerText()).slice(0, 300)}`, {
          cause: error,
        })
      })
      await page.unroute(slow)
    }
  }

  beforeAll(async () => {
    const enrolled = await enrolledVendor()
    vendor = enrolled
    const { sandbox } = world()
    await call(sandbox, enrolled.token, 'initialize-patient', { body: {} })
    const { body } = await call<SmartAppWithSecret>(sandbox, enrolled.token, 'register-app', {
      body: filledForm('pkce', { name: `Unlucky ${randomUUID().slice(0, 8)}` }),
    })
    app = body.id
    await call(sandbox, enrolled.token, 'send-production-request', { path: { id: app } })
    browser = await launchChromium()
  })
  tellPagesOnFailure(() => browser)
  afterAll(() => browser?.close())

  test('a vendor’s pages: apps, form, My Data, request log', async () => {
    const { page, context } = await signedIn('/vendor', vendor)
    await walk(page, context, [
      { name: 'apps', path: '/vendor', data: operations },
      { name: 'form', path: `/vendor/apps/${app}`, data: operations },
      { name: 'My Data', path: '/vendor/my-data', data: 'fhir' },
      {
        name: 'request log',
        path: `/vendor/apps/${app}/requests`,
        data: '**/plan-api/**/requests*',
      },
    ])
  }, 300_000)

  test('a member’s pages: gallery, connections, access history, record; and the directory', async () => {
    const password = world().secrets.DEMO_PASSWORD ?? ''
    const { page, context } = await signedIn('/member/connections', {
      email: people.member,
      password,
    })
    await walk(page, context, [
      { name: 'gallery', path: '/member', data: operations, open: true },
      { name: 'connections', path: '/member/connections', data: operations },
      { name: 'access history', path: '/member/history', data: operations },
      { name: 'record', path: '/member/record', data: 'fhir' },
      {
        name: 'directory',
        path: '/directory?kind=provider&city=Columbus',
        data: '**/fhir/PractitionerRole?*',
        open: true,
      },
    ])
  }, 300_000)

  test('the staff’s pages: queue, review, people, audit, mail, health, one app', async () => {
    const password = world().secrets.DEMO_PASSWORD ?? ''
    const { page, context } = await signedIn('/admin', { email: people.admin, password })
    await page.locator('tbody a').first().waitFor()
    const review = await page.locator('tbody a').first().getAttribute('href')
    await walk(page, context, [
      { name: 'queue', path: '/admin', data: operations },
      { name: 'review', path: review ?? '', data: operations },
      { name: 'people', path: '/admin/people', data: operations },
      { name: 'audit', path: '/admin/audit', data: operations },
      { name: 'mail', path: '/admin/mail', data: operations },
      { name: 'health', path: '/admin/health', data: operations },
      { name: 'one app', path: '/admin/apps/sample-app', data: '**/plan-api/**/funnel*' },
    ])
  }, 300_000)

  test('a slow box: the place is kept, then the page says that it takes long, then that no answer came', async () => {
    const page = await browser.newPage({ locale: 'es-MX' })
    await page.clock.install()
    await page.route('**/plan-api/gallery', () => undefined)
    await page.goto(`${world().portal}/member`)
    await page.locator('main .mantine-Skeleton-root').first().waitFor()
    await page.clock.fastForward(6_000)
    await page.getByText('Tarda más de lo normal').waitFor()
    await page.clock.fastForward(20_000)
    await page.getByText('tarda demasiado en responder').waitFor()
    await page.getByRole('button', { name: 'Intentar de nuevo' }).waitFor()
    await page.close()
  })

  test('a page whose file is gone, because the portals were renewed, offers to be loaded anew', async () => {
    const page = await browser.newPage({ locale: 'en-US' })
    await page.goto(`${world().portal}/docs`)
    await page.getByRole('heading', { name: 'API reference' }).waitFor()
    await page.route('**/assets/errors-*', route => route.fulfill({ status: 404 }))
    await page.getByRole('link', { name: 'Errors' }).click()
    await page.getByText('Could not load the page').waitFor()
    await page.unroute('**/assets/errors-*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Token endpoints' }).waitFor()
    await page.close()
  })

  test('no page threw', () => {
    expect(faults).toEqual([])
  })
})
