// The consent page as a browser meets it: what it shows, whose answers it takes, what an answer writes.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { ConnectionsAnswer } from '../../vocabulary/operations.ts'
import { Browser, formWith, type Page } from '../harness/browser.ts'
import { call, get } from '../harness/calls.ts'
import { textOf } from '../harness/html-forms.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'
import {
  type App,
  authorize,
  exchange,
  launchSmartApp,
  refresh,
  type TokenAnswer,
} from '../harness/smart-launch.ts'

let world: OwnWorld
let production: string
let portal: string
let app: App
const scope =
  'openid fhirUser offline_access launch/patient patient/Patient.read patient/Coverage.read patient/ExplanationOfBenefit.read'
const member = { email: 'member@demo.test', password: 'plan-api-demo' }
const parent = { email: 'parent@demo.test', password: 'plan-api-demo' }

beforeAll(async () => {
  world = await startOwnWorld()
  production = world.urls.production
  portal = world.portal
  const { body } = await get<{ auth: { authorization_code: { redirect_uri: string } } }>(
    production,
    'Client/sample-app',
    world.root.production,
  )
  app = { clientId: 'sample-app', redirectUri: body.auth.authorization_code.redirect_uri, scope }
})
afterAll(() => world?.close())

/** A browser that has come as far as the page. */
const openPage = async (
  person = member,
  parameters: Record<string, string | undefined> = {},
): Promise<{ browser: Browser; page: Page; query: URLSearchParams }> => {
  const browser = new Browser()
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: app.scope,
    state: 'a state & more',
    aud: `${production}/fhir`,
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
  })
  for (const [name, value] of Object.entries(parameters))
    if (value === undefined) query.delete(name)
    else query.set(name, value)
  const login = await browser.open(`${production}/auth/authorize?${query}`, app.redirectUri)
  const page = await browser.submit(login, app.redirectUri, {
    username: person.email,
    password: person.password,
  })
  return { browser, page, query }
}

const grants = async (): Promise<Record<string, unknown>[]> => {
  const { body } = await get<{ entry?: { resource: Record<string, unknown> }[] }>(
    production,
    'Grant?_count=100',
    world.root.production,
  )
  return (body.entry ?? []).map(({ resource }) => resource)
}
const audited = async (what: string): Promise<number> => {
  const { body } = await get<{ total: number }>(
    production,
    `AuditEvent?subtype=${what}&_count=0`,
    world.root.production,
  )
  return body.total
}
const connections = async (): Promise<ConnectionsAnswer['connections']> => {
  const { tokens } = await launchSmartApp({
    box: production,
    app: { clientId: 'portal-ui', redirectUri: `${portal}/callback`, scope: 'openid profile' },
    person: member,
    parameters: { aud: undefined },
  })
  const { body } = await call<ConnectionsAnswer>(
    production,
    tokens.access_token,
    'list-connections',
  )
  return body.connections
}

