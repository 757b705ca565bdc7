// Requests spoiled in every part, against a box of their own: never a 5xx, never silence, never a crash, always a cause.
// FUZZ_REQUESTS sets how many (1,000; `npm run test:fuzz` sends 30,000), FUZZ_SEED repeats a run.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { world } from '../harness/boxes.ts'
import { type OwnBox, ownBoxPassword, startOwnBoxes } from '../harness/own-box.ts'
import { type Cluster, startCluster } from '../harness/postgres.ts'
import { type RawAnswer, type RawOutcome, type RawRequest, sendRaw } from '../harness/raw-http.ts'
import { launchSmartApp } from '../harness/smart-launch.ts'
import { spoiledRequests } from './spoiling.ts'

const count = Number(process.env.FUZZ_REQUESTS ?? 1_000)
const seed = Number(process.env.FUZZ_SEED ?? 20260101)
const callersAtOnce = 8
const patience = 2_000

let box: OwnBox
let cluster: Cluster | undefined

beforeAll(async () => {
  if (world().database === 'postgres') cluster = await startCluster()
  const database = cluster
    ? { kind: 'postgres' as const, url: await cluster.database('fuzz') }
    : { kind: 'pglite' as const }
  const [started] = await startOwnBoxes(database)
  if (!started) throw new Error('no box')
  box = started
})

afterAll(async () => {
  await box?.close()
  await cluster?.stop()
})

/** Who sends: mostly root, whose requests get furthest. */
const callers = async (): Promise<(string | undefined)[]> => {
  const { tokens } = await launchSmartApp({
    box: box.url,
    app: {
      clientId: 'sample-app',
      redirectUri: `${box.sampleApp}/`,
      scope: 'launch/patient patient/Patient.rs patient/Coverage.rs patient/Observation.rs',
    },
    person: { email: 'member@demo.test', password: ownBoxPassword },
    // the box's own consent page, whose ticks are set already
    consent: { set: { answer: 'allow' } },
  })
  const app = `Bearer ${tokens.access_token}`
  return [...Array.from({ length: 8 }, () => box.root), app, undefined]
}

/** What is outside the API answers in its own way: pages of sign-in, OAuth's errors. */
const isApi = (target: string): boolean =>
  !/^\/*(auth|\.well-known|health|metrics|__healthcheck|fhir\/\.well-known)\b/i.test(target)

const faultOf = ({ method, target }: RawRequest, outcome: RawOutcome): string | undefined => {
  if (outcome.kind === 'silent') return `no answer within ${patience} ms`
  if (outcome.kind === 'cut') return `the line was cut: ${outcome.received}`
  const { status, headers, body } = outcome.answer
  if (status >= 500) return `${status}: ${body.slice(0, 300)}`
  if (!headers['x-request-id']) return `${status} without X-Request-Id: ${body.slice(0, 100)}`
  if (status < 400 || method === 'HEAD' || !isApi(target)) return undefined
  return withoutCause(outcome.answer)
}

const withoutCause = ({ status, body }: RawAnswer): string | undefined => {
  try {
    const { resourceType, issue } = JSON.parse(body)
    if (resourceType === 'OperationOutcome' && issue[0].diagnostics.length > 3) return undefined
  } catch {
    // said below
  }
  return `${status} without a cause: ${body.slice(0, 200)}`
}

test(`${count} spoiled requests are all answered: never a 5xx, never silence, always a cause and an id that the log knows`, async () => {
  const url = new URL(box.url)
  const given = await callers()
  const requests = spoiledRequests(seed, count).map((request, index) => {
    const authorization = given[index % given.length]
    const own = request.headers.some(([name]) => name === 'Authorization')
    return authorization && !own
      ? { ...request, headers: [...request.headers, ['Authorization', authorization] as const] }
      : request
  })
  const findings: string[] = []
  const ids: string[] = []
  const late: RawRequest[] = []
  const statuses = new Map<number, number>()
  const note = (request: RawRequest, outcome: RawOutcome): void => {
    const fault = faultOf(request, outcome)
    if (outcome.kind === 'answered') {
      const { status, headers } = outcome.answer
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (headers['x-request-id']) ids.push(headers['x-request-id'])
    }
    if (fault)
      findings.push(
        `${request.method} ${JSON.stringify(request.target.slice(0, 300))} ${shown(request)} → ${fault}`,
      )
  }
  let next = 0
  const sender = async (): Promise<void> => {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const outcome = await sendRaw(url, request, patience)
      if (outcome.kind === 'silent') late.push(request)
      else note(request, outcome)
    }
  }
  await Promise.all(Array.from({ length: callersAtOnce }, sender))
  // Others on this machine may have held it up: what is silent when it is asked alone hangs.
  for (const request of late) note(request, await sendRaw(url, request, patience))

  expect(box.alive()).toBe(true)
  expect((await fetch(`${box.url}/health`)).status).toBe(200)
  const unknown = await vi.waitFor(
    () => {
      const logged = new Set([...box.log().matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id))
      const missing = ids.filter(id => !logged.has(id))
      if (missing.length > 0)
        throw new Error(`${missing.length} ids are not in the log: ${missing[0]}`)
      return missing
    },
    { timeout: 10_000, interval: 100 },
  )
  const told = [...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, times]) => `${status}: ${times}`)
  console.log(
    `fuzz: ${requests.length} requests (seed ${seed}), ${findings.length} findings; ${told.join(', ')}`,
  )
  const causes = new Set(box.log().match(/"error":\{"type":[^}]{0,600}/g)) // of what was answered with a 5xx
  expect([...findings.slice(0, 20), ...[...causes].slice(0, 10)]).toEqual([])
  expect(unknown).toEqual([])
}, 1_800_000)

/** Headers and body of a finding, short; never who sent it. */
const shown = ({ headers, body }: RawRequest): string =>
  `${JSON.stringify(headers.filter(([name]) => name !== 'Authorization').map(([name, value]) => [name, value.slice(0, 60)]))} ${body ? JSON.stringify(body.toString('latin1').slice(0, 1_500)) : ''}`
