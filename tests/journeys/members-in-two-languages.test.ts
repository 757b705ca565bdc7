// What members and visitors of the directory do, in Chromium, in English on a desktop and in Spanish on a phone in the dark; every page and state is held to axe.
import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectionsAnswer } from '../../vocabulary/operations.ts'
import { seriousFaults } from '../harness/accessibility.ts'
import { mailTo, world } from '../harness/boxes.ts'
import { call } from '../harness/calls.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'
import { tellPagesOnFailure } from '../harness/failed-pages.ts'
import { launchSmartApp } from '../harness/smart-launch.ts'

const readers = [
  {
    tongue: 'English',
    locale: 'en-US',
    colorScheme: 'light',
    viewport: { width: 1280, height: 900 },
    email: 'member@demo.test',
    words: {
      gallery: 'Apps you can connect',
      search: 'Search apps',
      noMatch: 'No app matches your search.',
      showAll: 'Show all apps',
      reads: 'Reads',
      claims: 'Your claims, what was billed and what you owe',
      signInToLaunch: 'Sign in to launch',
      launch: 'Launch App',
      connections: 'Connected apps',
      mayRead: 'It may read',
      history: 'What it has read',
      historyTitle: 'Access history',
      revoke: 'Revoke access',
      none: 'No app is connected',
      undo: 'A mistake? Connect it again',
      coverage: 'Coverage card of',
      open: 'Open to read or print',
      statement: 'Explanation of benefits',
      youOwe: 'You owe',
      why: 'Why the plan did not pay all of it',
      over: 'Results over time',
      download: 'Download',
      pdf: 'Summary (PDF)',
      bundle: 'FHIR bundle (JSON)',
      complain: 'Where to complain',
      look: 'Light or dark',
      language: 'Language',
      mail: 'may now read records',
      find: 'Search',
      specialty: 'Specialty',
      city: 'City',
      within: 'Within',
      speaks: 'Language spoken',
      spanish: 'Spanish',
      accepting: 'Accepting new patients',
      away: /\d miles away/,
      details: 'Show details of',
      hours: 'Hours',
      network: 'Network',
      name: 'Name',
      copyCall: 'Copy API call',
      copiedCall: 'API call copied',
      newPassword: 'New password',
      again: 'The same password again',
      save: 'Save password',
      linkOver: 'This link was used already, has expired, or a newer one was sent.',
      notThere: 'There is no published app with this id',
      allApps: 'All apps',
    },
  },
  {
    tongue: 'Spanish',
    locale: 'es-MX',
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    email: 'parent@demo.test',
    words: {
      gallery: 'Aplicaciones que puede conectar',
      search: 'Buscar aplicaciones',
      noMatch: 'Ninguna aplicación coincide con su búsqueda.',
      showAll: 'Mostrar todas',
      reads: 'Lee',
      claims: 'Sus reclamaciones, lo facturado y lo que usted debe',
      signInToLaunch: 'Entrar para abrirla',
      launch: 'Abrir la aplicación',
      connections: 'Aplicaciones conectadas',
      mayRead: 'Puede leer',
      history: 'Qué ha leído',
      historyTitle: 'Historial de accesos',
      revoke: 'Revocar acceso',
      none: 'Ninguna aplicación está conectada',
      undo: '¿Fue un error? Conéctela otra vez',
      coverage: 'Tarjeta de cobertura de',
      open: 'Abrir para leer o imprimir',
      statement: 'Explicación de beneficios',
      youOwe: 'Usted debe',
      why: 'Por qué el plan no pagó todo',
      over: 'Resultados a lo largo del tiempo',
      download: 'Descargar',
      pdf: 'Resumen (PDF)',
      bundle: 'Bundle FHIR (JSON)',
      complain: 'Dónde presentar una queja',
      look: 'Claro u oscuro',
      language: 'Idioma',
      mail: 'ya puede leer registros',
      find: 'Buscar',
      specialty: 'Especialidad',
      city: 'Ciudad',
      within: 'A menos de',
      speaks: 'Idioma que habla',
      spanish: 'español',
      accepting: 'Acepta pacientes nuevos',
      away: /· a [\d.]+ millas/,
      details: 'Mostrar detalles de',
      hours: 'Horario',
      network: 'Red',
      name: 'Nombre',
      copyCall: 'Copiar Llamada a la API',
      copiedCall: 'Llamada a la API: copiado',
      newPassword: 'Contraseña nueva',
      again: 'La misma contraseña otra vez',
      save: 'Guardar contraseña',
      linkOver: 'Este enlace ya se usó, caducó, o se envió otro más nuevo.',
      notThere: 'Esta aplicación ya no está en la galería.',
      allApps: 'Todas las aplicaciones',
    },
  },
] as const