describe('the page', () => {
  test('says who asks, where it returns to, whose record, each kind of data, until when, how to stop', async () => {
    const { page } = await openPage()
    const text = textOf(page.html)
    for (const words of [
      'Claims Chart asks to read your health plan record',
      'Published by Sample Apps Inc.',
      `return to ${new URL(app.redirectUri).host}`,
      'Your insurance coverage',
      'Your claims, what was billed and what you owe',
      'Also when I am not using the app',
      'sensitive',
      '13 months (until',
      'You can stop this at any time',
      'Privacy policy',
      'patient/Coverage.read',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('undefined')
  })

  test('has the headers of every page that asks for a decision, and no script', async () => {
    const { page } = await openPage()
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain(
      `form-action 'self' ${new URL(production).origin} ${new URL(app.redirectUri).origin}`,
    )
    expect(policy).not.toContain('script-src')
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.html).not.toMatch(/<script|\son\w+=/i)
    expect(page.url).not.toMatch(/code=|state=/)
  })

  test('speaks Spanish when it is asked to, and can be loaded again', async () => {
    const { browser, page } = await openPage()
    const spanish = await browser.request(`${page.url}?lang=es`)
    expect(spanish.html).toContain('<html lang="es">')
    expect(textOf(spanish.html)).toContain('Su cobertura de seguro')
    expect((await browser.request(page.url)).status).toBe(200)
  })

  test('lets the member pick among patients, none picked before; sensitive records are off', async () => {
    const { page } = await openPage(parent)
    const form = formWith(page, ['patient', 'sensitive'])
    expect(form.offered.get('patient')?.sort()).toEqual(['demo-child', 'demo-parent'])
    const sent = new Map(form.fields)
    expect(sent.has('patient')).toBe(false)
    expect(sent.has('sensitive')).toBe(false)
    expect(form.fields.filter(([name]) => name === 'scope').map(([, value]) => value)).toEqual([
      'patient/Patient.read',
      'patient/Coverage.read',
      'patient/ExplanationOfBenefit.read',
      'openid fhirUser',
      'offline_access',
    ])
  })
})

describe('a request that is not an app’s own', () => {
  const ask = (changes: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      ...changes,
    })
    return new Browser().request(`${portal}/consent/production?${query}`)
  }

  test.each([
    ['an unknown app', { client_id: 'nobody' }],
    ['an app id that is markup', { client_id: '<script>alert(1)</script>' }],
    ['our own client', { client_id: 'portal-ui' }],
    ['another redirect', { redirect_uri: 'https://evil.test/' }],
    ['a script as redirect', { redirect_uri: 'javascript:alert(1)' }],
    ['U+0000', { state: 'a\u0000b' }],
    ['eight kilobytes and more', { state: 'x'.repeat(9000) }],
  ])('%s gets a page of ours, never a redirect', async (_name, changes) => {
    const page = await ask(changes)
    expect(page.status).toBe(400)
    expect(page.headers.get('location')).toBeNull()
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.html).not.toContain('<script>')
    expect(textOf(page.html)).toContain('This does not work')
  })

  test('a box that does not exist, a parameter twice, a callback nobody asked for, a page nobody opened', async () => {
    const id = '0b6cbb6e-7a3f-4b57-9f6c-3f1d8a5f2f10'
    for (const path of [
      'elsewhere?client_id=a',
      'production?client_id=sample-app&client_id=sample-app',
      `production/callback?code=x&state=${id}.x`,
      'production/callback',
      `production/${id}`,
      'production/%00',
    ])
      expect((await new Browser().request(`${portal}/consent/${path}`)).status).toBe(400)
  })
})

