// `npm run bench:auth`: what signing in costs: CPU of a code exchange and of a refresh, and reads beside fifty sign-ins.
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Browser } from '../tests/harness/browser.ts'
import { formsIn } from '../tests/harness/html-forms.ts'
import { startCluster } from '../tests/harness/postgres.ts'
import { authorize, exchange, refresh } from '../tests/harness/smart-launch.ts'
import type { TokenCost } from '../tests/harness/token-cost.ts'
import { type Measured, startBoxProcess } from './box/servers.ts'

const rootSecret = randomBytes(24).toString('base64url')
const password = 'a-passphrase-of-the-bench'
const app = {
  clientId: 'bench-auth',
  clientSecret: randomBytes(24).toString('base64url'),
  redirectUri: 'https://bench.example/callback',
  scope: 'openid fhirUser offline_access launch/patient patient/Patient.rs patient/Coverage.rs',
}
const person = { email: 'bench@people.test', password }
const consent = { set: { answer: 'allow' } }
const warmUps = 60
const codes = 100
const refreshes = 300

const put = async (url: string, resource: { resourceType: string; id: string }): Promise<void> => {
  const response = await fetch(`${url}/fhir/${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`root:${rootSecret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(resource),
  })
  if (!response.ok) throw new Error(`${resource.resourceType}: ${await response.text()}`)
}

const prepare = async ({ url }: Measured): Promise<void> => {
  const patient = { reference: 'Patient/bench' }
  await put(url, { resourceType: 'Patient', id: 'bench' })
  const user = { userName: person.email, email: person.email, password, fhirUser: patient }
  for (let number = 0; number < 51; number++) {
    const name = number === 0 ? person.email : `bench-${number}@people.test`
    await put(url, {
      ...user,
      ...{ resourceType: 'User', id: `bench-${number}`, userName: name, email: name },
    })
  }
  await put(url, {
    ...{ resourceType: 'Client', id: app.clientId, secret: app.clientSecret },
    ...{ active: true, type: 'smart-app', grant_types: ['authorization_code', 'refresh_token'] },
    ...{
      auth: {
        authorization_code: {
          ...{ redirect_uri: app.redirectUri, token_format: 'jwt' },
          ...{ refresh_token: true, secret_required: true },
        },
      },
    },
  })
}

/** CPU of a process in milliseconds, all its threads. */
const cpuOf = ({ pids }: Measured): number => {
  const pid = readFileSync(pids[0] ?? '', 'utf8').trim()
  return readdirSync(`/proc/${pid}/task`).reduce(
    (sum, task) =>
      sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
    0,
  )
}

const each = async (box: Measured, times: number, work: (turn: number) => Promise<void>) => {
  const before = cpuOf(box)
  for (let turn = 0; turn < times; turn++) await work(turn)
  return (cpuOf(box) - before) / times
}

const median = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0

const tokens = async (box: Measured) => {
  const first = await authorize({ box: box.url, app, person, consent })
  if (!first.answer.has('code')) throw new Error(`no code: ${first.answer}`)
  const authorized = async (times: number) => {
    const got: Awaited<ReturnType<typeof authorize>>[] = []
    while (got.length < times)
      got.push(await authorize({ box: box.url, app, person, browser: first.browser }))
    return got
  }
  let last = await exchange(box.url, app, first)
  const renew = async () => {
    const answer = await refresh(box.url, app, last.refresh_token ?? '')
    if (!answer.refresh_token) throw new Error(`a refresh was refused: ${JSON.stringify(answer)}`)
    last = answer
  }
  for (const code of await authorized(warmUps)) last = await exchange(box.url, app, code)
  for (let turn = 0; turn < warmUps; turn++) await renew()
  const ready = await authorized(codes)
  const exchangeCpu = await each(box, codes, async turn => {
    const code = ready[turn]
    if (code) last = await exchange(box.url, app, code)
  })
  const refreshCpu = await each(box, refreshes, renew)
  const checked = await box.ask({ checkToken: last.access_token })
  return { exchangeCpu, refreshCpu, checked: asTokenCost(checked) }
}

const asTokenCost = (answer: unknown): TokenCost => {
  const { cpu, queries } = Object(answer)
  if (typeof cpu !== 'number' || typeof queries !== 'number') throw new Error('no token cost')
  return { cpu, queries }
}

