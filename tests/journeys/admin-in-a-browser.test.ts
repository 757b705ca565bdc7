// What the plan's staff does in the admin portal, in Chromium: each page works, at both widths, and passes axe.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SmartAppView, SmartAppWithSecret } from '../../vocabulary/operations.ts'
import type { FunnelAnswer } from '../../vocabulary/staff.ts'
import { seriousFaults } from '../harness/accessibility.ts'
import { mailTo, world } from '../harness/boxes.ts'
import { basic, call } from '../harness/calls.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { filledForm } from '../harness/form.ts'
import { people, sampleApp, sampleScope } from '../harness/personas.ts'
import { authorize, launchSmartApp, refresh } from '../harness/smart-launch.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

const screenshots = join('dist', 'screenshots', 'admin')
const run = randomUUID().slice(0, 8)
const appName = `Staff Journey ${run}`

describe.skipIf(!browserPath())('the admin portal in a browser (needs Chromium)', () => {
  let browser: Browser
  let admin: Page
  let vendor: Vendor
  let password: string
  const faults: string[] = []

  const portal = (path: string): string => world().portal + path
  const root = () => basic('root', world().secrets.PRODUCTION_ROOT_SECRET ?? '')
  const write = async (resource: Readonly<Record<string, unknown>>): Promise<void> => {
    const answer = await fetch(
      `${world().production}/fhir/${resource.resourceType}/${resource.id}`,
      {
        method: 'PUT',
        headers: { authorization: root(), 'content-type': 'application/json' },
        body: JSON.stringify(resource),
      },
    )
    if (answer.status > 201) throw new Error(`${answer.status} ${await answer.text()}`)
  }
  const requestFor = async (name: string): Promise<SmartAppWithSecret> => {
    const { body: app } = await call<SmartAppWithSecret>(
      world().sandbox,
      vendor.token,
      'register-app',
      { body: filledForm('pkce', { name }) },
    )
    await call(world().sandbox, vendor.token, 'send-production-request', { path: { id: app.id } })
    return app
  }

  // How a page looks does not depend on the database: PGlite's run sees both, the other one of them.
  const views = [
    { device: 'phone', width: 390, colorScheme: 'dark' },
    ...(world().database === 'postgres'
      ? []
      : [{ device: 'desktop', width: 1280, colorScheme: 'light' } as const]),
  ] as const

  /** Nothing serious for axe, nothing wider than the window: a phone in the dark, a desktop in the light. */
  const look = async (name: string): Promise<void> => {
    for (const { device, width, colorScheme } of views) {
      await admin.setViewportSize({ width, height: 900 })
      await admin.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const serious = await seriousFaults(admin)
      await admin.screenshot({
        path: join(screenshots, `${name}-${device}-${colorScheme}.png`),
        fullPage: true,
      })
      expect(serious, `${name}, ${device}, ${colorScheme}`).toEqual([])
      const wider = await admin.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(wider, `${name} is wider than a ${device}`).toBe(0)
    }
    await admin.emulateMedia({ colorScheme: 'light' })
    await admin.setViewportSize({ width: 1280, height: 900 })
  }
  const open = async (path: string, heading: string): Promise<void> => {
    await admin.goto(portal(path))
    await admin.getByRole('heading', { name: heading, level: 1 }).waitFor()
  }

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    password = world().secrets.DEMO_PASSWORD ?? ''
    vendor = await enrolledVendor()
    browser = await launchChromium()
    const context = await browser.newContext({ locale: 'en-US', acceptDownloads: true })
    admin = await context.newPage()
    admin.on('pageerror', error => faults.push(error.message))
    admin.on('console', message => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
        faults.push(message.text())
    })
    await admin.goto(portal('/admin'))
    await admin.getByRole('button', { name: 'Sign in' }).click()
    await admin.locator('input[name="username"]').fill(people.admin)
    await admin.locator('input[name="password"]').fill(password)
    await admin.locator('button[type="submit"]').first().click()
    await admin.getByRole('heading', { name: 'Production requests' }).waitFor()
  })
  tellPagesOnFailure(() => browser)
  afterAll(() => browser?.close())

  test('the queue shows when each request is due, marks what is overdue, and cuts off no state', async () => {
    await requestFor(appName)
    // One that was sent long ago, as the box keeps it.
    const clientId = randomUUID()
    const coded = (code: string) => ({
      coding: [{ system: 'https://plan-api.example/fhir/CodeSystem/plan-api', code }],
    })
    await write({
      resourceType: 'Task',
      id: `${clientId}.1`,
      identifier: [{ system: 'https://plan-api.example/fhir/client-id', value: clientId }],
      status: 'requested',
      intent: 'proposal',
      code: coded('production-request'),
      authoredOn: '2026-01-05T15:00:00Z',
      lastModified: '2026-01-05T15:00:00Z',
      requester: {
        identifier: { system: 'https://plan-api.example/fhir/user-id', value: 'gone' },
        display: 'Val Vendor',
      },
      input: [
        { type: coded('name'), valueString: `Forgotten ${run}` },
        { type: coded('organizationName'), valueString: 'Compass Health Apps' },
      ],
    })
    await open('/admin', 'Production requests')
    const forgotten = admin.getByRole('row', { name: new RegExp(`Forgotten ${run}`) })
    await forgotten.getByText('Overdue').waitFor()
    expect(await forgotten.innerText()).toContain('Jan 12, 2026')
    const fresh = admin.getByRole('row', { name: new RegExp(appName) })
    expect(await fresh.getByText('Overdue').count()).toBe(0)
    const label = fresh.getByText('Pending review')
    const [shown, whole] = await label.evaluate(element => [
      element.clientWidth,
      element.scrollWidth,
    ])
    expect(shown).toBe(whole)
    await look('queue')
    await admin.setViewportSize({ width: 1280, height: 900 })
  })

  test('a request is rejected for reasons of the list; without one, nothing is sent', async () => {
    await open('/admin', 'Production requests')
    await admin
      .getByRole('link', { name: new RegExp(appName) })
      .first()
      .click()
    await admin.getByRole('button', { name: 'Reject…' }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await dialog.getByText('Tick one reason or more.').waitFor()
    await dialog.getByLabel('Something else').check()
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await dialog.getByText('Say what the vendor has to change.').waitFor()
    await look('reject')
    await dialog.getByLabel('A policy link does not open').check()
    await dialog.getByLabel('In your own words').fill('The terms answer 404.')
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await admin.getByText('Rejected').first().waitFor()
    const mail = await mailTo(vendor.email, ({ Text }) => Text.includes('The terms answer 404.'))
    expect(mail.Text).toContain('does not open, or shows something else')
  })

  test('the evidence is one file with versions, checks, decision, mails and audit', async () => {
    const [download] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('button', { name: 'Download evidence' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^evidence-.*\.zip$/)
    const files = unzipSync(new Uint8Array(readFileSync(await download.path())))
    const evidence: Record<string, unknown> = JSON.parse(
      new TextDecoder().decode(files['evidence.json']),
    )
    expect(evidence).toMatchObject({
      request: {
        name: appName,
        decision: { outcome: 'rejected', reasonCodes: ['policy-unreachable', 'other'] },
      },
      versions: [{ state: 'pending' }, { state: 'rejected' }],
      mails: [{ template: 'vendor-rejected', to: vendor.email }],
      audit: [{ what: 'send-production-request' }, { what: 'reject-production-request' }],
    })
    expect(evidence.checksAtDecision).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: 'complete', ok: true })]),
    )
    expect(new TextDecoder().decode(files['evidence.html'])).toContain('The terms answer 404.')
    await look('decided')
  })

  test('the funnel of an app counts starts, yes, no, tokens, refreshes and failures of a period', async () => {
    const { production } = world()
    const member = { email: people.member, password }
    const app = sampleApp(sampleScope)
    const { tokens } = await launchSmartApp({ box: production, app, person: member })
    await refresh(production, app, tokens.refresh_token ?? '')
    await fetch(`${production}/fhir/Patient/${tokens.patient}`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    await authorize({ box: production, app, person: member, consent: { answer: 'deny' } })
    await open('/admin/apps/sample-app', 'Claims Chart')
    const count = async (step: string): Promise<number> => {
      const row = admin.getByRole('row', { name: new RegExp(`^${step}`) })
      await row.waitFor()
      return Number((await row.getByRole('cell').last().innerText()).replaceAll(',', ''))
    }
    for (const step of ['Started', 'Allowed', 'Not allowed', 'Tokens', 'Refreshes'])
      expect(await count(step), step).toBeGreaterThan(0)
    expect(await count('Started')).toBeGreaterThanOrEqual(await count('Tokens'))
    // The newest week of the time line holds what has just happened.
    const weeks = admin.getByRole('table', { name: 'Week by week in numbers' })
    expect(await weeks.getByRole('row').count()).toBe(9)
    const newest = await weeks.getByRole('row').nth(1).getByRole('cell').allInnerTexts()
    expect(newest.map(Number).every(times => times > 0)).toBe(true)
    await look('funnel')
  })

  test('on a server that does not audit tokens, the funnel says so and shows what is known', async () => {
    const ofTokens = ['started', 'tokens', 'refreshed']
    /** What the App answers there: the same stages, those of tokens without a number. */
    const unknown = ({ stages }: Pick<FunnelAnswer, 'stages'>) =>
      stages.map(({ id, count }) => (ofTokens.includes(id) ? { id } : { id, count }))
    await admin.route('**/plan-api/**/funnel*', async route => {
      const response = await route.fetch()
      const known: FunnelAnswer = await response.json()
      const weeks = known.weeks.map(week => ({ ...week, stages: unknown(week) }))
      await route.fulfill({ response, json: { ...known, stages: unknown(known), weeks } })
    })
    await open('/admin/apps/sample-app', 'Claims Chart')
    await admin.getByText('This server does not record authorizations and tokens').waitFor()
    const said = async (step: string): Promise<string> =>
      admin
        .getByRole('row', { name: new RegExp(`^${step}`) })
        .getByRole('cell')
        .last()
        .innerText()
    for (const step of ['Started', 'Tokens', 'Refreshes'])
      expect(await said(step)).toBe('not known')
    for (const step of ['Allowed', 'Not allowed']) expect(await said(step)).toMatch(/^[1-9]/)
    expect(await seriousFaults(admin)).toEqual([])
    await admin.unroute('**/plan-api/**/funnel*')
  })

  test('a live app is suspended, reinstated and withdrawn, each for a reason, and its vendor is told', async () => {
    const { production, sandbox } = world()
    const name = `Live ${run}`
    const app = await requestFor(name)
    await open('/admin', 'Production requests')
    await admin
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click()
    await admin.getByRole('checkbox').first().waitFor()
    for (const box of await admin.getByRole('checkbox').all()) await box.check()
    await admin
      .getByRole('button', { name: /^approve/i })
      .first()
      .click()
    await admin
      .getByText(/approved/i)
      .first()
      .waitFor()

    const isOffered = async (): Promise<boolean> =>
      (await (await fetch(`${production}/plan-api/gallery`)).text()).includes(name)
    const move = async (verb: string, reason: string, done: string, told = reason) => {
      await admin.getByRole('button', { name: `${verb} ${name}` }).click()
      const dialog = admin.getByRole('dialog')
      expect(await dialog.getByRole('button', { name: verb }).isEnabled()).toBe(false)
      await dialog.getByLabel('Reason').fill(reason)
      await dialog.getByRole('button', { name: verb }).click()
      await admin.getByText(`${name} ${done}.`).waitFor()
      const mail = await mailTo(vendor.email, ({ Text }) => Text.includes(told))
      expect(mail.Text).toContain(name)
    }
    await open('/admin/apps', 'Live apps')
    expect(await isOffered()).toBe(true)
    await move('Suspend', 'It asks members for their passwords.', 'is suspended')
    expect(await isOffered()).toBe(false)
    await look('live-apps')
    await move(
      'Reinstate',
      'The page with the password is gone.',
      'is live again',
      `${name} was reinstated in production.`,
    )
    expect(await isOffered()).toBe(true)
    await move('Withdraw', 'Its maker has closed down.', 'is withdrawn')
    expect(await isOffered()).toBe(false)
    const { body: left } = await call<SmartAppView>(sandbox, vendor.token, 'read-app', {
      path: { id: app.id },
    })
    expect(left).toMatchObject({ id: app.id })
  })

  test('who has access to an app is listed, and a session can be ended with a reason', async () => {
    await open('/admin/apps/sample-app', 'Claims Chart')
    await admin.getByRole('tab', { name: 'Who has access' }).click()
    await admin.getByRole('heading', { name: 'Sessions' }).waitFor()
    await look('access')
    const sessions = admin.getByRole('region', { name: 'Sessions' })
    const before = await sessions.getByRole('row').count()
    await sessions.getByRole('button').first().click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('The member lost the phone.')
    await dialog.getByRole('button', { name: 'End access' }).click()
    await admin.getByText('Access is ended.').waitFor()
    await expect.poll(() => sessions.getByRole('row').count()).toBeLessThan(before)
  })

  test('all access of an app is ended at once', async () => {
    await launchSmartApp({
      box: world().production,
      app: sampleApp(sampleScope),
      person: { email: people.member, password },
    })
    await open('/admin/apps/sample-app', 'Claims Chart')
    await admin.getByRole('tab', { name: 'Who has access' }).click()
    await admin.getByRole('button', { name: 'End all access', exact: true }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('The vendor reported a leak.')
    await dialog.getByRole('button', { name: 'End access' }).click()
    await admin.getByText('Nobody has connected this app').waitFor()
  })

  test('the audit finds decisions, and narrows to a person, an app and a patient', async () => {
    await open('/admin/audit', 'Audit')
    await admin.getByText('Rejected a production request').first().waitFor()
    await look('audit')
    await admin.getByLabel('What').selectOption('consents')
    await admin.getByLabel('Person').fill(people.member)
    await admin.getByRole('textbox', { name: 'App' }).fill('sample-app')
    await admin.getByRole('button', { name: 'Search' }).click()
    await admin.getByText('Did not allow an app').first().waitFor()
    await admin.getByText('Allowed an app').first().waitFor()
    expect(new URL(admin.url()).searchParams.get('person')).toBe(people.member)

    await admin.getByLabel('What').selectOption('reads')
    await admin.getByLabel('Patient').fill('demo-member')
    await admin.getByRole('button', { name: 'Search' }).click()
    await admin.getByText('Read a record').first().waitFor()

    await admin.getByLabel('From').fill('2001-01-01')
    await admin.getByLabel('To').fill('2001-01-02')
    await admin.getByRole('button', { name: 'Search' }).click()
    await admin.getByText('Nothing found').waitFor()
    await look('audit-empty')
    await admin.getByLabel('To').fill('2000-01-01')
    await admin.getByRole('button', { name: 'Search' }).click()
    await admin.getByText('to must not be before from.').first().waitFor()
  })

  test('members of a file are enrolled together; a file with faults is refused by row and column', async () => {
    const id = `filed-${run}`
    await write({ resourceType: 'Patient', id, name: [{ family: 'Filed', given: ['Fay'] }] })
    const email = `${id}@members.example`
    const choose = async (csv: string): Promise<void> => {
      await admin
        .locator('input[type="file"]')
        .setInputFiles({ name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
      await admin.getByRole('button', { name: 'Check the file' }).click()
    }
    await open('/admin/people', 'People')
    await look('people')
    await admin.getByRole('button', { name: 'Enroll from a file' }).click()
    await choose(`name,email,patient\nFay Filed,${email},${id}\nNobody,not-an-address,\n`)
    await admin.getByText('Row 3, email must be an e-mail address.').waitFor()
    await admin.getByText('Row 3, patient is empty: fill it in.').waitFor()
    await look('enroll-file')
    await choose(
      `name,email,patient\nFay Filed,${email},${id}\nNobody,other-${email},no-such-${run}\n`,
    )
    await admin.getByText('Row 3, patient names no Patient in production.').waitFor()
    await choose(`name,email,patient\nFay Filed,${email},${id}\n`)
    await admin.getByRole('button', { name: 'Enroll 1 member' }).click()
    await admin.getByText('1 member enrolled').waitFor()
    expect((await mailTo(email)).Text).toContain('Fay Filed')
    await admin.getByLabel('Search').fill(email)
    await admin.getByRole('heading', { name: 'Fay Filed' }).waitFor()
  })

  test('delegations are listed with who acts for whom', async () => {
    await open('/admin/people', 'People')
    await admin.getByText('Delegations', { exact: true }).click()
    await admin.getByRole('row', { name: /Paul Parent.*Pia Parent/ }).waitFor()
    await look('delegations')
  })

  test('a mail that was given up is tried again; templates are read in both languages', async () => {
    const id = `stopped-${run}`
    const to = `${id}@members.example`
    await write({
      resourceType: 'Communication',
      id,
      status: 'stopped',
      statusReason: { text: 'Tried 9 times; last: ECONNECTION.' },
      category: [
        {
          coding: [{ system: 'https://plan-api.example/fhir/CodeSystem/plan-api', code: 'mail' }],
        },
      ],
      payload: [
        {
          contentString: JSON.stringify({
            template: 'vendor-reinstated',
            to,
            parameters: { name: 'Val', app: `Reinstated ${run}`, reason: 'All is well.', note: '' },
            attempts: 9,
            nextTry: '2026-01-01T00:00:00Z',
          }),
        },
      ],
    })
    await open('/admin/mail', 'Mail')
    await admin.getByRole('combobox', { name: 'State' }).selectOption('stopped')
    const row = admin.getByRole('row', { name: new RegExp(to) })
    await row.getByText('Tried 9 times; last').waitFor()
    await look('outbox')
    await row.getByRole('button', { name: /Try again/ }).click()
    await admin.getByText('is tried again now').waitFor()
    expect((await mailTo(to)).Text).toContain(`Reinstated ${run}`)

    await admin.getByRole('tab', { name: 'Templates' }).click()
    await admin.getByLabel('Mail', { exact: true }).selectOption('vendor-rejected')
    await admin.getByText('Claims at a Glance was not approved', { exact: true }).waitFor()
    await admin.getByText('Spanish', { exact: true }).click()
    await admin.getByText('Claims at a Glance no fue aprobada', { exact: true }).waitFor()
    await look('templates')
  })

  test('the health page says what answers and what of the configuration is there', async () => {
    await open('/admin/health', 'Health')
    await admin.getByText('Everything that was looked at is well').waitFor()
    for (const part of ['The App', 'Production box', 'Sandbox box'])
      await admin
        .getByRole('region', { name: part })
        .getByText('Answers', { exact: true })
        .waitFor()
    await look('health')
    // A Client of the bundle that somebody switched off is named, with what to do.
    const patch = (active: boolean) =>
      fetch(`${world().production}/fhir/Client/portal-records`, {
        method: 'PATCH',
        headers: { authorization: root(), 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ active }),
      })
    await patch(false)
    try {
      await admin.getByRole('button', { name: 'Check again' }).click()
      await admin.getByText('It is switched off.').waitFor()
      await look('health-bad')
    } finally {
      await patch(true)
    }
  })

  test.each([
    [401, 'Sign in'],
    [403, 'Your account may not do this.'],
    [429, 'is busy'],
    [503, 'is busy'],
  ])('a box that answers %i is said in plain words on each page', async (status, words) => {
    await admin.route('**/plan-api/**', route =>
      route.fulfill({ status, headers: { 'access-control-allow-origin': '*' }, body: '' }),
    )
    try {
      for (const path of ['/admin/audit', '/admin/mail', '/admin/health', '/admin/people']) {
        await admin.goto(portal(path))
        await admin.getByText(words).first().waitFor()
        // Signed out by the first 401.
        if (status === 401) break
      }
      if (status !== 401) await look(`answers-${status}`)
    } finally {
      await admin.unroute('**/plan-api/**')
    }
    if (status === 401) {
      await admin.getByRole('button', { name: 'Sign in' }).first().click()
      await admin.getByRole('heading', { name: 'Audit' }).waitFor()
    }
  })

  test('no page threw, and none was stopped by its own Content-Security-Policy', () => {
    expect(faults).toEqual([])
  })
})