describe('an answer', () => {
  const post = (page: Page, browser: Browser, fields: [string, string][], headers = {}) =>
    fetch(page.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: browser.cookiesFor(page.url), origin: portal, ...headers },
      body: new URLSearchParams(fields),
    })
  const fieldsOf = (page: Page): [string, string][] => [
    ...formWith(page, ['answer']).fields,
    ['answer', 'allow'],
  ]

  test('yes writes one Grant with what was ticked and until when, leaves a record, and goes back with the same query', async () => {
    const { browser, page, query } = await openPage()
    const before = await audited('consent-given')
    const answer = await post(page, browser, [...fieldsOf(page), ['sensitive', 'included']])
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`${production}/auth/authorize?${query}`)
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0')
    const own = (await grants()).filter(
      grant => JSON.stringify(grant.user) === '{"reference":"User/demo-member"}',
    )
    expect(own).toMatchObject([
      {
        client: { reference: 'Client/sample-app' },
        patient: { reference: 'Patient/demo-member' },
        meta: {
          extension: expect.arrayContaining([expect.objectContaining({ valueBoolean: true })]),
        },
      },
    ])
    expect(await audited('consent-given')).toBe(before + 1)
  })

  test('counts once: the same form again, from a browser that kept its cookie, writes nothing more', async () => {
    const { browser, page } = await openPage(member, { prompt: 'consent' })
    const fields = fieldsOf(page)
    const before = await audited('consent-given')
    const answers = await Promise.all([
      post(page, browser, fields),
      post(page, browser, fields),
      post(page, browser, fields),
    ])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await audited('consent-given')).toBe(before + 1)
  })

  test.each([
    ['from another site', {}, { origin: 'https://evil.test' }],
    ['from another site that hides it', {}, { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['from nobody knows where', {}, { origin: 'null' }],
    ['with another hidden token', { csrf: 'A'.repeat(43) }, {}],
    ['from another browser', {}, { cookie: 'consent=x' }],
    ['with a kind of data that was not offered', { scope: 'patient/Condition.read' }, {}],
    ['for a patient who was not offered', { patient: 'demo-child' }, {}],
    ['with a duration that was not offered', { duration: 'for-ever' }, {}],
  ])('%s is refused and changes nothing', async (_name, changes, headers) => {
    const { browser, page } = await openPage(member, { prompt: 'consent' })
    const before = JSON.stringify(await grants())
    const fields = fieldsOf(page).filter(([name]) => !Object.hasOwn(changes, name))
    const answer = await post(page, browser, [...fields, ...Object.entries(changes)], headers)
    expect([400, 403]).toContain(answer.status)
    expect(answer.headers.get('location')).toBeNull()
    expect(JSON.stringify(await grants())).toBe(before)
  })

  test('no, or nothing ticked, tells the app so with its own state, and what was there before stays', async () => {
    const before = JSON.stringify(await grants())
    for (const change of [
      (fields: [string, string][]) => [...fields.slice(0, -1), ['answer', 'deny']],
      (fields: [string, string][]) => fields.filter(([name]) => name !== 'scope'),
    ]) {
      const { browser, page } = await openPage(member, { prompt: 'consent' })
      const answer = await post(page, browser, change(fieldsOf(page)) as [string, string][])
      expect(answer.status).toBe(303)
      const target = new URL(answer.headers.get('location') ?? '')
      expect(target.origin + target.pathname).toBe(app.redirectUri)
      expect(target.searchParams.get('error')).toBe('access_denied')
      expect(target.searchParams.get('state')).toBe('a state & more')
    }
    expect(JSON.stringify(await grants())).toBe(before)
  })

  test('the page is over after fifteen minutes', async () => {
    const { browser, page } = await openPage(member, { prompt: 'consent' })
    world.forward(901)
    const answer = await post(page, browser, fieldsOf(page))
    expect(answer.status).toBe(400)
  })
})

describe('what an answer gives', () => {
  const consented = async (
    set: Record<string, string | readonly string[] | undefined>,
  ): Promise<TokenAnswer> => {
    const options = { box: production, app, person: member, parameters: { prompt: 'consent' } }
    return exchange(production, app, await authorize({ ...options, consent: { set } }))
  }

  test('this time only: no refresh token, and the App ends Grant and token within the hour', async () => {
    const tokens = await consented({ duration: 'once' })
    expect(tokens.refresh_token).toBeUndefined()
    expect((await get(production, 'Patient/demo-member', tokens.access_token)).status).toBe(200)
    world.forward(1861)
    await world.app.jobs.runOnce()
    expect(await connections()).toEqual([])
    expect((await grants()).filter(grant => JSON.stringify(grant).includes('demo-member'))).toEqual(
      [],
    )
  })

  test('ninety days: the refresh token works until then, and not a minute longer', async () => {
    const tokens = await consented({ duration: 'days-90' })
    const [connection] = await connections()
    const days = (Date.parse(connection?.until ?? '') - world.now().getTime()) / 86_400_000
    expect(Math.round(days)).toBe(90)
    world.forward(89 * 86_400)
    const renewed = await refresh(production, app, tokens.refresh_token ?? '')
    expect(renewed.access_token).toBeTruthy()
    world.forward(86_400)
    await world.app.jobs.runOnce()
    expect((await refresh(production, app, renewed.refresh_token ?? '')).error).toBe(
      'invalid_grant',
    )
    expect(await audited('grant-ended')).toBeGreaterThan(0)
  })
  test('a member shares laboratory results only: the token says so, and vital signs are as if they did not exist', async () => {
    const asked = { ...app, scope: 'launch/patient patient/Observation.read' }
    const laboratory = 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory'
    const put = async (id: string, category: string) => {
      const resource = {
        ...{ resourceType: 'Observation', id, status: 'final', code: { text: id } },
        subject: { reference: 'Patient/demo-member' },
        category: [{ coding: [{ system: laboratory.split('|')[0], code: category }] }],
      }
      const { status } = await fetch(`${production}/fhir/Observation/${id}`, {
        method: 'PUT',
        headers: { authorization: world.root.production, 'content-type': 'application/json' },
        body: JSON.stringify(resource),
      })
      expect(status).toBe(201)
    }
    await put('part-lab', 'laboratory')
    await put('part-vital', 'vital-signs')
    const options = { box: production, app: asked, person: member }
    const set = { part: [`Observation ${laboratory}`] }
    const given = await authorize({
      ...options,
      consent: { set },
      parameters: { prompt: 'consent' },
    })
    const { access_token, scope } = await exchange(production, asked, given)
    expect(scope.split(' ').sort()).toEqual([
      'launch/patient',
      `patient/Observation.rs?category=${laboratory}`,
    ])
    const statusOf = async (id: string) =>
      (await get(production, `Observation/${id}`, access_token)).status
    expect([await statusOf('part-lab'), await statusOf('part-vital')]).toEqual([200, 404])
    const [connection] = (await connections()).filter(({ app }) => app.id === asked.clientId)
    expect(connection?.scopes.map(({ words }) => words).join()).toContain('laboratory results')
  })

  test('a narrower answer ends what held more', async () => {
    const wide = await consented({})
    const narrow = await consented({ scope: ['patient/Coverage.read'] })
    expect(narrow.scope.split(' ').sort()).toEqual(['launch/patient', 'patient/Coverage.read'])
    expect((await get(production, 'Coverage', wide.access_token)).status).toBe(401)
    expect((await get(production, 'Coverage', narrow.access_token)).status).toBe(200)
    expect((await get(production, 'Patient/demo-member', narrow.access_token)).status).toBe(403)
  })
})

