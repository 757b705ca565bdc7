// `npm run screenshots`: every page, light and dark, phone and desktop, from a product that runs; kept small under docs/screenshots.
// `--only NAME,NAME` takes some of them anew; `--portal URL` takes one that runs already (demo people, sandbox empty); without it one is started and ended.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../tests/harness/chromium.ts'
import { filledForm } from '../tests/harness/form.ts'
import { startedDemo } from './started-demo.ts'

const folder = join('docs', 'screenshots')
const password = 'plan-api-demo'
/** A long list says nothing more after some screens. */
const longest = 1800

/** What a tour made, for the addresses of its pages. */
interface Made {
  app?: string
  request?: string
}

interface Shot {
  name: string
  /** Absent: the page as the tour left it. */
  path?: string | ((made: Made) => string)
  /** A tab of the page that is opened first. */
  opens?: string
  /** What to wait for. */
  ready: string
}

interface Tour {
  /** Who signs in, and on which page the button is; nobody: public pages. */
  person?: { email: string; door: string }
  /** Done first, so that there is something to see. */
  prepares?: (page: Page, base: string, made: Made) => Promise<void>
  shots: readonly Shot[]
}

/** Launches the sample app and allows what it asks for, unless it is allowed already. */
const connectSampleApp = async (page: Page, base: string): Promise<void> => {
  await page.goto(`${base}/member/apps/sample-app`)
  await page.getByRole('button', { name: 'Launch App' }).click()
  const allow = page.locator('button[value="allow"]')
  const done = page.locator('#chart svg')
  await allow.or(done).first().waitFor()
  if (await allow.isVisible()) await allow.click()
  await done.waitFor()
}

