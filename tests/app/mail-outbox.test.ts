// Mails leave once, wait while the mail server refuses, survive the process, and carry links that work once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call } from '../harness/calls.ts'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'

let world: OwnWorld
let sandbox: string
let serial = 0

beforeAll(async () => {
  world = await startOwnWorld()
  sandbox = world.urls.sandbox
})
afterAll(() => world?.close())
beforeEach(() => {
  world.mail.mails.length = 0
  world.mail.tries = 0
  world.mail.refuseWith = undefined
})

const newAddress = () => `vendor-${++serial}@apps.test`
const enroll = (email: string, changes: Record<string, string> = {}) =>
  call(sandbox, undefined, 'enroll-vendor', {
    body: {
      name: 'Vera Vendor',
      email,
      organization: 'Apps Inc.',
      website: 'https://apps.test',
      reason: 'To show members their claims.',
      ...changes,
    },
  })
const confirm = (token: string, password = 'three small words') =>
  call(sandbox, undefined, 'confirm-enrollment', { body: { token, password } })
const tokenTo = (address: string) => {
  const mail = world.mail.mails.findLast(({ to }) => to === address)
  return /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
}
const run = () => world.app.jobs.runOnce()

interface Communication {
  id: string
  status: string
  statusReason?: { text: string }
  payload: { contentString: string }[]
}
const outbox = async (address: string): Promise<Communication[]> => {
  const response = await fetch(`${sandbox}/fhir/Communication?_count=500`, {
    headers: { authorization: world.root.sandbox },
  })
  const bundle: { entry?: { resource: Communication }[] } = await response.json()
  return (bundle.entry ?? [])
    .map(({ resource }) => resource)
    .filter(({ payload }) => payload[0]?.contentString.includes(address))
}

describe('a mail', () => {
  test('leaves once, in HTML and text, and the box keeps only a hash of its link', async () => {
    const address = newAddress()
    expect((await enroll(address)).status).toBe(202)
    await run()
    await run()
    const [mail, ...more] = world.mail.mails
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: address, subject: 'Confirm your vendor account' })
    const token = tokenTo(address)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(mail?.html.replaceAll('&#x3D;', '=')).toContain(`/vendor/confirm#token=${token}`)
    expect((await outbox(address)).map(({ status }) => status)).toEqual(['completed'])
    const everything = await fetch(`${sandbox}/fhir/Task?_count=500`, {
      headers: { authorization: world.root.sandbox },
    })
    expect(await everything.text()).not.toContain(token)
    expect(world.log.join()).not.toContain(token)
    expect(world.log.join()).not.toContain(address)
  })

  test('a mail server that refuses: it waits longer each time, then is given up with the reason', async () => {
    const address = newAddress()
    world.mail.refuseWith = 451
    await enroll(address)
    await run()
    expect(world.mail.tries).toBe(1)
    await run()
    expect(world.mail.tries).toBe(1) // not due yet
    for (const wait of [30, 120, 600, 1800, 7200, 21_600, 43_200, 86_400, 86_400]) {
      world.forward(wait + 1)
      await run()
    }
    expect(world.mail.tries).toBe(10)
    world.forward(86_400)
    await run()
    expect(world.mail.tries).toBe(10)
    const [communication] = await outbox(address)
    expect(communication).toMatchObject({
      status: 'stopped',
      statusReason: { text: expect.stringMatching(/Tried 10 times.*451/) },
    })
    expect(world.log.join()).not.toContain(address)
  })

  test('what could not be sent is sent once when the mail server is back, however many Apps were started since', async () => {
    const address = newAddress()
    world.mail.refuseWith = 421
    await enroll(address)
    await run()
    world.mail.refuseWith = undefined
    world.forward(31)
    const another = await world.anotherApp()
    await Promise.all([another.jobs.runOnce(), run()])
    await another.close()
    expect(world.mail.mails.map(({ to }) => to)).toEqual([address])
    expect((await confirm(tokenTo(address))).status).toBe(201)
  })

  test('two processes of the App at once send it once', async () => {
    const another = await world.anotherApp()
    const addresses = Array.from({ length: 6 }, newAddress)
    for (const address of addresses) await enroll(address)
    await Promise.all([run(), another.jobs.runOnce(), run(), another.jobs.runOnce()])
    await another.close()
    expect(world.mail.mails.map(({ to }) => to).sort()).toEqual([...addresses].sort())
  })

  test('a process that died after claiming it leaves it to others after two minutes', async () => {
    const address = newAddress()
    world.mail.refuseWith = 451
    await enroll(address)
    await run()
    const [communication] = await outbox(address)
    if (!communication) throw new Error('no Communication')
    const claimed = JSON.parse(communication.payload[0]?.contentString ?? '')
    claimed.nextTry = new Date(world.now().getTime() + 120_000).toISOString()
    await fetch(`${sandbox}/fhir/Communication/${communication.id}`, {
      method: 'PUT',
      headers: { authorization: world.root.sandbox, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...communication,
        status: 'in-progress',
        payload: [{ contentString: JSON.stringify(claimed) }],
      }),
    })
    world.mail.refuseWith = undefined
    world.forward(100)
    await run()
    expect(world.mail.mails).toEqual([])
    world.forward(21)
    await run()
    expect(world.mail.mails.map(({ to }) => to)).toEqual([address])
  })
})

