// What a phone shows of a portal before its scripts have run: the same words in the same places, so that nothing jumps when they have.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { world } from '../harness/boxes.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'

interface Place {
  text: string
  x: number
  y: number
  height: number
}

/** Heading, lead and navigation, by their words and where they stand. */
const places = (page: Page, selectors: readonly string[]): Promise<Place[]> =>
  page.evaluate(
    names =>
      names.map(name => {
        const element = [...globalThis.document.querySelectorAll<HTMLElement>(name)].find(
          one => one.getBoundingClientRect().width > 0,
        )
        const { x = 0, y = 0, height = 0 } = element?.getBoundingClientRect() ?? {}
        const round = Math.round
        return {
          text: element?.innerText ?? '',
          x: round(x),
          y: round(y),
          height: round(height),
        }
      }),
    selectors,
  )

describe.skipIf(!browserPath())('the first sight of a portal (needs Chromium)', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  tellPagesOnFailure(() => browser)
  afterAll(() => browser?.close())

  const visit = async (path: string, locale: string, width: number) => {
    const context = await browser.newContext({ locale, viewport: { width, height: 844 } })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('console', message => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text())
    })
    // Only the scripts that draw the portal; the small one of the first paint is allowed.
    const drawing = /\/assets\/(?!early).*\.js$/
    await page.route(drawing, route => route.abort())
    await page.goto(world().portal + path)
    const early = await places(page, ['.early-title', '.early-lead', '.frame-nav'])
    const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme')
    await page.unroute(drawing)
    await page.goto(world().portal + path)
    await page.locator('h1').waitFor()
    const whole = await places(page, ['h1', 'h1 + p', '.frame-nav'])
    const left = await page.locator('#early').count()
    await context.close()
    return { early, whole, left, scheme, faults }
  }

  test.each([
    ['/member', 'en-US'],
    ['/member', 'es-MX'],
    ['/directory', 'en-US'],
    ['/directory', 'es-MX'],
    ['/vendor', 'es-MX'],
    ['/admin', 'en-US'],
    ['/docs', 'en-US'],
  ])(
    '%s in %s says its name and what it is for at once, and keeps it where it stands',
    async (path, locale) => {
      for (const width of [390, 1280]) {
        const { early, whole, left, scheme, faults } = await visit(path, locale, width)
        expect(early).toEqual(whole)
        expect(early[1]?.text.length).toBeGreaterThan(20)
        expect(left).toBe(0)
        expect(scheme).toBe('light')
        expect(faults).toEqual([])
      }
    },
  )

  test('no file of a portal is asked for only after another one has come', async () => {
    const page = await browser.newPage({ locale: 'en-US' })
    for (const path of ['/member', '/directory', '/vendor', '/admin', '/docs']) {
      const html = await (await fetch(world().portal + path)).text()
      const asked: string[] = []
      page.on('request', request => {
        const { origin, pathname } = new URL(request.url())
        if (origin === world().portal && pathname.startsWith('/assets/')) asked.push(pathname)
      })
      await page.goto(world().portal + path, { waitUntil: 'networkidle' })
      page.removeAllListeners('request')
      expect(
        asked.filter(file => !html.includes(file)),
        path,
      ).toEqual([])
      // Two rounds of the six connections that a browser opens.
      expect(new Set(asked).size, path).toBeLessThanOrEqual(12)
    }
    await page.close()
  })
})
