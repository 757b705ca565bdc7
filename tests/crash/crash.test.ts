// PostgreSQL and the box are killed while eight callers write: every acknowledged write is there, no transaction is half there,
// every change is in the audit, and of reads at most those of one second are missing there.
// CRASH_KILLS sets how often each of them dies (3; `npm run test:crash`: 20). Runs where PostgreSQL is installed, on a cluster of its own.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { writeContinuously } from '../harness/acknowledged-writes.ts'
import { askContinuously } from '../harness/audited-requests.ts'
import { world } from '../harness/boxes.ts'
import { type OwnBox, startOwnBoxes } from '../harness/own-box.ts'
import { type Cluster, startCluster } from '../harness/postgres.ts'

const kills = Number(process.env.CRASH_KILLS ?? 3)
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const closer of closers.splice(0).reverse()) await closer()
})

const cluster = async (): Promise<Cluster> => {
  const started = await startCluster()
  closers.push(started.stop)
  return started
}

const boxesOn = async (postgres: Cluster, count: number): Promise<OwnBox[]> => {
  const url = await postgres.database('production')
  const boxes = await startOwnBoxes({ kind: 'postgres', url }, count)
  closers.push(...boxes.map(box => box.close))
  return boxes
}

/** A moment at which the callers have got on by some writes since the last. */
const afterSome = (writes: { acknowledged(): number }, some: number): Promise<void> => {
  const until = writes.acknowledged() + some
  return vi.waitFor(
    () => {
      if (writes.acknowledged() < until) throw new Error('no more writes were acknowledged')
    },
    { timeout: 60_000, interval: 5 },
  )
}

/** A client that may do nothing, so that every request of it is refused. */
const nosyClient = async ({ url, root }: OwnBox): Promise<string> => {
  const secret = crypto.randomUUID()
  const made = await fetch(`${url}/fhir/Client/nosy`, {
    method: 'PUT',
    headers: { authorization: root, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceType: 'Client', id: 'nosy', secret, grant_types: ['basic'] }),
  })
  expect(made.status).toBe(201)
  return `Basic ${Buffer.from(`nosy:${secret}`).toString('base64')}`
}

/** 503 that says when to come back; throws for any other answer. */
const refusedWithAdvice = async (box: OwnBox): Promise<void> => {
  const refused = await fetch(`${box.url}/fhir/Basic/any`, { headers: { authorization: box.root } })
  const body = await refused.json()
  expect([refused.status, body.resourceType]).toEqual([503, 'OperationOutcome'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
}

describe.skipIf(world().database !== 'postgres')('on PostgreSQL', () => {
  test(`PostgreSQL is killed ${kills} times during writes: the box says 503 and when to come back, and nothing acknowledged is lost`, async () => {
    const postgres = await cluster()
    const [box] = await boxesOn(postgres, 1)
    if (!box) throw new Error('no box')
    const writes = writeContinuously(box.url, box.root)
    for (let kill = 0; kill < kills; kill++) {
      await afterSome(writes, 20 + ((kill * 37) % 90))
      await postgres.kill()
      // what PostgreSQL's own children still had in hand they may answer yet
      await vi.waitFor(() => refusedWithAdvice(box), { timeout: 10_000, interval: 20 })
      await postgres.start()
    }
    await afterSome(writes, 20)
    await writes.stop()
    console.log(
      `crash: PostgreSQL killed ${kills} times, ${writes.acknowledged()} writes acknowledged`,
    )
    expect(await writes.faults()).toEqual([])
    expect(box.alive()).toBe(true)
  }, 900_000)

  test(`the box is killed ${kills} times during writes, and nothing acknowledged is lost`, async () => {
    const postgres = await cluster()
    const [box] = await boxesOn(postgres, 1)
    if (!box) throw new Error('no box')
    const writes = writeContinuously(box.url, box.root)
    for (let kill = 0; kill < kills; kill++) {
      await afterSome(writes, 20 + ((kill * 53) % 90))
      await box.kill()
      await box.start()
    }
    await afterSome(writes, 20)
    await writes.stop()
    console.log(`crash: box killed ${kills} times, ${writes.acknowledged()} writes acknowledged`)
    expect(await writes.faults()).toEqual([])
  }, 900_000)

  test(`the box is killed ${kills} times: the audit knows every change and every refusal, and all reads but those of one second`, async () => {
    const postgres = await cluster()
    const [box] = await boxesOn(postgres, 1)
    if (!box) throw new Error('no box')
    const requests = askContinuously(box.url, box.root, await nosyClient(box))
    for (let kill = 0; kill < kills; kill++) {
      await afterSome(requests, 50)
      // for longer than the audit may be behind
      await requests.withoutRefusals(1_600 + ((kill * 53) % 490))
      await box.kill()
      await requests.killed()
      await box.start()
    }
    await afterSome(requests, 50)
    await requests.stop()
    const { faults, lostReads, counts } = await requests.compare()
    console.log(`crash: box killed ${kills} times, ${counts}; ${lostReads} reads not in the audit`)
    expect(faults).toEqual([])
  }, 900_000)
})