describe('enrolling as a vendor', () => {
  test('the link makes one account, which can sign in; a second use is over', async () => {
    const address = newAddress()
    await enroll(address)
    await run()
    const token = tokenTo(address)
    expect((await confirm(token, 'short')).status).toBe(422)
    expect((await confirm(token, address)).status).toBe(422)
    const made = await confirm(token)
    expect(made).toMatchObject({ status: 201, body: { email: address } })
    expect((await confirm(token)).status).toBe(410)
  })

  test('two clicks on the link at once make one account', async () => {
    const address = newAddress()
    await enroll(address)
    await run()
    const token = tokenTo(address)
    const answers = await Promise.all([confirm(token), confirm(token), confirm(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410])
    const users = await fetch(`${sandbox}/fhir/User?email=${address}`, {
      headers: { authorization: world.root.sandbox },
    })
    expect(await users.json()).toMatchObject({ total: 1 })
  })

  test('a double click on the form sends one mail; asking again later ends the older link', async () => {
    const address = newAddress()
    await Promise.all([enroll(address), enroll(address)])
    await enroll(address)
    await run()
    expect(world.mail.mails.length).toBe(1)
    const older = tokenTo(address)
    world.forward(61)
    await enroll(address)
    await run()
    expect(world.mail.mails.length).toBe(2)
    expect((await confirm(older)).status).toBe(410)
    expect((await confirm(tokenTo(address))).status).toBe(201)
  })

  test('the link is over after a day', async () => {
    const address = newAddress()
    await enroll(address)
    await run()
    world.forward(86_400)
    expect((await confirm(tokenTo(address))).status).toBe(410)
  })

  test('an address that has an account gets the same answer, and a mail that says so', async () => {
    const [known, unknown] = ['vendor@demo.test', newAddress()]
    await Promise.all([enroll(known), enroll(known)])
    const answers = [await enroll(known), await enroll(unknown)]
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual([
      { status: 202, body: {} },
      { status: 202, body: {} },
    ])
    await run()
    // A double click within one minute sends one; a third on the next minute would be a second.
    expect(world.mail.mails.filter(({ to }) => to === known).length).toBeLessThanOrEqual(2)
    const subjects = Object.fromEntries(world.mail.mails.map(({ to, subject }) => [to, subject]))
    expect(subjects).toEqual({
      [known]: 'You already have a vendor account',
      [unknown]: 'Confirm your vendor account',
    })
  })

  test.each([
    [{ email: 'no address' }, 'email'],
    [{ email: 'a,b@apps.test' }, 'email'],
    [{ name: 'Win at https://evil.test' }, 'name'],
    [{ website: 'javascript:alert(1)' }, 'website'],
    [{ reason: '' }, 'reason'],
    [{ role: 'admin' }, 'role'],
  ])('%j is refused, naming the field', async (changes, field) => {
    const { status, body } = await enroll(newAddress(), changes)
    expect(status).toBe(422)
    expect(body).toMatchObject({ issue: [{ expression: [field] }] })
  })
})

describe('a forgotten password', () => {
  const ask = (email: string) =>
    call(sandbox, undefined, 'request-password-reset', { body: { email } })
  const reset = (token: string, password: string) =>
    call(sandbox, undefined, 'reset-password', { body: { token, password } })

  test('a link of fifteen minutes sets a new one, once; unknown addresses get the same answer and no mail', async () => {
    const address = newAddress()
    await enroll(address)
    await run()
    await confirm(tokenTo(address))
    world.mail.mails.length = 0
    expect((await ask(address)).status).toBe(202)
    expect((await ask('nobody@apps.test')).status).toBe(202)
    await run()
    expect(world.mail.mails.map(({ to }) => to)).toEqual([address])
    expect(world.mail.mails[0]?.text).toContain('/vendor/reset-password#token=')
    const token = tokenTo(address)
    const answers = await Promise.all([
      reset(token, 'another few words'),
      reset(token, 'another few words'),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410])

    world.forward(61)
    await ask(address)
    await run()
    world.forward(900)
    expect((await reset(tokenTo(address), 'too late for this')).status).toBe(410)
  })

  test('a link of one purpose is nothing to the other', async () => {
    const address = newAddress()
    await enroll(address)
    await run()
    expect((await reset(tokenTo(address), 'three small words')).status).toBe(410)
  })
})