/** Row C10: the medians of signing in with a wrong password, as nobody and as somebody who is switched off. */
const refusals = async (box: Measured): Promise<number[]> => {
  await put(box.url, {
    ...{ resourceType: 'User', id: 'off', userName: 'off@people.test', inactive: true, password },
  } as Parameters<typeof put>[1])
  const times: number[][] = [[], [], []]
  for (let turn = 0; turn < 21; turn++)
    for (const [kind, username] of [
      `bench-${turn + 1}@people.test`,
      `nobody-${turn}@people.test`,
      'off@people.test',
    ].entries()) {
      const browser = new Browser()
      const page = await browser.open(
        `${box.url}/auth/authorize?${signInQuery(box)}`,
        app.redirectUri,
      )
      const began = performance.now()
      const given = kind === 2 ? password : 'not the password'
      await browser.submit(page, app.redirectUri, { username, password: given })
      times[kind]?.push(performance.now() - began)
    }
  return times.map(median)
}

const signInQuery = (box: Measured) =>
  new URLSearchParams({
    ...{ response_type: 'code', client_id: app.clientId, redirect_uri: app.redirectUri },
    ...{ scope: app.scope, state: 's', aud: `${box.url}/fhir`, code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update('x').digest('base64url'),
  })

const signIns = async (box: Measured) => {
  const first = await authorize({ box: box.url, app, person, consent })
  const { access_token } = await exchange(box.url, app, first)
  const query = signInQuery(box)
  const pages = []
  for (let number = 1; number <= 50; number++) {
    const browser = new Browser()
    const page = await browser.open(`${box.url}/auth/authorize?${query}`, app.redirectUri)
    if (formsIn(page.html).length === 0) throw new Error(`no sign-in page: ${page.status}`)
    pages.push({ browser, page, username: `bench-${number}@people.test` })
  }
  let open = pages.length
  const statuses: number[] = []
  const logins = pages.map(async ({ browser, page, username }) => {
    statuses.push((await browser.submit(page, app.redirectUri, { username, password })).status)
    open -= 1
  })
  const reads: number[] = []
  while (open > 0) {
    const began = performance.now()
    const read = await fetch(`${box.url}/fhir/Patient/bench`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    await read.arrayBuffer()
    if (read.status !== 200) throw new Error(`a read was answered ${read.status}`)
    reads.push(performance.now() - began)
  }
  await Promise.all(logins)
  const signedIn = statuses.filter(status => status === 200).length
  return {
    signedIn,
    turnedAway: 50 - signedIn,
    reads: reads.length,
    median: median(reads),
    slowest: Math.max(...reads),
  }
}

const onFreshBox = async <T>(database: string, measure: (box: Measured) => Promise<T>) => {
  const box = await startBoxProcess(database, rootSecret)
  try {
    await prepare(box)
    return await measure(box)
  } finally {
    await box.stop()
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const cluster = await startCluster()
try {
  const row = (what: string, measured: string, target: string, isMet: boolean): void =>
    say(`| ${what} | ${measured} | ${target} | ${isMet ? 'met' : '**missed**'} |`)
  say('| what | measured | target | |\n|---|---|---|---|')
  const cost = await onFreshBox(await cluster.database('tokens'), tokens)
  const ms = (milliseconds: number, digits: number) => `${milliseconds.toFixed(digits)} ms`
  for (const [what, cpu] of [
    [`code exchange, CPU of the box, mean of ${codes}`, cost.exchangeCpu],
    [`refresh, CPU of the box, mean of ${refreshes}`, cost.refreshCpu],
  ] as const)
    row(what, ms(cpu, 2), 'under 2.5 ms', cpu < 2.5)
  const { cpu, queries } = cost.checked
  row(
    'checking a token, CPU, mean of 20,000',
    `${ms(cpu, 4)}, ${queries} queries`,
    'under 0.1 ms, no query',
    cpu < 0.1 && queries === 0,
  )
  const beside = await onFreshBox(await cluster.database('signins'), signIns)
  const { signedIn, turnedAway, reads, slowest } = beside
  row(
    `a read beside 50 sign-ins at once (${signedIn} in, ${turnedAway} told to try again), median of ${reads}`,
    ms(beside.median, 1),
    'under 100 ms',
    beside.median < 100,
  )
  row('the slowest of these reads', ms(slowest, 0), 'under 100 ms', slowest < 100)
  const medians = await onFreshBox(await cluster.database('refusals'), refusals)
  row(
    'wrong password, unknown person, inactive person: medians of 21',
    medians.map(median => ms(median, 0)).join(', '),
    'within 50 ms',
    Math.max(...medians) - Math.min(...medians) < 50,
  )
} finally {
  await cluster.stop()
}
process.exit(0)
