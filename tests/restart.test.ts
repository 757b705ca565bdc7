// kill -9 at any moment, then start again: every answer that was given is still true, no transaction is half there.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { world } from './harness/boxes.ts'
import { basic, call, get } from './harness/calls.ts'
import { browserPath, launchChromium } from './harness/chromium.ts'
import { type DemoProcess, demoLauncher } from './harness/npm-start.ts'
import { type Cluster, startCluster } from './harness/postgres.ts'
import { launchSmartApp, refresh } from './harness/smart-launch.ts'

const password = 'plan-api-demo'
const root = basic('root', password)
let dataDir: string
let cluster: Cluster | undefined
let start: () => Promise<DemoProcess>
let demo: DemoProcess

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'plan-api-restart-'))
  const settings: Record<string, string> = {}
  if (world().database === 'postgres') {
    cluster = await startCluster()
    settings.PRODUCTION_DATABASE_URL = await cluster.database('production')
    settings.SANDBOX_DATABASE_URL = await cluster.database('sandbox')
  }
  start = await demoLauncher(dataDir, settings)
  demo = await start()
})

afterAll(async () => {
  await demo?.stop()
  await cluster?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Two resources that only make sense together. */
const writePair = async (box: string, marker: string): Promise<boolean> => {
  const half = (side: string) => ({
    resource: {
      resourceType: 'Basic',
      id: `${marker}-${side}`,
      code: { coding: [{ system: 'https://plan-api.example/test', code: 'pair' }] },
    },
    request: { method: 'PUT', url: `Basic/${marker}-${side}` },
  })
  try {
    const answer = await fetch(`${box}/fhir`, {
      method: 'POST',
      headers: { authorization: root, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [half('left'), half('right')],
      }),
    })
    await answer.text()
    return answer.ok
  } catch {
    return false // the process died before it answered
  }
}

test.each([40, 7, 93])(
  'after a kill at about the %sth write, every acknowledged one is there and none is half there',
  async kills => {
    const { sandbox } = demo.urls
    const acknowledged: string[] = []
    const tried: string[] = []
    let dead = false
    const writer = async (): Promise<void> => {
      while (!dead) {
        const marker = randomUUID()
        tried.push(marker)
        if (await writePair(sandbox, marker)) acknowledged.push(marker)
        if (acknowledged.length >= kills && !dead) {
          dead = true
          await demo.kill()
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, writer))
    demo = await start()
    for (const marker of tried) {
      const sides = await Promise.all(
        ['left', 'right'].map(side => get(sandbox, `Basic/${marker}-${side}`, root)),
      )
      const statuses = sides.map(({ status }) => status)
      expect(statuses[0]).toBe(statuses[1])
      if (acknowledged.includes(marker)) expect(statuses).toEqual([200, 200])
    }
  },
)

test('a sign-in, a consent and a changed password outlive the kill', async () => {
  const { production, sampleApp } = demo.urls
  const app = {
    clientId: 'sample-app',
    redirectUri: `${sampleApp}/`,
    scope: 'openid offline_access launch/patient patient/Patient.read',
  }
  const { tokens } = await launchSmartApp({
    box: production,
    app,
    person: { email: 'member@demo.test', password },
  })
  const { tokens: ended } = await launchSmartApp({
    box: production,
    app: { ...app, scope: 'launch/patient patient/Patient.read' },
    person: { email: 'parent@demo.test', password },
    consent: { set: { patient: 'demo-parent' } },
  })
  const revoked = await fetch(`${production}/auth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token: ended.access_token, client_id: app.clientId }),
  })
  expect(revoked.status).toBe(200)
  await demo.kill()
  demo = await start()
  expect((await get(production, 'Patient/demo-member', tokens.access_token)).status).toBe(200)
  expect((await get(production, 'Patient/demo-parent', ended.access_token)).status).toBe(401)
  const next = await refresh(production, app, tokens.refresh_token ?? '')
  expect(next.access_token).toBeTruthy()
})

test('a mail that was promised before the kill still comes', async () => {
  const { sandbox, mailbox } = demo.urls
  const email = `late-${randomUUID().slice(0, 8)}@compass.example`
  const body = {
    name: 'Lee Late',
    email,
    organization: 'Compass',
    website: 'https://compass.example',
    reason: 'Testing.',
  }
  expect((await call(sandbox, undefined, 'enroll-vendor', { body })).status).toBe(202)
  await demo.kill()
  demo = await start()
  const deadline = Date.now() + 90_000
  let arrived = false
  while (!arrived && Date.now() < deadline) {
    const list = await (await fetch(`${mailbox}/api/v1/messages`)).json()
    arrived = list.messages.some(({ To }: { To: { Address: string }[] }) =>
      To.some(({ Address }) => Address === email),
    )
    if (!arrived) await new Promise(resolve => setTimeout(resolve, 500)) // a lease of the dead process may have to run out
  }
  expect(arrived).toBe(true)
}, 120_000)

test.skipIf(!browserPath())(
  'a page that is open while the boxes are down says so, and goes on by itself when they are back (needs Chromium)',
  async () => {
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.goto(`${demo.urls.portal}/directory`)
      await page.getByRole('button', { name: 'Search' }).waitFor()
      await demo.kill()
      await page.getByRole('button', { name: 'Search' }).click()
      await page
        .getByText(/keeps trying|does not answer/i)
        .first()
        .waitFor()
      demo = await start()
      await page
        .getByText(/\d+ found/)
        .first()
        .waitFor()
    } finally {
      await browser.close()
    }
  },
  180_000,
)

test.skipIf(world().database === 'postgres')(
  'a second start on the same data folder is refused by name (PGlite only: PostgreSQL serves several processes)',
  async () => {
    const second = await demoLauncher(dataDir)
    await expect(second()).rejects.toThrow(/in use|locked|another/i)
  },
)

test('a port that is taken is named together with its setting', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-port-'))
  const launch = await demoLauncher(folder, { SANDBOX_PORT: String(port) })
  await expect(launch()).rejects.toThrow(new RegExp(`${port}[\\s\\S]*SANDBOX_PORT`))
  await new Promise(resolve => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
}, 120_000)
