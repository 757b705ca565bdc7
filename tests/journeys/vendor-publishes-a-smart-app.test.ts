// A vendor enrols, registers, gets a patient, launches, asks for production, is rejected, corrects, is approved.
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type {
  AppListAnswer,
  GalleryAnswer,
  InitializePatientAnswer,
  LaunchAnswer,
  OAuthType,
  ProductionRequestAnswer,
  ProductionRequestsAnswer,
  SecretAnswer,
  SmartAppView,
  SmartAppWithSecret,
} from '../../vocabulary/operations.ts'
import type { OperationOutcome } from '../../vocabulary/outcome.ts'
import { mailTo, tokenIn, world } from '../harness/boxes.ts'
import { call, get } from '../harness/calls.ts'
import { filledForm } from '../harness/form.ts'
import { people, portalToken, sampleScope } from '../harness/personas.ts'
import { type App, exchange, launchSmartApp } from '../harness/smart-launch.ts'

const checklist = { scopes: true, redirect: true, policies: true, description: true }
const password = 'a-long-enough-passphrase'

describe.each<OAuthType>(['pkce', 'secret'])('a vendor with an app of OAuth type %s', oauthType => {
  const email = `vendor-${randomUUID().slice(0, 8)}@compass.example`
  let vendor: string
  let app: SmartAppWithSecret
  let sandbox: string
  let production: string
  let admin: string

  beforeAll(async () => {
    ;({ sandbox, production } = world())
    admin = await portalToken('production', people.admin)
  })

  const smartApp = (): App => ({
    clientId: app.id,
    ...(app.secret ? { clientSecret: app.secret } : {}),
    redirectUri: app.redirectUrl,
    scope: sampleScope,
  })
  const pendingRequest = async (): Promise<ProductionRequestAnswer> => {
    const { body } = await call<ProductionRequestsAnswer>(
      production,
      admin,
      'list-production-requests',
      { query: { state: 'pending' } },
    )
    const mine = body.requests.find(({ clientId }) => clientId === app.id)
    expect(mine).toBeDefined()
    return (
      await call<ProductionRequestAnswer>(production, admin, 'read-production-request', {
        path: { id: mine?.id ?? '' },
      })
    ).body
  }

  test('enrols by a mailed link that works once', async () => {
    const form = {
      name: 'Val Vendor',
      email,
      organization: 'Compass Health Apps',
      website: 'https://compass.example',
      reason: 'We draw claims.',
    }
    expect((await call(sandbox, undefined, 'enroll-vendor', { body: form })).status).toBe(202)
    const token = tokenIn(await mailTo(email))
    const confirmed = await call<{ email: string }>(sandbox, undefined, 'confirm-enrollment', {
      body: { token, password },
    })
    expect(confirmed).toMatchObject({ status: 201, body: { email } })
    expect(
      (await call(sandbox, undefined, 'confirm-enrollment', { body: { token, password } })).status,
    ).toBe(410)
    vendor = await portalToken('sandbox', email, password)
  })

  test('starts with an empty list and a choice of scenarios', async () => {
    const { body } = await call<AppListAnswer>(sandbox, vendor, 'list-apps')
    expect(body.apps).toEqual([])
    expect(body.patient).toBeUndefined()
    expect(body.scenarios.length).toBeGreaterThan(2)
  })

  test('registers an app; only a confidential one gets a secret', async () => {
    const bad = await call<OperationOutcome>(sandbox, vendor, 'register-app', {
      body: filledForm(oauthType, { redirectUrl: 'javascript:alert(1)' }),
    })
    expect(bad.status).toBe(422)
    expect(bad.body.issue[0]?.expression).toEqual(['redirectUrl'])
    const registered = await call<SmartAppWithSecret>(sandbox, vendor, 'register-app', {
      body: filledForm(oauthType),
    })
    expect(registered.status).toBe(201)
    app = registered.body
    expect(Boolean(app.secret)).toBe(oauthType === 'secret')
    expect(app).toMatchObject({
      hasSecret: oauthType === 'secret',
      request: { state: 'draft' },
      live: { state: 'none' },
    })
  })

  test('sees the secret again only after the password', async () => {
    if (oauthType === 'pkce') {
      expect(
        (await call(sandbox, vendor, 'reveal-secret', { path: { id: app.id }, body: { password } }))
          .status,
      ).toBeGreaterThanOrEqual(400)
      return
    }
    expect(
      (
        await call(sandbox, vendor, 'reveal-secret', {
          path: { id: app.id },
          body: { password: 'wrong-password-here' },
        })
      ).status,
    ).toBe(403)
    const { body } = await call<SecretAnswer>(sandbox, vendor, 'reveal-secret', {
      path: { id: app.id },
      body: { password },
    })
    expect(body.secret).toBe(app.secret)
  })

  test('initializes one patient, however often it asks', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        call<InitializePatientAnswer>(sandbox, vendor, 'initialize-patient', { body: {} }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.patient.id)).size).toBe(1)
    expect(answers[0]?.body.counts.ExplanationOfBenefit).toBeGreaterThan(5)
  })

  test('launches the app, which reads the synthetic member and nobody else', async () => {
    const { body } = await call<LaunchAnswer>(sandbox, vendor, 'launch-app', {
      path: { id: app.id },
    })
    const launch = new URL(body.uri)
    expect(launch.origin + launch.pathname).toBe(app.launchUrl)
    expect(launch.searchParams.get('iss')).toBe(`${sandbox}/fhir`)
    const { tokens } = await launchSmartApp({
      box: sandbox,
      app: { ...smartApp(), scope: `${sampleScope} launch` },
      person: { email, password },
      launch: launch.searchParams.get('launch') ?? '',
    })
    const claims = await get<{ total: number }>(
      sandbox,
      `ExplanationOfBenefit?patient=${tokens.patient}`,
      tokens.access_token,
    )
    expect(claims.status).toBe(200)
    expect(claims.body.total).toBeGreaterThan(5)
    expect((await get(sandbox, 'Goal', tokens.access_token)).status).toBe(403)
  })

  test('is told which fields production still needs', async () => {
    const { body: half } = await call<SmartAppWithSecret>(sandbox, vendor, 'register-app', {
      body: filledForm('pkce', { name: 'Half done', privacyPolicyUrl: '' }),
    })
    const refused = await call<OperationOutcome>(sandbox, vendor, 'send-production-request', {
      path: { id: half.id },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.issue.flatMap(({ expression }) => expression ?? [])).toContain(
      'privacyPolicyUrl',
    )
  })

  test('sends the request, and saving while it is pending updates it', async () => {
    expect(
      (await call(sandbox, vendor, 'send-production-request', { path: { id: app.id } })).status,
    ).toBeLessThan(300)
    const before = await pendingRequest()
    const { body: read } = await call<SmartAppView>(sandbox, vendor, 'read-app', {
      path: { id: app.id },
    })
    expect(read.request.state).toBe('pending')
    const saved = await call<SmartAppView>(sandbox, vendor, 'update-app', {
      path: { id: app.id },
      body: {
        ...filledForm(oauthType, { description: 'Shows claims, month by month, and who paid.' }),
        version: read.version,
      },
    })
    expect(saved.status).toBe(200)
    const stale = await call(sandbox, vendor, 'update-app', {
      path: { id: app.id },
      body: { ...filledForm(oauthType), version: read.version },
    })
    expect(stale.status).toBe(409)

    // The admin decides on the version that was read, or not at all.
    const moved = await call(production, admin, 'approve-production-request', {
      path: { id: before.id },
      body: { version: before.version, checklist },
    })
    expect(moved.status).toBe(409)
    expect((await pendingRequest()).snapshot.description).toBe(
      'Shows claims, month by month, and who paid.',
    )
  })

  test('is rejected with a reason, by mail', async () => {
    const request = await pendingRequest()
    const decision = { version: request.version, checklist: { ...checklist, description: false } }
    expect(
      (
        await call(production, admin, 'reject-production-request', {
          path: { id: request.id },
          body: decision,
        })
      ).status,
    ).toBe(422)
    const rejected = await call(production, admin, 'reject-production-request', {
      path: { id: request.id },
      body: { ...decision, reasonCodes: ['other'], reason: 'Say who can see the claims.' },
    })
    expect(rejected.status).toBe(200)
    expect(
      (await mailTo(email, ({ Text }) => Text.includes('Say who can see the claims.'))).Subject,
    ).toContain('Claims Compass')
    const { body } = await call<SmartAppView>(sandbox, vendor, 'read-app', { path: { id: app.id } })
    expect(body.request).toMatchObject({ state: 'rejected', reason: 'Say who can see the claims.' })
  })

  test('corrects, sends again and is approved, by mail; the app is live with the same id and secret', async () => {
    const { body: read } = await call<SmartAppView>(sandbox, vendor, 'read-app', {
      path: { id: app.id },
    })
    await call(sandbox, vendor, 'update-app', {
      path: { id: app.id },
      body: {
        ...filledForm(oauthType, { description: 'Shows claims to you alone.' }),
        version: read.version,
      },
    })
    expect(
      (await call(sandbox, vendor, 'send-production-request', { path: { id: app.id } })).status,
    ).toBeLessThan(300)
    const request = await pendingRequest()
    const approved = await call(production, admin, 'approve-production-request', {
      path: { id: request.id },
      body: { version: request.version, checklist },
    })
    expect(approved.status).toBe(200)
    // A retry after a lost answer changes nothing.
    const again = await call(production, admin, 'approve-production-request', {
      path: { id: request.id },
      body: { version: request.version, checklist },
    })
    expect([200, 409]).toContain(again.status)
    await mailTo(
      email,
      ({ Subject, Text }) =>
        /approved|live/i.test(Subject + Text) && Subject.includes('Claims Compass'),
    )
    const { body } = await call<GalleryAnswer>(production, undefined, 'list-published-apps')
    expect(body.apps.find(({ id }) => id === app.id)?.description).toBe(
      'Shows claims to you alone.',
    )

    const { tokens } = await launchSmartApp({
      box: production,
      app: smartApp(),
      person: { email: people.member, password: 'plan-api-demo' },
    })
    expect(tokens.patient).toBe('demo-member')
    if (oauthType === 'secret') {
      const wrong = await exchange(
        production,
        { ...smartApp(), clientSecret: 'not-the-secret' },
        { answer: new URLSearchParams({ code: 'x' }), verifier: 'x'.repeat(43) },
      )
      expect(wrong.error).toBe('invalid_client')
    }
  })

  test('cannot delete a live app', async () => {
    expect((await call(sandbox, vendor, 'delete-app', { path: { id: app.id } })).status).toBe(409)
  })

  test('keeps the live version while a change waits for a decision', async () => {
    const { body: read } = await call<SmartAppView>(sandbox, vendor, 'read-app', {
      path: { id: app.id },
    })
    await call(sandbox, vendor, 'update-app', {
      path: { id: app.id },
      body: { ...filledForm(oauthType, { name: 'Claims Compass 2' }), version: read.version },
    })
    await call(sandbox, vendor, 'send-production-request', { path: { id: app.id } })
    const { body } = await call<SmartAppView>(sandbox, vendor, 'read-app', { path: { id: app.id } })
    expect([body.request.state, body.live.state]).toEqual(['pending', 'live'])
    const request = await pendingRequest()
    expect(request.differences).toContain('name')
    expect(request.current?.name).toBe('Claims Compass')
  })

  test('another vendor sees nothing of it', async () => {
    const other = await portalToken('sandbox', people.vendor)
    const foreign = await call(sandbox, other, 'read-app', { path: { id: app.id } })
    const missing = await call(sandbox, other, 'read-app', { path: { id: 'no-such-app' } })
    expect([foreign.status, missing.status]).toEqual([404, 404])
  })
})
