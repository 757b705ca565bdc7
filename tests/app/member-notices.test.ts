// What a member is told of connected apps: mails once each, by a clock that the test moves, and the history of what was read.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AccessHistoryAnswer, ConnectionsAnswer } from '../../vocabulary/operations.ts'
import { call, get } from '../harness/calls.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'
import { patience } from '../harness/patience.ts'
import { type App, launchSmartApp } from '../harness/smart-launch.ts'

const day = 86_400
const password = 'plan-api-demo'
let world: OwnWorld
let production: string

const signIn = async (name: string): Promise<string> => {
  const { tokens } = await launchSmartApp({
    box: production,
    app: {
      clientId: 'portal-ui',
      redirectUri: `${world.portal}/callback`,
      scope: 'openid profile',
    },
    person: { email: `${name}@demo.test`, password },
    parameters: { aud: undefined },
  })
  return tokens.access_token
}

/** The demo's published app, allowed by a member for so long. */
const connect = async (
  name: string,
  duration: string,
  parameters: Record<string, string> = {},
): Promise<string> => {
  const { body } = await get<{ auth: { authorization_code: { redirect_uri: string } } }>(
    production,
    'Client/sample-app',
    world.root.production,
  )
  const app: App = {
    clientId: 'sample-app',
    redirectUri: body.auth.authorization_code.redirect_uri,
    scope: 'launch/patient patient/Patient.read patient/Coverage.read offline_access',
  }
  const { tokens } = await launchSmartApp({
    box: production,
    app,
    person: { email: `${name}@demo.test`, password },
    parameters,
    consent: { set: { duration, ...(name === 'parent' ? { patient: 'demo-parent' } : {}) } },
  })
  return tokens.access_token
}

const mailsAfterAWhile = async (days = 0) => {
  world.forward(days * day)
  await world.app.jobs.runOnce()
  return world.mail.mails.splice(0)
}

beforeAll(async () => {
  world = await startOwnWorld()
  production = world.urls.production
})
afterAll(() => world?.close())
beforeEach(() => {
  world.mail.mails.length = 0
})

describe('the history of what was read', () => {
  test('says which app read which kind of data of the own record, and when', async () => {
    const token = await connect('member', 'days-90')
    for (const path of ['Patient/demo-member', 'Patient?_id=demo-member'])
      expect((await get(production, path, token)).status).toBe(200)
    const member = await signIn('member')
    // Reads are written down a moment after they were answered.
    const entry = await vi.waitFor(
      async () => {
        const { body } = await call<AccessHistoryAnswer>(production, member, 'list-access-history')
        expect(body.entries[0]?.kinds[0]?.times).toBe(2)
        return body.entries[0]
      },
      { timeout: patience },
    )
    expect(entry).toMatchObject({
      app: { id: 'sample-app', name: 'Claims Chart', kind: 'app' },
      patient: { id: 'demo-member' },
      day: world.now().toISOString().slice(0, 10),
    })
    expect(entry?.kinds).toEqual([{ type: 'Patient', times: 2, resources: 2 }])
  })

  test('shows nobody what was read of somebody else', async () => {
    const parent = await signIn('parent')
    const { body } = await call<AccessHistoryAnswer>(production, parent, 'list-access-history')
    expect(body.entries).toEqual([])
    for (const query of ['patient=demo-member', 'client=sample-app&patient=demo-member']) {
      const answer = await fetch(`${production}/plan-api/access-history?${query}`, {
        headers: { authorization: `Bearer ${parent}` },
      })
      expect(await answer.json()).toEqual({ entries: [] })
    }
  })

  test('is asked for by app and page; an id that is none is refused, naming the field', async () => {
    const member = await signIn('member')
    const ask = async (query: string) =>
      fetch(`${production}/plan-api/access-history?${query}`, {
        headers: { authorization: `Bearer ${member}` },
      })
    const other = await ask('client=another-app')
    expect(await other.json()).toEqual({ entries: [] })
    for (const [query, field] of [
      ['client=a,b', 'client'],
      ['page=0', 'page'],
    ] as const) {
      const answer = await ask(query)
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ issue: [{ expression: [field] }] })
    }
  })
})

describe('a member is told by mail', () => {
  test('of a new connection, in the language of the consent page, and not again when it is renewed', async () => {
    await mailsAfterAWhile() // the member's, of the connection above
    await connect('parent', 'months-13', { ui_locales: 'es' })
    const [mail, ...others] = await mailsAfterAWhile()
    expect(others).toEqual([])
    expect(mail).toMatchObject({
      to: 'parent@demo.test',
      subject: 'Claims Chart ya puede leer registros',
    })
    expect(mail?.text).toContain(`${world.portal}/member/connections`)
    await connect('parent', 'months-13', { ui_locales: 'es', prompt: 'consent' })
    expect(await mailsAfterAWhile()).toEqual([])
  })

  test('once, two weeks before a connection ends', async () => {
    // The connection of the first test, for 90 days.
    expect(await mailsAfterAWhile(75)).toEqual([])
    const [mail, ...others] = await mailsAfterAWhile(2)
    expect(others).toEqual([])
    expect(mail?.to).toBe('member@demo.test')
    expect(mail?.subject).toMatch(/^Access of Claims Chart ends on \w+ \d+, \d{4}$/)
    expect(await mailsAfterAWhile(1)).toEqual([])
    const another = await world.anotherApp()
    await another.jobs.runOnce()
    expect(world.mail.mails).toEqual([])
    await another.close()
  })

  test('once, when nothing has used a connection for six months', async () => {
    expect(await mailsAfterAWhile(100)).toEqual([])
    const [mail, ...others] = await mailsAfterAWhile(10)
    expect(others).toEqual([])
    expect(mail).toMatchObject({ to: 'parent@demo.test', subject: '¿Todavía usa Claims Chart?' })
    expect(await mailsAfterAWhile(30)).toEqual([])
    const parent = await signIn('parent')
    const { body } = await call<ConnectionsAnswer>(production, parent, 'list-connections')
    expect(body.connections).toHaveLength(1)
  })
})