const password = 'plan-api-demo'

/** Others have tried things with the same person before: the journey begins without a connected app. */
const disconnectAll = async (email: string): Promise<void> => {
  const { production, portal } = world()
  const { tokens } = await launchSmartApp({
    box: production,
    app: { clientId: 'portal-ui', redirectUri: `${portal}/callback`, scope: 'openid profile' },
    person: { email, password },
    parameters: { aud: undefined },
  })
  const member = tokens.access_token
  const { body } = await call<ConnectionsAnswer>(production, member, 'list-connections')
  for (const { id } of body.connections)
    await call(production, member, 'revoke-connection', { path: { id }, body: {} })
}

describe.skipIf(!browserPath())('in a browser (needs Chromium)', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  tellPagesOnFailure(() => browser)
  afterAll(() => browser?.close())

  describe.each(readers)('a member who reads $tongue', reader => {
    const { words, locale, colorScheme, viewport, email } = reader
    let context: BrowserContext
    let page: Page
    const faults: string[] = []

    beforeAll(async () => {
      await disconnectAll(email)
      context = await browser.newContext({ locale, colorScheme, viewport })
      page = await context.newPage()
      page.on('pageerror', error => faults.push(error.message))
    })
    afterAll(() => context?.close())

    const open = (path: string) => page.goto(world().portal + path)
    /** Nothing serious for axe, and nothing that makes a phone scroll sideways. */
    const isSound = async (name: string) => {
      const serious = (await seriousFaults(page)).map(fault => `${name}: ${fault}`)
      expect(serious).toEqual([])
      const isTooWide = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      )
      expect(isTooWide, `${name} is wider than the screen`).toBe(false)
    }
    const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })

    test('searches and filters the gallery, and looks at an app', async () => {
      await open('/member')
      await heading(words.gallery).waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2))
      await page.getByLabel(words.search).fill('nothing like this')
      await page.getByText(words.noMatch).waitFor()
      await isSound('gallery, nothing found')
      await page.getByRole('button', { name: words.showAll }).click()
      await page.getByLabel(words.reads, { exact: true }).selectOption({ label: words.claims })
      await page.getByRole('link', { name: 'Claims Chart' }).waitFor()
      await isSound('gallery')
      await page.getByRole('link', { name: 'Claims Chart' }).click()
      await heading('Claims Chart').waitFor()
      await page.getByText(words.claims).waitFor()
      await isSound('app')
    })

    test('signs in, allows the app, and is told of it by mail in the same language', async () => {
      await page.getByRole('button', { name: words.signInToLaunch }).click()
      await page.locator('input[name="username"]').fill(email)
      await page.locator('input[name="password"]').fill(password)
      await isSound('sign-in')
      await page.locator('button[type="submit"]').first().click()
      await page.getByRole('button', { name: words.launch }).click()
      await page.locator('button[value="allow"]').waitFor()
      await isSound('consent')
      await page.locator('button[value="allow"]').click()
      await page.locator('#chart svg').waitFor()
      const { Subject } = await mailTo(
        email,
        mail => mail.Subject.startsWith('Claims Chart') && mail.Subject.includes(words.mail),
      )
      expect(Subject).toContain('Claims Chart')
    })

    test('sees the connection, and what the app has read', async () => {
      await open('/member/connections')
      await page.getByText(words.mayRead).waitFor()
      await isSound('connected apps')
      await page.getByRole('link', { name: words.history }).click()
      await heading(words.historyTitle).waitFor()
      await page.getByText('Claims Chart', { exact: true }).last().waitFor()
      await page.getByRole('listitem').first().waitFor()
      await isSound('access history')
    })

    test('revokes it, and may connect it again', async () => {
      await open('/member/connections')
      await page.getByRole('button', { name: words.revoke }).click()
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      await isSound('revoke')
      await dialog.getByRole('button', { name: words.revoke }).click()
      await page.getByText(words.none).waitFor()
      await page.getByRole('link', { name: words.undo }).waitFor()
      await isSound('no connection')
    })

    test('reads the own record: coverage, claims, one claim line by line, results over time', async () => {
      await open('/member/record')
      await page.getByRole('article', { name: words.coverage }).first().waitFor()
      await isSound('coverage')
      await open('/member/record?section=ExplanationOfBenefit')
      await page.getByRole('link', { name: words.open }).first().waitFor()
      await page.locator('.recharts-surface').first().waitFor()
      await isSound('claims')
      await page.getByRole('link', { name: words.open }).first().click()
      await heading(words.statement).waitFor()
      await page.getByText(words.youOwe, { exact: true }).first().waitFor()
      await isSound('claim')
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.frame-header').isVisible()).toBe(false)
      await page.emulateMedia({ media: 'screen', colorScheme })
      await open('/member/record?section=Observation')
      await page.getByRole('heading', { name: words.over }).waitFor()
      await page.locator('.recharts-surface').first().waitFor()
      await isSound('results')
    })

    test('takes the record along as PDF and as FHIR bundle', async () => {
      const take = async (item: string): Promise<Buffer> => {
        await page.getByRole('button', { name: words.download }).click()
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('menuitem', { name: item }).click(),
        ])
        return readFile(await download.path())
      }
      expect((await take(words.pdf)).subarray(0, 5).toString()).toBe('%PDF-')
      const bundle = JSON.parse((await take(words.bundle)).toString())
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
      const types = new Set(
        bundle.entry.map(
          (entry: { resource: { resourceType: string } }) => entry.resource.resourceType,
        ),
      )
      for (const type of ['Patient', 'Coverage', 'ExplanationOfBenefit', 'Observation'])
        expect(types).toContain(type)
    })

    test('learns about privacy and where to complain', async () => {
      await open('/member/education')
      await page.getByRole('heading', { name: words.complain }).waitFor()
      await isSound('education')
    })

    test('finds a provider by specialty, place and distance, language and new patients', async () => {
      await open('/directory')
      await page.getByLabel(words.specialty).fill('Family')
      await page.getByLabel(words.city).fill('Columbus')
      await page.getByLabel(words.within).selectOption('25')
      await page.getByLabel(words.speaks).selectOption({ label: words.spanish })
      await page.getByLabel(words.accepting).check()
      await isSound('directory form')
      await page.getByRole('button', { name: words.find, exact: true }).click()
      const cards = page.getByRole('article')
      await cards.first().waitFor()
      expect(await cards.first().innerText()).toMatch(words.away)
      for (const text of await cards.allInnerTexts()) {
        expect(text).toContain(words.accepting)
        expect(text.toLowerCase()).toContain(words.spanish.toLowerCase())
      }
      await page.getByText(/PractitionerRole\?.*location\.near=/).waitFor()
      await page.getByRole('button', { name: words.details }).first().click()
      await page.getByText(words.hours, { exact: true }).first().waitFor()
      await isSound('directory results')
    })

    test('finds a provider by name in a network, and takes along the call that found it', async () => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
        origin: world().portal,
      })
      await open('/directory')
      const networks = page.getByLabel(words.network, { exact: true })
      await expect.poll(() => networks.locator('option').count()).toBeGreaterThan(1)
      const network = (await networks.locator('option').nth(1).innerText()).trim()
      await networks.selectOption({ index: 1 })
      await page.getByRole('button', { name: words.find, exact: true }).click()
      const cards = page.getByRole('article')
      await cards.first().waitFor()
      for (const text of await cards.allInnerTexts()) expect(text).toContain(network)

      const who = await cards.first().getByRole('heading').innerText()
      const name = who.split(',')[0]?.trim().split(' ').at(-1) ?? ''
      await page.getByLabel(words.name, { exact: true }).fill(name)
      await page.getByRole('button', { name: words.find, exact: true }).click()
      await page.getByText(new RegExp(`PractitionerRole\\?.*${name}`)).waitFor()
      await cards.first().waitFor()
      for (const title of await cards.getByRole('heading').allInnerTexts())
        expect(title.toLowerCase()).toContain(name.toLowerCase())

      await page.getByRole('button', { name: words.copyCall }).click()
      await page.getByRole('button', { name: words.copiedCall }).waitFor()
      const copied = new URL(String(await page.evaluate('navigator.clipboard.readText()')))
      expect(copied.href.startsWith(`${world().production}/fhir/PractitionerRole?`)).toBe(true)
      const answer = await fetch(copied)
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ resourceType: 'Bundle', type: 'searchset' })
    })

    test('is told what went wrong in the same language: an app that is gone, a link that is over', async () => {
      await open('/member/apps/gone')
      await page.getByText(words.notThere).waitFor()
      await isSound('an app that is gone')
      await page.getByRole('link', { name: words.allApps, exact: true }).click()
      await heading(words.gallery).waitFor()
      await open('/member/reset-password#token=never-mailed')
      await page.getByLabel(words.newPassword).fill('four plain small words')
      await page.getByLabel(words.again).fill('four plain small words')
      await page.getByRole('button', { name: words.save }).click()
      await page.getByText(words.linkOver).waitFor()
      expect(await page.locator('main details').count()).toBe(0)
      await isSound('a link that is over')
    })

    test('chooses light or dark and the other language, and both are remembered', async () => {
      await open('/member')
      await heading(words.gallery).waitFor()
      const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
      expect(await scheme()).toBe(colorScheme)
      const wanted = colorScheme === 'dark' ? 'light' : 'dark'
      await page.getByLabel(words.look).selectOption(wanted)
      await page.reload()
      await heading(words.gallery).waitFor()
      expect(await scheme()).toBe(wanted)
      await isSound('gallery in the other look')
      const other = readers.find(one => one.tongue !== reader.tongue) ?? reader
      await page.getByLabel(words.language).selectOption(other.locale.slice(0, 2))
      await heading(other.words.gallery).waitFor()
      await page.reload()
      await heading(other.words.gallery).waitFor()
    })

    test('no page threw', () => {
      expect(faults).toEqual([])
    })
  })

  test('a member is told in their language when the plan’s server is down, busy or refuses', async () => {
    const context = await browser.newContext({ locale: 'es-MX' })
    const page = await context.newPage()
    const answer = (status: number) =>
      page.route('**/plan-api/gallery', route =>
        route.fulfill({
          status,
          headers: { 'access-control-allow-origin': '*' },
          json: { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'In English.' }] },
        }),
      )
    for (const [status, words] of [
      [403, 'Su cuenta no puede hacer esto.'],
      [429, 'está ocupado'],
      [500, 'no pudo hacerlo'],
      [503, 'está ocupado'],
    ] as const) {
      await answer(status)
      await page.goto(`${world().portal}/member`)
      await page.getByText(words).first().waitFor()
      // For whoever has to report it: folded, and marked as what it is.
      const said = page.locator('main details [lang="en"]', { hasText: 'In English.' }).first()
      expect(await said.isVisible()).toBe(false)
      await page.getByText('Lo que dijo el servidor (en inglés)').first().click()
      await said.waitFor()
      await page.unroute('**/plan-api/gallery')
    }
    await page.route('**/plan-api/gallery', route => route.abort())
    await page.goto(`${world().portal}/member`)
    await page.getByText('No se puede llegar al servidor del plan de salud').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await context.close()
  })
})
