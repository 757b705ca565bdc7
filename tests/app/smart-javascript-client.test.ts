// Row M2: the SMART JavaScript client, as it comes from its authors, in Chromium, public and confidential, both launches.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { world } from '../harness/boxes.ts'
import { browserPath, launchChromium } from '../harness/chromium.ts'

const library = readFileSync(
  createRequire(import.meta.url).resolve('fhirclient/build/fhir-client.pure.min.js'),
)
const secret = 'M2-confidential_client-secret-of-this-test'
const scope =
  'openid fhirUser offline_access launch/patient patient/Patient.read patient/Coverage.read'

/** What the page does: /launch begins, / finishes and says what it got. */
const launchPage = `<!doctype html><title>launch</title><script src="/fhir-client.js"></script>
<script>const o = new URLSearchParams(location.search)
FHIR.oauth2.authorize({ clientId: o.get('client'), redirectUri: location.origin + '/', scope: o.get('scope'),
  iss: o.get('iss'), ...(o.get('launch') ? { launch: o.get('launch') } : {}),
  ...(o.get('secret') ? { clientSecret: o.get('secret') } : {}), pkceMode: 'required' })</script>`
const redirectPage = `<!doctype html><title>app</title><script src="/fhir-client.js"></script><p id="done"></p>
<script>FHIR.oauth2.ready().then(client => { window.smart = client; document.title = 'ready' },
  error => { document.title = 'failed: ' + error })</script>`

interface Ready {
  patient: string
  user: string | null
  scope: string
  family: boolean
  refreshed: boolean
}

/** Runs in the page: reads, refreshes, reads again. */
const useIt = `(async () => {
  const { smart } = window
  const read = await smart.request('Patient/' + smart.patient.id)
  const before = smart.state.tokenResponse.refresh_token
  await smart.refresh()
  const again = await smart.request('Coverage?beneficiary=' + smart.patient.id)
  return { patient: smart.patient.id, user: smart.user.fhirUser, scope: smart.state.tokenResponse.scope,
    family: read.resourceType === 'Patient' && again.resourceType === 'Bundle',
    refreshed: before !== smart.state.tokenResponse.refresh_token }
})()`

/** Runs in the page: revokes by the discovered endpoint, then tries to read; the status that reading gives. */
const revokeIt = (clientSecret: string | undefined): string => `(async () => {
  const { state } = window.smart
  const found = await (await fetch(state.serverUrl + '/.well-known/smart-configuration')).json()
  const headers = ${clientSecret ? `{ authorization: 'Basic ' + btoa(state.clientId + ':${clientSecret}') }` : '{}'}
  const body = new URLSearchParams({ token: state.tokenResponse.refresh_token${clientSecret ? '' : ', client_id: state.clientId'} })
  const revoked = await fetch(found.revocation_endpoint, { method: 'POST', body, headers })
  const read = await fetch(state.serverUrl + '/Patient/' + state.tokenResponse.patient,
    { headers: { authorization: 'Bearer ' + state.tokenResponse.access_token } })
  return [revoked.status, read.status]
})()`

describe.skipIf(!browserPath())('in Chromium', () => {
  let app: Server
  let origin: string
  let chromium: Browser
  let root: string

  const asRoot = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${world().production}${path}`, {
      method,
      headers: { authorization: root, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
    return await response.json()
  }

  beforeAll(async () => {
    root = `Basic ${Buffer.from(`root:${world().secrets.PRODUCTION_ROOT_SECRET}`).toString('base64')}`
    app = createServer((request, response) => {
      const isLibrary = request.url === '/fhir-client.js'
      response.setHeader('content-type', isLibrary ? 'text/javascript' : 'text/html')
      response.end(
        isLibrary ? library : request.url?.startsWith('/launch') ? launchPage : redirectPage,
      )
    })
    await new Promise<void>(resolve => app.listen(0, '127.0.0.1', resolve))
    const address = app.address()
    origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    for (const [id, isPublic] of [
      ['m2-public', true],
      ['m2-confidential', false],
    ] as const)
      await asRoot('PUT', `/fhir/Client/${id}`, {
        resourceType: 'Client',
        id,
        active: true,
        type: 'smart-app',
        name: `Row M2 (${id})`,
        grant_types: ['authorization_code', 'refresh_token'],
        ...(isPublic ? {} : { secret }),
        smart: { launch_uri: `${origin}/launch` },
        auth: {
          authorization_code: {
            redirect_uri: `${origin}/`,
            token_format: 'jwt',
            refresh_token: true,
            pkce: true,
            secret_required: !isPublic,
          },
        },
      })
    chromium = await launchChromium()
  })
  afterAll(async () => {
    await chromium?.close()
    app?.closeAllConnections()
    app?.close()
    for (const id of ['m2-public', 'm2-confidential'])
      await fetch(`${world().production}/fhir/Client/${id}`, {
        method: 'DELETE',
        headers: { authorization: root },
      })
  })

  const launchUrl = async (kind: string, client: string): Promise<URL> => {
    const iss = `${world().production}/fhir`
    if (kind === 'standalone') return new URL(`${origin}/launch?${new URLSearchParams({ iss })}`)
    const answer = await asRoot('POST', '/rpc', {
      method: 'aidbox.smart/get-launch-uri',
      params: { user: 'demo-member', client, iss, ctx: { patient: 'demo-member' } },
    })
    return new URL(/"uri":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '')
  }

  const ready = async (page: Page): Promise<void> => {
    await page.locator('[name=username]').fill('member@demo.test')
    await page.locator('[name=password]').fill('plan-api-demo')
    await page.locator('[name=password]').press('Enter')
    // A confidential app that was allowed before is not asked again.
    await page.waitForURL(url => url.origin === origin || url.pathname.startsWith('/consent/'))
    if (new URL(page.url()).origin !== origin) await page.locator('button[value="allow"]').click()
    await page.waitForURL(url => url.origin === origin)
    await page.waitForFunction('document.title !== "app"')
    expect(await page.title()).toBe('ready')
  }

  test.each([
    ['public', 'standalone', 'm2-public', undefined],
    ['public', 'EHR', 'm2-public', undefined],
    ['confidential', 'standalone', 'm2-confidential', secret],
    ['confidential', 'EHR', 'm2-confidential', secret],
  ] as const)(
    'M2 the SMART JavaScript client, %s, by %s launch: signs in, reads, refreshes, revokes',
    async (_how, kind, client, clientSecret) => {
      const page = await (await chromium.newContext()).newPage()
      const url = await launchUrl(kind, client)
      url.searchParams.set('client', client)
      url.searchParams.set('scope', kind === 'EHR' ? `${scope} launch` : scope)
      if (clientSecret) url.searchParams.set('secret', clientSecret)
      await page.goto(url.href)
      await ready(page)
      const got = await page.evaluate<Ready>(useIt)
      expect(got).toMatchObject({ patient: 'demo-member', family: true, refreshed: true })
      expect(got.user).toContain('Patient/demo-member')
      expect(got.scope.split(' ')).toContain('patient/Coverage.read')
      expect(await page.evaluate(revokeIt(clientSecret))).toEqual([200, 401])
      await page.context().close()
    },
  )
})
