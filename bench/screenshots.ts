// `npm run screenshots`: every page, light and dark, phone and desktop, from a product that runs; kept small under docs/screenshots.
// `--portal URL` takes one that runs already (demo people, sandbox empty); without it one is started and ended.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../tests/harness/chromium.ts'
import { startedDemo } from './started-demo.ts'

const folder = join('docs', 'screenshots')
const password = 'plan-api-demo'
/** A long list says nothing more after some screens. */
const longest = 1800

interface Shot {
  name: string
  path: string
  /** What to wait for. */
  ready: string
}

interface Tour {
  /** Who signs in, and on which page the button is; nobody: public pages. */
  person?: { email: string; door: string }
  /** An app of the gallery that is allowed first, so that there is a connection to see. */
  connects?: string
  shots: readonly Shot[]
}

const heading = 'h1'
const tours: readonly Tour[] = [
  {
    shots: [
      { name: 'welcome', path: '/', ready: heading },
      { name: 'member-gallery', path: '/member', ready: 'main li' },
      { name: 'member-app', path: '/member/apps/sample-app', ready: 'main h2' },
      { name: 'member-education', path: '/member/education', ready: 'main h2' },
      { name: 'member-door', path: '/member/record', ready: heading },
      { name: 'directory', path: '/directory', ready: heading },
      {
        name: 'directory-results',
        path: '/directory?kind=provider&specialty=Family&city=Columbus&distance=25',
        ready: 'article',
      },
      { name: 'docs', path: '/docs', ready: 'main h2' },
      { name: 'docs-guide', path: '/docs/guide', ready: heading },
      { name: 'vendor-enroll', path: '/vendor/enroll', ready: heading },
    ],
  },
  {
    person: { email: 'member@demo.test', door: '/member/connections' },
    connects: 'sample-app',
    shots: [
      { name: 'member-connections', path: '/member/connections', ready: 'article' },
      { name: 'member-record-coverage', path: '/member/record', ready: 'article' },
      {
        name: 'member-record-claims',
        path: '/member/record?section=ExplanationOfBenefit',
        ready: '.recharts-surface',
      },
      {
        name: 'member-claim',
        path: '/member/record/claims/demo-member-explanationofbenefit-45',
        ready: 'table',
      },
      {
        name: 'member-record-results',
        path: '/member/record?section=Observation',
        ready: '.recharts-surface',
      },
      { name: 'member-history', path: '/member/history', ready: 'main section h2' },
    ],
  },
  {
    person: { email: 'vendor@demo.test', door: '/vendor' },
    shots: [
      { name: 'vendor-apps', path: '/vendor', ready: heading },
      { name: 'vendor-app-form', path: '/vendor/apps/new', ready: 'form' },
    ],
  },
  {
    person: { email: 'admin@demo.test', door: '/admin' },
    shots: [
      { name: 'admin-queue', path: '/admin', ready: heading },
      { name: 'admin-apps', path: '/admin/apps', ready: heading },
      { name: 'admin-people', path: '/admin/people', ready: heading },
    ],
  },
]

const looks = (['light', 'dark'] as const).flatMap(colorScheme =>
  [
    { device: 'desktop', viewport: { width: 1280, height: 800 } },
    { device: 'phone', viewport: { width: 390, height: 844 } },
  ].map(look => ({ ...look, colorScheme })),
)

const signIn = async (page: Page, base: string, { email, door }: NonNullable<Tour['person']>) => {
  await page.goto(base + door)
  await page.locator('main button').first().click()
  await page.locator('input[name="username"]').fill(email)
  await page.locator('input[name="password"]').fill(password)
  await page.locator('button[type="submit"]').first().click()
  await page.waitForURL(`${base}${door}*`)
}

/** Launches the app and allows what it asks for, unless it is allowed already. */
const connect = async (page: Page, base: string, app: string) => {
  await page.goto(`${base}/member/apps/${app}`)
  await page.getByRole('button', { name: 'Launch App' }).click()
  const allow = page.locator('button[value="allow"]')
  const done = page.locator('#chart svg')
  await allow.or(done).first().waitFor()
  if (await allow.isVisible()) await allow.click()
  await done.waitFor()
}

/** WebP at quality 70, by the browser's own encoder: a fifth of the PNG. */
const picture = async (context: BrowserContext, page: Page): Promise<Buffer> => {
  const height = Math.min(
    Number(await page.evaluate('document.documentElement.scrollHeight')),
    longest,
  )
  const { width } = page.viewportSize() ?? { width: 1280 }
  const devtools = await context.newCDPSession(page)
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 70,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  })
  await devtools.detach()
  return Buffer.from(data, 'base64')
}

const walk = async (browser: Browser, base: string, tour: Tour): Promise<number> => {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' })
  let bytes = 0
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    if (tour.person) await signIn(page, base, tour.person)
    if (tour.connects) await connect(page, base, tour.connects)
    for (const { name, path, ready } of tour.shots) {
      await page.goto(base + path)
      try {
        await page.locator(ready).first().waitFor()
      } catch {
        process.stderr.write(`${name}: ${path} shows no ${ready}; no picture of it\n`)
        continue
      }
      await page.waitForLoadState('networkidle')
      for (const { device, viewport, colorScheme } of looks) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        // Two frames: the charts measure the new width, then draw.
        await page.evaluate(
          'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))',
        )
        const content = await picture(context, page)
        bytes += content.length
        writeFileSync(join(folder, `${name}-${device}-${colorScheme}.webp`), content)
      }
    }
  } finally {
    await context.close()
  }
  return bytes
}

const { values } = parseArgs({ options: { portal: { type: 'string' } } })
const demo = values.portal ? undefined : await startedDemo()
const base = values.portal ?? demo?.portal ?? ''
const browser = await launchChromium()
try {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let bytes = 0
  for (const tour of tours) bytes += await walk(browser, base, tour)
  process.stdout.write(`${folder}: ${(bytes / 1_000_000).toFixed(1)} MB\n`)
} finally {
  await browser.close()
  await demo?.stop()
}