describe('a Grant for another’s record', () => {
  const put = async (resource: { resourceType: string; id: string; birthDate?: string }) => {
    const { status } = await fetch(`${production}/fhir/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { authorization: world.root.production, 'content-type': 'application/json' },
      body: JSON.stringify(resource),
    })
    expect([200, 201]).toContain(status)
  }
  const dayIn = (days: number, years = 0): string => {
    const day = new Date(world.now().getTime() + days * 86_400_000)
    day.setUTCFullYear(day.getUTCFullYear() - years)
    return day.toISOString().slice(0, 10)
  }
  const delegation = (patient: string, code: string, period: object) => ({
    ...{ resourceType: 'RelatedPerson', id: `parent-of-${patient}` },
    patient: { reference: `Patient/${patient}` },
    identifier: [{ system: planApiSystems.userId, value: 'demo-parent' }],
    relationship: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code }] },
    ],
    period,
  })
  const allowFor = (patient: string) =>
    launchSmartApp({
      ...{ box: production, app, person: parent, parameters: { prompt: 'consent' } },
      consent: { set: { patient } },
    })
  const granted = async (): Promise<string[]> =>
    (await grants())
      .filter(grant => JSON.stringify(grant.user).includes('demo-parent'))
      .map(grant => JSON.stringify(grant.patient).replace(/.*Patient\/([^"]+).*/, '$1'))
      .sort()

  test('ends within a minute when the child comes of age or the delegation is ended; one’s own stays', async () => {
    await put({ resourceType: 'Patient', id: 'grown', birthDate: dayIn(1, 18) })
    await put(delegation('grown', 'PRN', { start: '2010-01-01' }))
    await put({ resourceType: 'Patient', id: 'helped', birthDate: '1950-01-01' })
    await put(delegation('helped', 'POWATT', { end: dayIn(10) }))
    const { tokens } = await allowFor('grown')
    await allowFor('helped')
    await allowFor('demo-parent')
    await world.app.jobs.runOnce()
    expect(await granted()).toEqual(['demo-parent', 'grown', 'helped'])
    const before = await audited('grant-ended')

    world.forward(2 * 86_400)
    await world.app.jobs.runOnce()
    expect(await granted()).toEqual(['demo-parent', 'helped'])
    expect((await refresh(production, app, tokens.refresh_token ?? '')).error).toBe('invalid_grant')

    await put(delegation('helped', 'POWATT', { end: dayIn(-1) }))
    await world.app.jobs.runOnce()
    expect(await granted()).toEqual(['demo-parent'])
    expect(await audited('grant-ended')).toBe(before + 2)
    await world.app.jobs.runOnce()
    expect(await granted()).toEqual(['demo-parent'])
  })
})
