// The audit's way to the store: in batches, nothing lost while the store is away.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAudit } from './audit.ts'
import { type AuditFacts, auditEvent } from './audit-event.ts'
import { type LoggingBox, startTestBox } from './box.fixture.ts'
import { tableOf } from './storage/tables.ts'

const table = tableOf('AuditEvent')
let box: LoggingBox

beforeAll(async () => {
  box = await startTestBox()
}, 120_000)
afterAll(() => box?.close())

const facts = (references: string[]): AuditFacts => ({
  event: { interaction: 'read' },
  at: new Date('2026-01-01T00:00:00Z'),
  action: 'R',
  outcome: 'success',
  client: 'app',
  user: 'u1',
  site: 'http://box.test',
  patients: ['p1'],
  references,
  requestId: 'r1',
  details: { policy: 'as-smart-app' },
})

test('events wait for their batch, and all of a batch is written', async () => {
  const audit = openAudit(box.box)
  for (let count = 0; count < 1200; count++) await audit.record(facts([`Patient/x${count}`]))
  expect(audit.waiting()).toBeGreaterThan(0)
  await audit.close()
  expect(audit.waiting()).toBe(0)
  const [{ count } = { count: '0' }] = await box.box.database.query<{ count: string }>(
    `select count(*)::text as count from ${table}`,
  )
  expect(count).toBe('1200')
})

test('whole records, told in long texts, go in as many batches as they need', async () => {
  const audit = openAudit(box.box)
  const resources = `Observation/${'a-long-list-of-ids,'.repeat(1_000)}`
  const long = Array.from({ length: 70 }, (_, count) => `long-${count}`)
  for (const requestId of long)
    await audit.record({ ...facts([]), requestId, resources: resources + requestId })
  await audit.close()
  const written = await box.box.database.query<{ body: string }>(
    `select body from ${table} where strpos(body, 'a-long-list-of-ids') > 0`,
  )
  const told = written.map(({ body }) => /long-\d+"/.exec(body)?.[0].slice(0, -1)).sort()
  expect(told).toEqual(long.toSorted())
})

/** No event can be written meanwhile. */
const whileTheTableIsAway = async (work: () => Promise<void>): Promise<void> => {
  await box.box.database.query(`alter table ${table} rename to away`)
  try {
    await work()
  } finally {
    await box.box.database.query(`alter table away rename to ${table}`)
  }
}

test('what cannot be written stays in the queue, and the next try writes it', async () => {
  const audit = openAudit(box.box)
  await whileTheTableIsAway(async () => {
    await audit.record(facts(['Patient/kept']))
    await expect(audit.flush()).rejects.toThrow()
    expect(audit.waiting()).toBe(1)
  })
  await audit.close()
  expect(audit.waiting()).toBe(0)
})

test('who comes while an event has waited for more than a second waits for it', async () => {
  const audit = openAudit(box.box)
  await whileTheTableIsAway(async () => {
    await audit.record(facts(['Patient/late']))
    await audit.record(facts(['Patient/late']))
    await new Promise(resolve => setTimeout(resolve, 1_100))
    const refused = await audit.record(facts(['Patient/refused'])).catch(fault => fault)
    expect(refused).toMatchObject({ status: 503 })
    expect(audit.waiting()).toBe(2)
  })
  await audit.record(facts(['Patient/next']))
  expect(audit.waiting()).toBe(1) // only itself: the two are written
  await audit.close()
  expect(audit.waiting()).toBe(0)
})

test('an event says who, through which client, whose record and which request', () => {
  expect(auditEvent(facts(['Coverage/c1']))).toMatchObject({
    resourceType: 'AuditEvent',
    action: 'R',
    recorded: '2026-01-01T00:00:00.000Z',
    outcome: '0',
    agent: [
      { who: { reference: 'Client/app' }, requestor: false },
      { who: { reference: 'User/u1' }, requestor: true },
    ],
    entity: [
      { what: { reference: 'Patient/p1' } },
      { what: { reference: 'Coverage/c1' } },
      { what: { identifier: { value: 'r1' } } },
      { detail: [{ type: 'policy', valueString: 'as-smart-app' }] },
    ],
  })
})

test('a page of results is named by type and id in one text, its patient as ever', () => {
  const claims = Array.from({ length: 12 }, (_, index) => `ExplanationOfBenefit/e${index}`)
  const { entity } = auditEvent(facts([...claims, 'Organization/o1', 'ExplanationOfBenefit/e0']))
  expect(entity).toMatchObject([
    { what: { reference: 'Patient/p1' } },
    { what: { identifier: { value: 'r1' } } },
    {
      detail: [
        { type: 'policy', valueString: 'as-smart-app' },
        {
          type: 'resources',
          valueString: 'ExplanationOfBenefit/e0,e1,e2,e3,e4,e5,e6,e7,e8,e9,e10,e11 Organization/o1',
        },
      ],
    },
  ])
})
