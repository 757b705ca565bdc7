// Admins are reminded by mail of requests that are due: once for each request and working day, and never once it is decided.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'

let world: OwnWorld
beforeAll(async () => {
  world = await startOwnWorld()
})
afterAll(() => world?.close())

const coded = (code: string) => ({ coding: [{ system: planApiSystems.code, code }] })
const put = async (resource: Readonly<Record<string, unknown>>): Promise<void> => {
  const answer = await fetch(
    `${world.urls.production}/fhir/${resource.resourceType}/${resource.id}`,
    {
      method: 'PUT',
      headers: { authorization: world.root.production, 'content-type': 'application/json' },
      body: JSON.stringify(resource),
    },
  )
  if (answer.status > 201) throw new Error(`${answer.status} ${await answer.text()}`)
}
const request = (sentAt: string, name: string, changes = {}) => {
  const clientId = randomUUID()
  return {
    resourceType: 'Task',
    id: `${clientId}.1`,
    identifier: [{ system: planApiSystems.clientId, value: clientId }],
    status: 'requested',
    intent: 'proposal',
    code: coded('production-request'),
    authoredOn: sentAt,
    lastModified: sentAt,
    requester: { identifier: { system: planApiSystems.userId, value: 'v' }, display: 'Val' },
    input: [
      { type: coded('name'), valueString: name },
      { type: coded('organizationName'), valueString: 'Compass Health Apps' },
    ],
    ...changes,
  }
}
const moveTo = (moment: string): void =>
  world.forward((Date.parse(moment) - world.now().getTime()) / 1000)
/** Twice: what the first run queues leaves with the second. */
const mailsAfterRun = async (): Promise<string[]> => {
  world.mail.mails.length = 0
  for (const _ of ['queued', 'sent']) await world.app.jobs.runOnce()
  return world.mail.mails.filter(({ to }) => to === 'admin@demo.test').map(({ text }) => text)
}

test('nobody is reminded early; then once a working day, on the day after in other words, until it is decided', async () => {
  // A Tuesday; five working days later is Tuesday 9 March 2027, one before is Monday.
  const waiting = request('2027-03-02T15:00:00Z', 'Claims Compass')
  await put(waiting)
  moveTo('2027-03-05T15:00:00Z')
  expect(await mailsAfterRun()).toEqual([])

  moveTo('2027-03-06T15:00:00Z') // Saturday
  expect(await mailsAfterRun()).toEqual([])

  moveTo('2027-03-08T15:00:00Z')
  const [upcoming, ...others] = await mailsAfterRun()
  expect(upcoming).toContain('has to be decided by 2027-03-09')
  expect(upcoming).toContain('Claims Compass (Compass Health Apps)')
  expect(others).toEqual([])
  expect(await mailsAfterRun()).toEqual([])

  moveTo('2027-03-10T15:00:00Z')
  const overdue = await mailsAfterRun()
  expect(overdue).toHaveLength(1)
  expect(overdue[0]).toContain('should have been decided by 2027-03-09')

  moveTo('2027-03-11T15:00:00Z')
  await put({ ...waiting, status: 'rejected' })
  expect(await mailsAfterRun()).toEqual([])
})

test('two processes of the App remind once', async () => {
  const another = await world.anotherApp()
  moveTo('2027-04-06T15:00:00Z')
  await put(request('2027-03-02T15:00:00Z', 'Two Processes'))
  world.mail.mails.length = 0
  await Promise.all([another.jobs.runOnce(), world.app.jobs.runOnce()])
  await Promise.all([another.jobs.runOnce(), world.app.jobs.runOnce()])
  expect(world.mail.mails.filter(({ text }) => text.includes('Two Processes'))).toHaveLength(1)
  await another.close()
})
