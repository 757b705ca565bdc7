// Two processes of one box on one PostgreSQL behave as one: what is revoked or changed at one counts at the other within seconds.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { world } from './harness/boxes.ts'
import { type OwnBox, ownBoxPassword, startOwnBoxes } from './harness/own-box.ts'
import { type Cluster, startCluster } from './harness/postgres.ts'
import { launchSmartApp } from './harness/smart-launch.ts'

/** What the two promise each other. */
const soon = { timeout: 5_000, interval: 50 }

describe.skipIf(world().database !== 'postgres')('on PostgreSQL', () => {
  let cluster: Cluster | undefined
  let boxes: OwnBox[] = []
  let here: OwnBox
  let there: OwnBox

  beforeAll(async () => {
    cluster = await startCluster()
    boxes = await startOwnBoxes({ kind: 'postgres', url: await cluster.database('production') }, 2)
    const [one, other] = boxes
    if (!one || !other) throw new Error('not two boxes')
    here = one
    there = other
  })
  afterAll(async () => {
    for (const box of boxes) await box.close()
    await cluster?.stop()
  })

  const as = async (
    box: OwnBox,
    authorization: string,
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const answer = await fetch(box.url + path, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    await answer.text()
    return answer.status
  }
  const appToken = async () => {
    const { tokens } = await launchSmartApp({
      box: here.url,
      app: {
        clientId: 'sample-app',
        redirectUri: `${here.sampleApp}/`,
        scope: 'launch/patient patient/Patient.read',
      },
      person: { email: 'member@demo.test', password: ownBoxPassword },
      consent: { set: { answer: 'allow' } },
    })
    return tokens.access_token
  }
  const own = '/fhir/Patient/demo-member'

  test('a token that is revoked at one process is refused by the other, which had let it in', async () => {
    const token = await appToken()
    expect(await as(there, `Bearer ${token}`, 'GET', own)).toBe(200)
    const revoked = await fetch(`${here.url}/auth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token, client_id: 'sample-app' }),
    })
    expect(revoked.status).toBe(200)
    await vi.waitFor(
      async () => expect(await as(there, `Bearer ${token}`, 'GET', own)).toBe(401),
      soon,
    )
  })

  test('a policy that is written at one process lets in at the other, and no longer when it is deleted', async () => {
    const client = {
      resourceType: 'Client',
      id: 'two-processes',
      active: true,
      grant_types: ['basic'],
      secret: 'a secret of two processes, thirty-two',
    }
    const its = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
    expect(await as(here, here.root, 'PUT', '/fhir/Client/two-processes', client)).toBe(201)
    await vi.waitFor(async () => expect(await as(there, its, 'GET', own)).toBe(403), soon)
    const policy = {
      resourceType: 'AccessPolicy',
      engine: 'matcho',
      link: [{ reference: 'Client/two-processes' }],
      matcho: { uri: own, 'request-method': 'get' },
    }
    expect(await as(here, here.root, 'PUT', '/fhir/AccessPolicy/two-processes', policy)).toBe(201)
    await vi.waitFor(async () => expect(await as(there, its, 'GET', own)).toBe(200), soon)
    expect(await as(here, here.root, 'DELETE', '/fhir/AccessPolicy/two-processes')).toBe(200)
    await vi.waitFor(async () => expect(await as(there, its, 'GET', own)).toBe(403), soon)
  })

  test('a client that is switched off at one process is refused by the other', async () => {
    const token = await appToken()
    expect(await as(there, `Bearer ${token}`, 'GET', own)).toBe(200)
    const off = { active: false }
    expect(await as(here, here.root, 'PATCH', '/fhir/Client/sample-app', off)).toBe(200)
    await vi.waitFor(
      async () => expect([401, 403]).toContain(await as(there, `Bearer ${token}`, 'GET', own)),
      soon,
    )
    expect(await as(here, here.root, 'PATCH', '/fhir/Client/sample-app', { active: true })).toBe(
      200,
    )
  })

  test('what one process wrote the other reads at once', async () => {
    const basic = { resourceType: 'Basic', id: 'from-here', code: { text: 'x' } }
    expect(await as(here, here.root, 'PUT', '/fhir/Basic/from-here', basic)).toBe(201)
    expect(await as(there, there.root, 'GET', '/fhir/Basic/from-here')).toBe(200)
  })
})