/** A call of an operation with the token of the person who is signed in on this page. */
const asked = async (
  page: Page,
  portal: 'vendor' | 'admin',
  box: 'sandbox' | 'production',
  path: string,
  body?: unknown,
): Promise<unknown> => {
  const origin = new URL(page.url()).origin
  const config = await (await fetch(`${origin}/config.json`)).json()
  const kept = String(await page.evaluate(`sessionStorage.getItem('plan-api.session.${portal}')`))
  const answer = await fetch(`${config[box]}/plan-api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${JSON.parse(kept).token}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const idOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : ''

/** A vendor's app with a patient, tried in the test client, one call refused, and sent for review. */
const tryAnApp = async (page: Page, base: string, made: Made): Promise<void> => {
  await asked(page, 'vendor', 'sandbox', '$initialize-patient', {})
  made.app = idOf(
    await asked(page, 'vendor', 'sandbox', 'apps', {
      ...filledForm('pkce', { name: 'Claims at a Glance' }),
      redirectUrl: `${base}/callback/test`,
    }),
  )
  await page.goto(`${base}/vendor/apps/${made.app}/test`)
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await (await opened).locator('button[value="allow"]').click()
  const call = page.getByRole('button', { name: 'Call the API' })
  await call.click()
  await page.getByRole('article', { name: 'Call the API, step 3' }).waitFor()
  await page.getByRole('button', { name: 'Expire the access token' }).click()
  await page.getByRole('article', { name: 'Expire the access token, step 4' }).waitFor()
  await call.click()
  await page.getByRole('article', { name: 'Call the API, step 5' }).waitFor()
  await asked(page, 'vendor', 'sandbox', `apps/${made.app}/$send-production-request`, {})
}

/** The request that the vendor of the tour before sent. */
const findTheRequest = async (page: Page, _: string, made: Made): Promise<void> => {
  const answer = await asked(page, 'admin', 'production', 'production-requests')
  if (typeof answer === 'object' && answer !== null && 'requests' in answer)
    made.request = idOf(Array.isArray(answer.requests) ? answer.requests[0] : undefined)
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
      { name: 'docs-errors', path: '/docs/errors', ready: 'table' },
      { name: 'docs-guide', path: '/docs/guide', ready: heading },
      { name: 'vendor-enroll', path: '/vendor/enroll', ready: heading },
    ],
  },
  {
    person: { email: 'member@demo.test', door: '/member/connections' },
    prepares: connectSampleApp,
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
      { name: 'vendor-apps-empty', path: '/vendor', ready: heading },
      { name: 'vendor-app-form', path: '/vendor/apps/new', ready: 'form' },
    ],
  },
  {
    person: { email: 'vendor@demo.test', door: '/vendor' },
    prepares: tryAnApp,
    shots: [
      { name: 'vendor-test-client', ready: 'article' },
      { name: 'vendor-apps', path: '/vendor', ready: 'table' },
      { name: 'vendor-app', path: ({ app }) => `/vendor/apps/${app}`, ready: 'form' },
      {
        name: 'vendor-request-log',
        path: ({ app }) => `/vendor/apps/${app}/requests`,
        ready: '.log',
      },
      { name: 'vendor-my-data', path: '/vendor/my-data', ready: 'nav button' },
    ],
  },
  {
    person: { email: 'admin@demo.test', door: '/admin' },
    prepares: findTheRequest,
    shots: [
      { name: 'admin-queue', path: '/admin', ready: 'tbody tr' },
      {
        name: 'admin-review',
        path: ({ request }) => `/admin/requests/${request}`,
        ready: 'main table',
      },
      { name: 'admin-apps', path: '/admin/apps', ready: 'article' },
      { name: 'admin-funnel', path: '/admin/apps/sample-app', ready: 'main table' },
      { name: 'admin-people', path: '/admin/people', ready: 'main article, main h2' },
      { name: 'admin-audit', path: '/admin/audit?kind=consents', ready: 'tbody tr' },
      { name: 'admin-mail', path: '/admin/mail', ready: 'tbody tr' },
      {
        name: 'admin-mail-templates',
        path: '/admin/mail',
        opens: 'Templates',
        ready: 'main article',
      },
      { name: 'admin-health', path: '/admin/health', ready: 'main section' },
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

/** Two frames, in which charts measure the new width and draw; then the end of what still moves. */
const settled = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.all(document.getAnimations()
    .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
    .map(({ finished }) => finished.catch(() => undefined))))`

/** WebP at quality 70, by the browser's own encoder: a fifth of the PNG. */
const picture = async (context: BrowserContext, page: Page): Promise<Buffer> => {
  const height = Math.min(
    Number(await page.evaluate('document.documentElement.scrollHeight')),
    longest,
  )
  const { width } = page.viewportSize() ?? { width: 1280 }
  // What sticks to the lower edge of the window belongs to the lower edge of the picture.
  await page.setViewportSize({ width, height })
  await page.evaluate(settled)
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
    const made: Made = {}
    await tour.prepares?.(page, base, made)
    for (const { name, path, opens, ready } of tour.shots) {
      // What waits below waits for what a desktop shows.
      await page.setViewportSize({ width: 1280, height: 800 })
      if (path) await page.goto(base + (typeof path === 'string' ? path : path(made)))
      if (opens) await page.getByRole('tab', { name: opens }).click()
      try {
        await page.locator(ready).first().waitFor()
      } catch {
        process.stderr.write(`${name}: ${page.url()} shows no ${ready}; no picture of it\n`)
        continue
      }
      await page.waitForLoadState('networkidle')
      for (const { device, viewport, colorScheme } of looks) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.evaluate(settled)
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

/** All tours, or those with the pictures named. */
const wantedTours = (only: string | undefined): readonly Tour[] => {
  if (only === undefined) return tours
  const names = new Set(only.split(','))
  return tours
    .map(tour => ({ ...tour, shots: tour.shots.filter(({ name }) => names.has(name)) }))
    .filter(({ shots }) => shots.length > 0)
}

const { values } = parseArgs({ options: { portal: { type: 'string' }, only: { type: 'string' } } })
const demo = values.portal ? undefined : await startedDemo()
const base = values.portal ?? demo?.portal ?? ''
const browser = await launchChromium()
try {
  if (!values.only) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let bytes = 0
  for (const tour of wantedTours(values.only)) bytes += await walk(browser, base, tour)
  process.stdout.write(`${folder}: ${(bytes / 1_000_000).toFixed(1)} MB\n`)
} finally {
  await browser.close()
  await demo?.stop()
}
