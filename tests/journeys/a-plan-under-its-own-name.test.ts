// A plan shows all four portals under its own name, logo, colour and words: only by configuration, in both languages, light and dark, on a phone too.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFaults } from '../harness/accessibility.ts'
import { world } from '../harness/boxes.ts'
import { startBrandedPortals } from '../harness/branded-portals.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'

const color = '#6a3d7c'
const plan = {
  name: 'Lakeside Health Plan of the Great Lakes',
  logo: 'logo.svg',
  color,
  contact: 'https://lakeside.example/contact',
  texts: {
    en: { 'gallery.lead': 'Apps that Lakeside members use.' },
    es: { 'gallery.lead': 'Aplicaciones que usan los miembros de Lakeside.' },
  },
}
const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="56" height="28"><rect width="56" height="28" fill="${color}"/></svg>`

const looks = [
  { locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { locale: 'es-MX', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

// Once is enough: no database has a part in it.
const elsewhere = !browserPath() || world().database === 'postgres'

describe.skipIf(elsewhere)('a plan’s own brand (Chromium; in PGlite’s run only)', () => {
  let browser: Browser
  let branded: Awaited<ReturnType<typeof startBrandedPortals>>
  beforeAll(async () => {
    branded = await startBrandedPortals(plan, logo)
    browser = await launchChromium()
  })
  tellPagesOnFailure(() => browser)
  afterAll(async () => {
    await browser?.close()
    await branded?.close()
  })

  /** A browser that finds the plan's own portals at the usual address, which is the one that the boxes know. */
  const visitor = async (look: (typeof looks)[number]) => {
    const context = await browser.newContext(look)
    const { portal } = world()
    await context.route(`${portal}/**`, async route => {
      const url = route.request().url().replace(portal, branded.url)
      await route.fulfill({ response: await route.fetch({ url }) })
    })
    return context.newPage()
  }

  /** What is still on its way to the page need not come any more. */
  const leave = async (page: Page) => {
    await page.context().unrouteAll({ behavior: 'ignoreErrors' })
    await page.context().close()
  }

  test.each(looks)('all four portals wear it ($locale, $colorScheme)', async look => {
    const page = await visitor(look)
    for (const path of ['/vendor', '/admin', '/member', '/directory']) {
      await page.goto(world().portal + path)
      await page.locator('#early').waitFor({ state: 'detached' })
      const mark = page.locator('.frame-brand')
      expect(await mark.innerText(), path).toContain(plan.name)
      expect(await page.title(), path).toContain(plan.name)
      await expect
        .poll(() => mark.locator('img').evaluate(img => 'naturalWidth' in img && img.naturalWidth))
        .toBe(56)
      const shade = page.locator('html')
      expect(
        await shade.evaluate(html =>
          getComputedStyle(html).getPropertyValue('--mantine-color-lake-8').trim(),
        ),
        path,
      ).toBe(color)
      expect(await page.locator(`footer a[href="${plan.contact}"]`).count(), path).toBe(1)
      expect(await page.locator('body').innerText(), path).not.toContain('Plan API')
      if (path === '/member') {
        await page
          .getByText(plan.texts[look.locale === 'en-US' ? 'en' : 'es']['gallery.lead'])
          .waitFor()
        expect(await seriousFaults(page)).toEqual([])
      }
      expect(
        await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        ),
        `${path} is wider than the screen`,
      ).toBe(false)
    }
    await leave(page)
  })

  test('whoever signs in finds the button in the plan’s colour', async () => {
    const page = await visitor(looks[0])
    for (const path of ['/vendor', '/admin', '/member/record']) {
      await page.goto(world().portal + path)
      const button = page.getByRole('button', { name: 'Sign in' })
      await button.waitFor()
      expect(await button.evaluate(one => getComputedStyle(one).backgroundColor), path).toBe(
        'rgb(106, 61, 124)',
      )
    }
    await leave(page)
  })
})
